"""The whiteboard itself: from the click to all things and their ties drawn, then panned; and whether it asks."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

import orjson
from playwright.sync_api import BrowserContext, Page

from bench.browser.panning import Seen, Worked, pan
from bench.browser.served import Graph

#: Larger selections arrive in groups: these are opened before anything is panned.
GROUPED_FROM = 3_000
_PATIENCE_MS = 120_000
#: Every picture is asked for so often.
_OFTEN = 6
#: In every new page: note when the board first says that it has so many things, and the picture was painted after it.
_NOTE = """(() => {
  const look = () => {
    const board = document.getElementById("explore");
    if (!board) return requestAnimationFrame(look);
    const wanted = Number(sessionStorage.getItem("wanted"));
    if (Number(board.dataset.things ?? 0) < wanted) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.__drawn = Date.now();
      const tied = () => {
        const { cy, seen } = explore.picture;
        if (cy.edges().length < seen.links.length) return requestAnimationFrame(tied);
        requestAnimationFrame(() => requestAnimationFrame(() => {
          window.__tied = Date.now();
          board.dataset.painted = "";
        }));
      };
      tied();
    }));
  };
  requestAnimationFrame(look);
})();"""
_ASK = """([nodes]) => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: "/explore", id: "to-explore" });
  for (const [name, value] of [["nodes", nodes], ["csrf_token", document.querySelector("[name=csrf_token]").value]]) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  form.append(Object.assign(document.createElement("button"), { textContent: "explore" }));
  form.addEventListener("submit", () => sessionStorage.setItem("clicked", Date.now()));
  document.querySelector("main").prepend(form);
}"""
_BRING = """(ids) => new Promise((done) => {
  const root = document.getElementById("explore");
  const { picture, actions } = explore;
  const painted = (work) => requestAnimationFrame(() => requestAnimationFrame(work));
  const past = () => (performance.now() - began) / 1000;
  const until = (there, work) => (there() ? painted(work) : requestAnimationFrame(() => until(there, work)));
  const began = performance.now();
  actions.bring(ids);
  until(
    () => Number(root.dataset.things ?? 0) >= ids.length,
    () => {
      const drawn = past();
      until(() => picture.cy.edges().length >= picture.seen.links.length, () => done([drawn, past()]));
    },
  );
})"""
_UNGROUP = """() => new Promise((done) => {
  const { board, picture } = explore;
  const painted = (work) => requestAnimationFrame(() => requestAnimationFrame(work));
  const began = performance.now();
  const past = () => (performance.now() - began) / 1000;
  board.act("step_ungrouped", { groups: new Map() });
  painted(() => {
    const drawn = past();
    const look = () =>
      picture.cy.edges().length < picture.seen.links.length
        ? requestAnimationFrame(look)
        : painted(() => done([drawn, past()]));
    look();
  });
})"""
#: When the things were painted, and when their ties were.
_TIMES = ("__drawn", "__tied")
_ELEMENTS = """() => {
  const { cy } = explore.picture;
  const paint = (node) => node.style("background-color");
  return {
    nodes: cy.nodes().map((node) => ({
      id: node.id(), label: node.data("shown"), color: paint(node), size: node.width(), ...node.position(),
    })),
    ties: cy.edges().map((edge) => ({ id: edge.id(), source: edge.source().id(), target: edge.target().id() })),
  };
}"""
_WHERE = "() => { const { x, y } = explore.picture.cy.pan(); return x + ' ' + y; }"


def warm_up(context: BrowserContext, address: str) -> None:
    """Let the engine compile its plans, and the browser read the scripts, as on a machine in use."""
    page = context.new_page()
    page.goto(f"{address}/explore")
    page.wait_for_selector("#explore[data-things]:not([data-things='0'])", timeout=_PATIENCE_MS)
    _settled(page)
    page.evaluate("explore.actions.bring([...explore.board.now.nodes])")
    page.close()


def measure(context: BrowserContext, address: str, graph: Graph) -> tuple[Seen, dict[str, Any]]:
    """The whiteboard with this graph; also its nodes and ties, as they are laid out, for others to draw."""
    times = []
    for _ in range(_OFTEN - 1):
        page, spent = _clicked(context, address, graph)
        times.append(spent)
        page.close()
    page, spent = _clicked(context, address, graph)
    drawn, tied, cpu = _medians([*times, spent])
    name = "whiteboard, from the click on another page"
    _settled(page)
    if graph.size > GROUPED_FROM:
        name = f"whiteboard, one by one (in groups {drawn:.2f} s after the click)"
        worked = Worked(page)
        drawn, tied = page.evaluate(_UNGROUP)
        cpu = worked.since()
        page.select_option("#explore-layout", "force")
        _settled(page)
    found: dict[str, Any] = page.evaluate(_ELEMENTS)
    box = page.locator("#picture").bounding_box()
    assert box
    frames, slowest = pan(page, _WHERE, box["x"] + 12, box["y"] + 70)
    page.close()
    return Seen(name, len(found["nodes"]), len(found["ties"]), drawn, tied, cpu, frames, slowest), found


def _clicked(context: BrowserContext, address: str, graph: Graph) -> tuple[Page, tuple[float, ...]]:
    """A page in which somebody clicked on what leads to the whiteboard; seconds until things and ties were drawn, and
    of work."""
    page = context.new_page()
    page.add_init_script(_NOTE)
    page.goto(f"{address}/disputes")
    page.evaluate("size => sessionStorage.setItem('wanted', size)", graph.size)
    page.evaluate(_ASK, [orjson.dumps(graph.ids).decode()])
    worked = Worked(page)
    page.click("#to-explore button")
    page.wait_for_selector("#explore[data-painted]", timeout=_PATIENCE_MS)
    since = "(window.{} - Number(sessionStorage.getItem('clicked'))) / 1000"
    return page, (*(page.evaluate(since.format(at)) for at in _TIMES), worked.since())


def bring(context: BrowserContext, address: str, graph: Graph) -> Seen:
    """This graph brought onto an empty board that is open already, as by a click in the search box or on a kept map."""
    page = context.new_page()
    page.goto(f"{address}/explore")
    page.wait_for_selector("#explore[data-things]:not([data-things='0'])", timeout=_PATIENCE_MS)
    _settled(page)
    times = []
    for _ in range(_OFTEN):
        page.evaluate("explore.actions.clear()")
        page.wait_for_selector("#explore[data-things='0']")
        worked = Worked(page)
        times.append((*page.evaluate(_BRING, list(graph.ids)), worked.since()))
        _settled(page)
    drawn, tied, cpu = _medians(times)
    ties: int = page.evaluate("explore.picture.cy.edges().length")
    box = page.locator("#picture").bounding_box()
    assert box
    frames, slowest = pan(page, _WHERE, box["x"] + 12, box["y"] + 70)
    page.close()
    return Seen("whiteboard, from the click on an open board", graph.size, ties, drawn, tied, cpu, frames, slowest)


def _medians(times: Sequence[tuple[float, ...]]) -> list[float]:
    """Of each column; the first time is left out, in which the engine and the server get to know the question."""
    return [median(column) for column in zip(*times[1:], strict=True)]


def question(context: BrowserContext, address: str, hub: str) -> str:
    """What the whiteboard asks when a thing with very many neighbours is to be expanded; 'nothing' is a failure."""
    page = context.new_page()
    page.goto(f"{address}/explore?node={hub}")
    page.wait_for_selector("#explore[data-things]:not([data-things='0'])", timeout=_PATIENCE_MS)
    _settled(page)
    before = page.get_attribute("#explore", "data-things")
    page.evaluate(
        "explore.board.choose([[...explore.board.now.nodes].find(id => explore.board.thing(id).label === 'Unit')])"
    )
    page.focus("#picture")
    page.keyboard.press("e")
    page.wait_for_selector("dialog[open]", timeout=_PATIENCE_MS)
    said = page.inner_text("dialog h2")
    unchanged = page.get_attribute("#explore", "data-things") == before
    page.close()
    return f"{said} ({'nothing came before the answer' if unchanged else 'IT CAME WITHOUT AN ANSWER'})"


def _settled(page: Page) -> None:
    """Until nothing is fetched or laid out any more."""
    page.wait_for_timeout(300)
    page.wait_for_selector("#explore[data-state=ready]", timeout=_PATIENCE_MS)
    page.wait_for_timeout(300)
