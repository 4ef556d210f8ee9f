"""Boards and the calendar as people use them: by mouse and by keyboard, at a desk and on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from neo4j import Driver
from playwright.sync_api import Page, expect

from graph.casework import moves
from graph.casework.moves import Actor, Work
from graph.settings import zone
from tests.browser.conftest import LOOKS, Served, Watched, sound

Open = Callable[..., Watched]
ANALYST = Actor("li", "analyst")
NOW = datetime.now(UTC)
#: Not the last of a month: a page has tomorrow and the day after.
PLANNED = NOW.astimezone(zone()).replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(days=1)


@dataclass(frozen=True)
class Works:
    """Work that each test begins anew."""

    directives: list[Work]
    mediation: Work


@pytest.fixture
def works(driver: Driver, served: Served) -> Works:
    """Three directives and a mediation on matters of the sample."""
    assert served.address
    driver.execute_query("MATCH (w:Directive|Mediation|Visit|Move) DETACH DELETE w")
    rows = driver.execute_query(
        "MATCH (d:Dispute) WHERE d.merged_into IS NULL SET d.status = 'confirmed' RETURN d.id AS id ORDER BY id LIMIT 3"
    ).records
    told: dict[str, object] = {
        "order": "见面调解",
        "direction": "vertical",
        "deadline": (NOW + timedelta(days=3)).isoformat(),
        "planned_at": PLANNED.isoformat(),
        "mediator": "王主任",
    }
    begun = [moves.begin(driver, "directive", [r["id"]], ANALYST, given=told, at=NOW).moved[0][0] for r in rows]
    mediation = moves.begin(driver, "mediation", [rows[0]["id"]], ANALYST, given=told, at=NOW).moved[0][0]
    return Works(begun, mediation)


def card(work: Work) -> str:
    return f"[data-card='{work.id}']"


def column_of(page: Page, work: Work) -> str | None:
    return page.locator(f"[data-column]:has({card(work)})").get_attribute("data-column")


def test_a_card_is_dragged_where_a_move_leads_and_stays_where_none_does(at: Open, works: Works) -> None:
    one = at("supervisor", "/boards/directive")
    page, work = one.page, works.directives[0]
    page.drag_and_drop(card(work), "[data-column='received']")
    expect(page.locator("[data-said]")).to_have_text(f"{work.id}: 已签收")
    assert column_of(page, work) == "received"
    assert page.locator("[data-column='received'] [data-count]").inner_text() == "1"
    page.drag_and_drop(card(work), "[data-column='sent_back']")
    expect(page.locator("[data-said]")).to_have_text("您不能从“已签收”移至“已退回”。")
    assert column_of(page, work) == "received"
    page.reload()
    assert column_of(page, work) == "received"
    sound(one)


def test_a_refused_card_goes_back_and_the_page_says_who_was_first(at: Open, works: Works, driver: Driver) -> None:
    one = at("supervisor", "/boards/directive")
    page, work = one.page, works.directives[0]
    moves.make(driver, work, "receive", Actor("wang", "investigator"), seen=1, given={}, at=NOW)
    page.drag_and_drop(card(work), "[data-column='received']")
    expect(page.locator("[data-said]")).to_have_text("未执行：已有人先操作（签收，wang）。")
    assert column_of(page, work) == "received"  # where it stands now
    assert [said for said in one.wrong if "409" not in said] == []


def test_a_card_is_moved_by_keyboard_and_taken_back(at: Open, works: Works) -> None:
    one = at("supervisor", "/boards/directive")
    page = one.page
    page.locator(f"{card(works.directives[0])} .board-open").focus()
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("ArrowUp")
    page.keyboard.press("m")
    expect(page.locator("dialog[open]")).to_be_visible()
    assert page.evaluate("document.activeElement.textContent") == "签收"
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_have_text(f"{works.directives[0].id}: 已签收")
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_have_text(f"{works.directives[0].id}: 办理中")
    assert column_of(page, works.directives[0]) == "in_work"
    page.locator("[data-undo] button").press("Enter")
    page.wait_for_url("**/casework/directive/*")
    expect(page.locator(".work-state")).to_contain_text("已签收")


def test_a_move_that_needs_something_told_opens_its_form_and_leads_back(at: Open, works: Works) -> None:
    one = at("analyst", "/boards/mediation?by=deadline")
    page = one.page
    page.locator(f"{card(works.mediation)} [data-menu-of]").click()
    page.get_by_role("button", name="已进行").click()
    page.wait_for_selector("#held_at")
    sound(one)
    page.fill("#held_at", f"{PLANNED:%Y-%m-%dT%H:%M}")
    page.click(".work-form button.btn-primary")
    page.wait_for_url("**/boards/mediation?by=deadline")
    expect(page.locator(".alert-info")).to_contain_text(works.mediation.id)


def test_many_rows_are_moved_at_once_and_each_is_told(at: Open, works: Works, driver: Driver) -> None:
    one = at("supervisor", "/boards/directive/list")
    page = one.page
    page.check("[data-all]")
    expect(page.locator("[data-selected]")).to_have_text("已选 3 项")
    page.select_option("#move", "receive")
    moves.make(driver, works.directives[1], "receive", Actor("wang", "investigator"), seen=1, given={}, at=NOW)
    page.click(".bulk button")
    page.click(".work-form button.btn-primary")
    expect(page.locator("main p[role=status]")).to_contain_text("2 项已办理")
    expect(page.locator("main p[role=status]")).to_contain_text("1 项未办理")
    assert page.locator("tbody tr").first.inner_text().count("wang") == 1
    sound(one)


def test_cards_are_ticked_by_keyboard_and_moved_together(at: Open, works: Works) -> None:
    one = at("supervisor", "/boards/directive")
    page = one.page
    page.locator(f"{card(works.directives[0])} .board-open").focus()
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    expect(page.locator("[data-selected]")).to_have_text("已选 2 项")
    page.select_option("#move", "withdraw")
    page.click(".bulk button")
    page.fill("#reason", "重复下发")
    page.click(".work-form button.btn-primary")
    expect(page.locator("main p[role=status]")).to_contain_text("2 项已办理")
    page.click(".bulk-back a")
    page.wait_for_url("**/boards/directive")
    assert page.locator("[data-column='withdrawn'] [data-card]").count() == 2


def test_a_mediation_is_dragged_to_another_day_and_moved_by_keyboard(at: Open, works: Works) -> None:
    one = at("analyst", f"/calendar?view=week&day={PLANNED.date()}")
    page = one.page
    event = f"[data-event='{works.mediation.id}']"
    monday = PLANNED.date() - timedelta(days=PLANNED.weekday())
    other = monday + timedelta(days=2 if PLANNED.weekday() != 2 else 3)
    page.drag_and_drop(event, f"[data-day='{other}']")
    expect(page.locator("[data-said]")).to_have_text(f"{works.mediation.id}: {other} 15:00")
    assert page.locator(f"[data-day='{other}'] {event}").count() == 1
    page.locator(f"{event} a").first.focus()
    page.keyboard.press("Alt+ArrowRight")
    after = other + timedelta(days=1)
    expect(page.locator("[data-said]")).to_have_text(f"{works.mediation.id}: {after} 15:00")
    page.locator(f"{event} .event-replan").click()
    page.wait_for_selector("#planned_at")
    sound(one)


@pytest.mark.parametrize("look", LOOKS, ids=["desk", "telephone"])
@pytest.mark.parametrize(
    "path",
    [
        "/boards/directive",
        "/boards/directive?by=unit",
        "/boards/mediation?by=deadline",
        "/boards/diversion",
        "/boards/visit?text=nothing-like-it",
        "/boards/directive/list",
        "/calendar",
        "/calendar?view=week",
        "/mediators",
        "/outcomes",
        "/outcomes?by=mediator",
    ],
)
def test_every_page_is_whole(at: Open, works: Works, path: str, look: tuple[object, ...]) -> None:
    assert works
    sound(at("supervisor", path, look))
