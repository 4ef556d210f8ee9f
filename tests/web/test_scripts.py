"""What the pages' own scripts never do, looked for in their text."""

from __future__ import annotations

import re

import pytest

from docs.generate import ROOT

#: The scripts of the pages, and the one of an exported page. Those of others are pinned by hash (web/assets.py).
SCRIPTS = sorted(
    path.relative_to(ROOT)
    for place in ("web/static", "graph/export")
    for path in (ROOT / place).rglob("*.js")
    if "vendor" not in path.parts
)
MARKUP = r"(?:inner|outer)HTML|insertAdjacentHTML|document\.write|srcdoc|createContextualFragment|parseFromString"
CODE = r"\beval\(|new Function|javascript:|set(?:Timeout|Interval)\(\s*[\"'`]|import\([^)]*[+$]"
OTHERS = r"postMessage|onmessage|[\"']message[\"']|WebSocket|EventSource|BroadcastChannel|window\.opener|RTCPeer"
#: A property of a plain object under a name that comes from elsewhere, in the forms that reach a prototype.
UNDER_A_NAME = r"__proto__|prototype|(?<=[\w)\]])\[[a-zA-Z_.]+\]\s*(?:\?\?|\|\|)?=(?!=|>)"


def lines(pattern: str) -> list[str]:
    """Every line of a script in which the pattern is found, behind the script's path."""
    return [
        f"{path}: {line.strip()}"
        for path in SCRIPTS
        for line in (ROOT / path).read_text(encoding="utf-8").splitlines()
        if re.search(pattern, line)
    ]


def test_scripts_write_text_and_no_markup() -> None:
    assert len(SCRIPTS) > 30
    assert lines(MARKUP) == [
        # Parts of a page that the server wrote, and escaped as every page; what is parsed so runs no script.
        "web/static/briefing.js: "
        'answer.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);',
        # Read, not written: what it holds was put there as text, and so it comes out escaped.
        "web/static/find.js: return row.innerHTML;",
        "web/static/queries/table.js: "
        'const drawn = new DOMParser().parseFromString(told.chart, "image/svg+xml").documentElement;',
    ]
    assert lines(CODE) == []


def test_scripts_listen_to_no_other_window_or_server() -> None:
    # A worker of the page's own, which works out where the nodes of a picture stand.
    assert {line.partition(":")[0] for line in lines(OTHERS)} == {
        "web/static/explore/layout-worker.js",
        "web/static/explore/layouts.js",
    }


def test_scripts_put_nothing_under_a_name_that_they_were_given_but_into_maps() -> None:
    allowed = {
        # The place in a list.
        "web/static/explore/board.js: this.steps[this.at] = { ...step, state: { ...step.state, ...changes } };",
        "web/static/explore/status.js: this[name] = root.querySelector(`#explore-${name}`);",  # names of its own
        'web/static/explore/elements.js: else if (key in made && key !== "list") made[key] = value;',  # the same
        "web/static/explore/layouts.js: rows[row] = x;",  # a list
        # Only names that it has already.
        "web/static/explore/layouts.js: for (const [id, [x, y]] of Object.entries(places)) places[id] = "
        "[Math.round(x + dx), Math.round(y + dy)];",
    }
    assert sorted(set(lines(UNDER_A_NAME)) - allowed) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (MARKUP, "row.innerHTML = text;"),
        (CODE, 'setTimeout("run()", 5)'),
        (CODE, "new Function(text)"),
        (OTHERS, 'window.addEventListener("message", take);'),
        (UNDER_A_NAME, "found[name] = value;"),
        (UNDER_A_NAME, "found[name] ??= {};"),
    ],
)
def test_the_look_can_fail(pattern: str, line: str) -> None:
    assert re.search(pattern, line)
