"""``python -m bench browser``: how soon the whiteboard draws and how smoothly it pans, in Chromium without a GPU.

The same graphs, at the same places, are drawn in the same run by vis-network, sigma and Cytoscape.js as they come.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from rich import box
from rich.console import Console
from rich.table import Table

from bench.browser import rivals, served, whiteboard
from bench.browser.panning import Seen
from bench.home import emptied_graph
from graph.engine.own_home import own_home
from web import assets

_SIZES = (1_000, 5_000)
_HUB = 5_000
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
_VIEWPORT = {"width": 1440, "height": 900}
_WIDTH = 120


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench browser", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(_SIZES), help="things drawn; default: %(default)s")
    asked = parser.parse_args(arguments)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("bench: Chromium is needed: apt-get install chromium")
    if not assets.current():
        assets.fetch()
    rows: list[Seen] = []
    with own_home(), emptied_graph() as driver, tempfile.TemporaryDirectory(prefix="fengqiao-npm-") as directory:
        _say("fetching the renderers to compare with")
        packages = assets.install(Path(directory))
        graphs = [served.invent(driver, size) for size in asked.sizes]
        served.hub(driver, _HUB)
        with served.pages() as (address, cookies), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
            context = _context(browser, cookies)
            whiteboard.warm_up(context, address)
            for graph in graphs:
                _say(f"{graph.size:,} things on the whiteboard")
                drawn, laid_out = whiteboard.measure(context, address, graph)
                rows.append(drawn)
                if graph.size <= whiteboard.GROUPED_FROM:
                    rows.append(whiteboard.bring(context, address, graph))
                for name in rivals.RIVALS:
                    _say(f"{graph.size:,} things in {name}")
                    rows.append(rivals.measure(context, packages, name, graph, laid_out))
            question = whiteboard.question(context, address, served.HUB)
            browser.close()
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    console.print(_table(rows))
    load = os.getloadavg()[0]
    console.print(f"A thing with {_HUB:,} neighbours, asked to expand, asks first: {question}", highlight=False)
    console.print(f"{psutil.cpu_count()} processors, load of the last minute {load:.1f}.", highlight=False)


def _context(browser: Browser, cookies: list[Any]) -> BrowserContext:
    context = browser.new_context(viewport=_VIEWPORT)  # type: ignore[arg-type] # its own type
    context.add_cookies(cookies)
    return context


def _table(rows: Sequence[Seen]) -> Table:
    shown = Table(box=box.SIMPLE, pad_edge=False)
    for head in ("", "things", "ties", "things s", "and ties s", "cpu s", "frames/s", "slowest ms"):
        shown.add_column(head, justify="left" if head == "" else "right", no_wrap=True)
    for row in rows:
        times = (f"{row.drawn_s:.2f}", f"{row.tied_s:.2f}", f"{row.cpu_s:.2f}")
        seen = (*times, f"{row.frames_per_s:.0f}", f"{row.slowest_ms:.0f}")
        shown.add_row(row.name, f"{row.things:,}", f"{row.ties:,}", *seen)
    return shown


def _say(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr, flush=True)
