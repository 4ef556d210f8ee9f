"""The shelf of queries and the desk in a real browser: each role, both languages, both sizes, by mouse and keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LOOKS, sound

#: Role -> a query that it may ask.
ASKED = {
    "analyst": "repeats_place",
    "supervisor": "hubs",
    "administrator": "unit_load",
    "investigator": "danger_grew",
    "dispatcher": "calls_by_day",
}


def answered(page: Page) -> None:
    """Run it and wait for the answer."""
    page.click("#ask")
    page.wait_for_selector("#answer:not([hidden])")


@pytest.mark.parametrize("look", LOOKS, ids=["desk", "telephone"])
@pytest.mark.parametrize("who", ASKED)
def test_every_role_finds_its_shelf_and_gets_an_answer(at: object, who: str, look: tuple[object, ...]) -> None:
    one = at(who, "/queries", look)  # type: ignore[operator]
    sound(one)
    one.page.click(f"a[href='/queries/{ASKED[who]}']")
    answered(one.page)
    sound(one)


def test_a_partner_has_no_shelf(at: object) -> None:
    one = at("partner", "/disputes")  # type: ignore[operator]
    assert one.page.locator("a[href='/queries']").count() == 0


def test_an_answer_is_sorted_narrowed_turned_taken_away_and_opened(at: object, tmp_path: Path) -> None:
    one = at("analyst", "/queries/hotspots_location")  # type: ignore[operator]
    page = one.page
    page.fill("#p-minimum", "0")
    page.click("#ask")
    expect(page.locator("[data-problem=minimum]")).to_have_text("不得小于 1。")
    expect(page.locator("#p-minimum")).to_be_focused()
    one.wrong.clear()  # the browser itself remarks on the status of that answer
    page.fill("#p-minimum", "1")
    answered(page)
    expect(page.locator("#answer-title")).to_be_focused()
    column = page.locator("#rows tbody td:nth-child(4)")
    most = [int(text) for text in column.all_inner_texts()]
    assert most == sorted(most, reverse=True)
    page.locator("#rows th:nth-child(4) button").press("Enter")
    page.locator("#rows th:nth-child(4) button").press("Enter")
    expect(page.locator("#rows th:nth-child(4)")).to_have_attribute("aria-sort", "ascending")
    assert int(column.first.inner_text()) == 1
    page.locator("#pager button").last.click()
    assert "2" in page.locator("#pager .page-of").inner_text()
    name = page.locator("#rows tbody td:nth-child(2)").first.inner_text()
    page.fill("#narrow", name)
    assert name in page.locator("#rows tbody tr").first.inner_text()
    with page.expect_download() as taken:
        page.click("[data-form='.csv']")
    file = tmp_path / "answer.csv"
    taken.value.save_as(file)
    assert file.read_text(encoding="utf-8-sig").startswith("类型,对象,")
    page.click("form.of-nodes[action$='explore'] button")
    page.wait_for_url("**/explore")
    assert one.wrong == []


def test_a_chart_is_drawn_and_the_cypher_is_one_click_away(at: object) -> None:
    one = at("supervisor", "/queries/incidents_by_hour")  # type: ignore[operator]
    answered(one.page)
    assert one.page.locator("#chart svg rect").count() >= 20
    one.page.click(".query-cypher summary")
    expect(one.page.locator("#cypher")).to_contain_text("MATCH (i:Incident)")
    one.page.click("#copy")
    expect(one.page.locator("#copy")).to_have_text("已复制")
    assert one.page.evaluate("getSelection().toString()").startswith("MATCH (i:Incident)")
    sound(one)


def test_a_favourite_is_kept(at: object) -> None:
    page = at("analyst", "/queries?text=假闭环").page  # type: ignore[operator]
    page.get_by_role("button", name="设为常用：假闭环").press("Enter")
    page.wait_for_selector("#kept")
    assert "假闭环" in page.locator("section[aria-labelledby=kept]").inner_text()
    page.get_by_role("button", name="取消常用：假闭环").click()
    page.wait_for_selector("#kept", state="detached")


def write(page: Page, cypher: str) -> None:
    """Type it into the empty editor, without what it would offer."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(cypher)


@pytest.mark.parametrize("look", LOOKS, ids=["desk", "telephone"])
def test_a_query_is_written_mended_tried_saved_and_compared(at: object, look: tuple[object, ...]) -> None:
    one = at("analyst", "/queries/own/new", look)  # type: ignore[operator]
    page = one.page
    write(page, "MATCH (d:Dispute)\nWHERE d.level = $level\nRETURN e.id AS dispute_id")
    page.wait_for_selector(".cm-lintRange-error")
    assert page.locator(".cm-lintRange-error").inner_text() == "e"
    expect(page.locator("#state")).to_contain_text("3:8")
    sound(one)
    write(page, "MATCH (d:Dispute)\nWHERE d.risk > $least\nRETURN d.id AS dispute_id, d.risk AS risk LIMIT 3")
    page.select_option("tr:has-text('$least') [data-field=type]", "number")
    page.fill("tr:has-text('$least') [data-field=default]", "0")
    page.press(".cm-content", "Control+Enter")
    page.wait_for_selector("#answer:not([hidden])")
    assert page.locator("#rows tbody tr").count() == 3
    page.locator("#plan summary").click()
    assert page.locator("#plan li").count() >= 3
    sound(one)
    page.fill("#title_zh", "风险高的三起")
    page.click("#save")
    page.wait_for_url(re.compile(r"/queries/own/\d+$"))
    page.wait_for_selector(".cm-content")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("0")
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("已保存" if look[0] == "zh" else "Saved")
    page.goto(page.url + "/versions")
    assert page.locator(".line-new").inner_text().strip().endswith("LIMIT 30")
    sound(one)
    page.goto(page.url.replace("/versions", ""))
    page.locator(".desk-delete summary").click()
    page.locator(".desk-delete form button").click()
    page.wait_for_url("**/queries")


def test_labels_properties_and_parameters_are_offered(at: object) -> None:
    one = at("analyst", "/queries/own/new")  # type: ignore[operator]
    page = one.page
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    offered = page.locator(".cm-tooltip-autocomplete")
    page.keyboard.type("MATCH (d:Disp")
    expect(offered).to_contain_text("Dispute")
    page.wait_for_timeout(100)  # the editor takes no key for a choice just after it has shown them
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.type(" WHERE d.merg")
    expect(offered).to_contain_text("merged_into")
    page.keyboard.press("Escape")
    page.keyboard.type("ed_into IS NULL AND d.risk > $least AND d.level = $le")
    expect(offered).to_contain_text("least")
    page.keyboard.press("Escape")
    page.keyboard.type(" RETURN d")
    page.wait_for_timeout(300)  # what is offered for the last word
    page.keyboard.press("Escape")
    expect(offered).to_have_count(0)
    assert page.locator(".cm-content").inner_text().startswith("MATCH (d:Dispute")
    sound(one)
