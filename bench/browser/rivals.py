"""Other renderers as they come, drawing the same things at the same places: nothing is tuned, labels are on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext

from bench.browser.panning import Seen, Worked, pan
from bench.browser.served import Graph

_PAGE = """<!doctype html><meta charset="utf-8"><title>bench</title>
<style>body { margin: 0 } #picture { width: 965px; height: 690px; background: #fff }</style><div id="picture"></div>"""
_TIMED = """async (graph) => {
  const began = performance.now();
  await (DRAW)(graph, document.getElementById("picture"));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return (performance.now() - began) / 1000;
}"""


@dataclass(frozen=True, slots=True)
class Rival:
    """Files of its packages, JavaScript that draws a graph, and JavaScript that says where the picture stands."""

    scripts: tuple[str, ...]
    draw: str
    where: str


RIVALS = {
    "vis-network, without physics": Rival(
        ("vis-network/standalone/umd/vis-network.min.js",),
        """({ nodes, ties }, holder) => {
          const data = {
            nodes: nodes.map(({ size, ...node }) => ({ ...node, size: size / 2, shape: "dot" })),
            edges: ties.map(({ id, source, target }) => ({ id, from: source, to: target })),
          };
          window.network = new vis.Network(holder, data, { physics: false });
          return new Promise((done) => window.network.once("afterDrawing", done));
        }""",
        "() => { const { x, y } = network.getViewPosition(); return x + ' ' + y; }",
    ),
    "sigma": Rival(
        ("graphology/dist/graphology.umd.min.js", "sigma/dist/sigma.min.js"),
        """({ nodes, ties }, holder) => {
          const graph = new graphology.MultiGraph();
          for (const { id, label, color, size, x, y } of nodes) {
            graph.addNode(id, { label, color, size: size / 4, x, y: -y });
          }
          for (const { id, source, target } of ties) graph.addEdgeWithKey(id, source, target);
          window.renderer = new Sigma(graph, holder);
        }""",
        "() => { const { x, y } = renderer.getCamera().getState(); return x + ' ' + y; }",
    ),
    "Cytoscape.js, default settings": Rival(
        ("cytoscape/dist/cytoscape.min.js",),
        """({ nodes, ties }, holder) => {
          window.cy = cytoscape({
            container: holder,
            layout: { name: "preset" },
            style: [{ selector: "node", style: { label: "data(label)", "background-color": "data(color)" } }],
            elements: [
              ...nodes.map(({ id, label, color, x, y }) => ({ data: { id, label, color }, position: { x, y } })),
              ...ties.map((data) => ({ data })),
            ],
          });
        }""",
        "() => { const { x, y } = cy.pan(); return x + ' ' + y; }",
    ),
}


def measure(context: BrowserContext, packages: Path, name: str, graph: Graph, laid_out: dict[str, Any]) -> Seen:
    """The renderer of this name with the graph as the whiteboard laid it out."""
    rival = RIVALS[name]
    page = context.new_page()
    page.set_content(_PAGE)
    for script in rival.scripts:
        page.add_script_tag(path=packages / script)
    worked = Worked(page)
    drawn: float = page.evaluate(_TIMED.replace("DRAW", rival.draw), laid_out)
    cpu = worked.since()
    page.wait_for_timeout(1_000)
    frames, slowest = pan(page, rival.where, 12, 70)
    page.close()
    return Seen(name, graph.size, len(laid_out["ties"]), drawn, drawn, cpu, frames, slowest)
