"""``python -m bench``: what a file costs, stage by stage, beside bare UNWIND and a plain pandas script.

``python -m bench arrivals``: what one more record costs in a graph that holds many.
``python -m bench communities``: what finding communities costs in a graph of a million relationships.
``python -m bench crowd``: two hundred officers at work, by locust.
``python -m bench http``: how long pages and answers take, with several people asking at once.
``python -m bench pages``: what the list of 100,000 disputes costs over HTTP.
``python -m bench rivals``: the same records grouped by other means, how well and at what cost; needs no graph.
``python -m bench browser``: how soon the whiteboard draws and how smoothly it pans, beside other renderers.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

import psutil
from rich.console import Console

from bench.run import Cost, measure, warm_up
from bench.table import table
from graph import settings
from graph.engine.own_home import own_home

_ROWS = (10_000, 79_000)
_OFTEN_UP_TO = 20_000
_RUNS = 3
_WARM_UP = 2_000
_WIDTH = 140
#: Each in a module that is imported when it is asked for: one needs Playwright, and locust changes the sockets and
#: threads of whatever imports it.
_OTHERS = {
    "arrivals": "bench.arrivals",
    "browser": "bench.browser.command",
    "communities": "bench.communities",
    "crowd": "bench.crowd",
    "http": "bench.http",
    "pages": "bench.pages",
    "rivals": "bench.rivals.command",
}


def main() -> None:
    """Measure and print."""
    other = _OTHERS.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if other:
        import_module(other).main(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=_ROWS, help="sizes of the sample; default: %(default)s")
    parser.add_argument("--runs", type=int, help=f"default: {_RUNS} up to {_OFTEN_UP_TO} rows, 1 above")
    parser.add_argument("--only-whole", action="store_true", help="no stages, no yardsticks: for large samples")
    asked = parser.parse_args()
    costs: list[Cost] = []
    with own_home() as home:
        _say(f"warming the engine up with {_WARM_UP:,} records")
        warm_up(_WARM_UP, home)
        for rows in asked.rows:
            _say(f"{rows:,} records")
            runs = asked.runs or (_RUNS if rows <= _OFTEN_UP_TO else 1)
            costs.append(measure(rows, runs, home, only_whole=asked.only_whole))
        version = settings.read("FENGQIAO_ENGINE")
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    console.print(table(costs))
    load = os.getloadavg()[2]
    gib = psutil.virtual_memory().total / 2**30
    console.print(
        f"Neo4j {version}, {psutil.cpu_count()} processors, {gib:.0f} GiB, load of the last 15 minutes {load:.1f}. "
        "MiB: the most resident at once, of our processes and of the engine's. docs/bench.md explains the rows.",
        highlight=False,
    )


def _say(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
