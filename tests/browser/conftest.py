"""A real server and a real Chromium: the pages as a person gets them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from neo4j import Driver
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from graph import schema
from graph.settings import PROJECT_ROOT
from ingest.tour import load_sample
from tests.web.people import PASSWORD, account
from web import assets
from web.database import Database
from web.roles import Role
from web.words import compile_catalogues

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
Keys = dict[str, list[dict[str, object]]]
#: What a page is looked at in: language, size, colours.
LOOKS = (
    ("zh", {"width": 1440, "height": 900}, "light"),
    ("en", {"width": 390, "height": 844}, "dark"),
)
_ADDRESS = re.compile(r"Fengqiao is at (https?://\S+)/")


@dataclass(frozen=True)
class Served:
    """A server as ``python app.py serve`` starts it: its address, its process, the first passwords it printed, and the
    address of its accounts."""

    address: str
    process: subprocess.Popen[str]
    passwords: dict[str, str]
    accounts: str


def start(directory: Path, program: Sequence[str] = ("app.py", "serve")) -> Served:
    """Start it on accounts of its own and on the run's graph, and wait until it says where it is."""
    accounts = f"sqlite:///{directory / 'accounts.sqlite'}"
    environment = os.environ | {
        "FENGQIAO_PORT": "0",
        "FENGQIAO_WORKERS": "2",
        "DATABASE_URL": accounts,
    }
    process = subprocess.Popen(
        [sys.executable, *program],
        cwd=PROJECT_ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    address, passwords = "", {}
    for line in process.stdout:
        address = found[1] if (found := _ADDRESS.match(line)) else address
        if "first password" in line:
            name, _, _, password = line.split()
            passwords[name] = password
        if line.startswith("Ctrl-C"):
            break
    assert address, "the server ended before it said where it is"
    return Served(address, process, passwords, accounts)


def stop(served: Served) -> int:
    """Ctrl-C, and the exit status."""
    served.process.send_signal(signal.SIGINT)
    return served.process.wait(30)


@pytest.fixture(scope="session")
def kit() -> None:
    """The pages' kit and words, as set-up makes them."""
    if not assets.current():
        assets.fetch()
    compile_catalogues()


@pytest.fixture(scope="module")
def served(kit: None, driver: Driver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:  # noqa: ARG001
    """The pages with a small sample, served."""
    from ingest.progress import watching

    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
    schema.apply(driver)
    with watching("sample", quiet=True) as watcher:
        load_sample(driver, 300, 110, watcher)
    started = start(tmp_path_factory.mktemp("served"))
    yield started
    if started.process.poll() is None:
        stop(started)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "the tests of the pages need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_FLAGS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page, and what went wrong in it: console errors, requests to other hosts, answers that are errors."""

    page: Page
    wrong: list[str]


def watched(context: BrowserContext, address: str) -> Watched:
    """A new page of ``context`` under watch."""
    one = Watched(context.new_page(), [])
    one.page.on("console", lambda said: one.wrong.append(said.text) if said.type in ("error", "warning") else None)
    one.page.on("pageerror", lambda error: one.wrong.append(str(error)))
    one.page.on(
        "request",
        lambda asked: one.wrong.append(asked.url) if not asked.url.startswith((address, "data:")) else None,
    )
    return one


@pytest.fixture(scope="module")
def keys(served: Served, chromium: Browser) -> Keys:
    """Role -> the cookies of somebody signed in, each having changed the printed password through the pages."""
    found: Keys = {}
    for name, printed in served.passwords.items():
        context = chromium.new_context(locale="zh-CN")
        page = context.new_page()
        _sign_in(page, f"{served.address}/disputes?sort=last", name, printed)
        page.wait_for_url("**/account/password")
        page.fill("#old", printed)
        page.fill("#new", PASSWORD)
        page.fill("#again", PASSWORD)
        page.click("main button.btn-primary")
        page.wait_for_url(f"{served.address}/")
        found[name] = [dict(cookie) for cookie in context.cookies()]
        context.close()
    database = Database(served.accounts)
    for role in Role:
        if role.value not in found:
            account(database, role.value, role, "市局指挥中心")
            context = chromium.new_context(locale="zh-CN")
            page = context.new_page()
            _sign_in(page, f"{served.address}/sign-in", role.value, PASSWORD)
            page.wait_for_url(lambda url: "/sign-in" not in url)
            found[role.value] = [dict(cookie) for cookie in context.cookies()]
            context.close()
    database.dispose()
    return found


def _sign_in(page: Page, address: str, name: str, password: str) -> None:
    page.goto(address)
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("main button.btn-primary")


@pytest.fixture
def at(chromium: Browser, served: Served, keys: Keys) -> Iterator[object]:
    """Opens a path as somebody, in a language, at a size; everything is closed at the end."""
    opened = []

    def open_(who: str, path: str, look: tuple[object, ...] = LOOKS[0]) -> Watched:
        language, size, theme = look
        context = chromium.new_context(viewport=size, color_scheme=theme, accept_downloads=True)  # type: ignore[arg-type]
        context.add_cookies([*keys[who], {"name": "language", "value": language, "url": served.address}])  # type: ignore[list-item, typeddict-item]
        one = watched(context, served.address)
        one.page.goto(served.address + path)
        opened.append(context)
        return one

    yield open_
    for context in opened:
        context.close()


def sound(one: Watched) -> None:
    """Nothing went wrong, nothing is cut off, nothing is inaccessible."""
    assert one.wrong == []
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(one.page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []
