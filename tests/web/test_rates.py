"""How many pages may be asked for in a minute, by whom."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.people import Browser, signed_in
from web.api.rate_store import SharedCounts
from web.database import Database
from web.roles import Role


@pytest.fixture
def sixty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The least that can be set, and nothing counted yet."""
    monkeypatch.setenv("FENGQIAO_PAGES_PER_MINUTE", "60")
    SharedCounts().reset()


def statuses(browser: Browser, path: str, often: int) -> list[int]:
    return [browser.get(path).status_code for _ in range(often)]


def test_pages_of_somebody_signed_in_are_counted_to_the_account(
    app: Flask,
    sqlite: Database,
    sixty: None,  # noqa: ARG001
) -> None:
    here, there = signed_in(app, sqlite, Role.ANALYST, name="wang"), Browser(app.test_client())
    there.sign_in("wang")
    assert statuses(here, "/account", 30) == [200] * 30
    assert statuses(there, "/account", 31) == [200] * 30 + [429]
    refused = here.get("/disputes")
    assert (refused.status_code, "一分钟" in refused.get_data(as_text=True)) == (429, True)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert signed_in(app, sqlite, Role.SUPERVISOR).get("/account").status_code == 200
    for path in ("/static/theme.js", "/healthz"):
        assert here.get(path).status_code == 200, path


def test_pages_asked_without_signing_in_are_counted_to_the_address(stranger: Browser, sixty: None) -> None:  # noqa: ARG001
    assert statuses(stranger, "/sign-in", 61) == [200] * 60 + [429]
    elsewhere = stranger.client.get("/sign-in", environ_overrides={"REMOTE_ADDR": "127.0.0.9"})
    assert elsewhere.status_code == 200
