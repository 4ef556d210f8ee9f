"""Imports, notices and timetables in a real browser, on the real server and its process of jobs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LOOKS, sound

PHONE = "13800001111"
HEADING = ["报案时刻", "电话", "事发地点", "简要警情"]
_PATIENT_MS = 90_000


def table(rows: list[list[str]], heading: list[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([heading, *rows])
    return written.getvalue().encode("utf-8-sig")


def calls(first: int) -> list[list[str]]:
    """Eleven good rows, and one without a time."""
    said = [PHONE, "向阳里3栋2单元501室", f"楼上漏水，回电{PHONE}"]
    good = [[f"B{first + number}", f"2026-03-{1 + number:02d} 09:00:00", *said] for number in range(11)]
    return [*good, [f"B{first + 11}", "", *said]]


def drop(page: Page, content: bytes, name: str) -> None:
    """Drop a file where files are dropped."""
    page.evaluate(
        """([text, name]) => {
          const given = new DataTransfer();
          given.items.add(new File([text], name, { type: "text/csv" }));
          const zone = document.querySelector("[data-drop]");
          for (const kind of ["dragover", "drop"])
            zone.dispatchEvent(new DragEvent(kind, { dataTransfer: given, bubbles: true, cancelable: true }));
        }""",
        [content.decode("utf-8-sig"), name],
    )
    page.wait_for_selector("#understood", timeout=_PATIENT_MS)


@pytest.mark.parametrize(("look", "first"), [(LOOKS[0], 100), (LOOKS[1], 200)], ids=["desk", "telephone"])
def test_a_file_is_dropped_understood_imported_mended_and_undone(
    at: object, look: tuple[object, ...], first: int, tmp_path: Path
) -> None:
    one = at("analyst", "/imports", look)  # type: ignore[operator]
    page = one.page
    sound(one)
    drop(page, table(calls(first), [f"流水{first}", *HEADING]), "分局.csv")
    assert page.locator(".alert-danger").count() == 1
    assert PHONE not in page.content()
    sound(one)
    page.select_option("#f-id", f"c:流水{first}")
    page.fill("#name", f"分局 {first}")
    page.click(".mapping-save button")
    page.wait_for_selector(".preview-table")
    assert page.locator(".preview-table tbody tr").count() == 10
    assert PHONE not in page.content()
    sound(one)
    page.click(".start-row .btn-primary")
    page.reload()  # how far it is outlives that
    page.wait_for_selector(".tally", timeout=_PATIENT_MS)
    tally = page.locator(".tally dd").all_inner_texts()
    assert tally == ["12", "11", "0", "0", "1"]
    assert PHONE not in page.content()
    expect(page.locator(".bell-count")).to_be_visible()
    sound(one)
    address = page.url

    with page.expect_download() as taken:
        page.click("button:has-text('下载'), button:has-text('Download')")
    file = tmp_path / "refused.csv"
    taken.value.save_as(file)
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    mended = [[row[0], "2026-03-20 10:00", *row[2:]] for row in rows[1:]]
    drop(page, table(mended, rows[0]), "refused.csv")
    assert page.locator(".alert-danger").count() == 0
    page.click(".start-row .btn-primary")
    page.wait_for_selector(".tally", timeout=_PATIENT_MS)
    assert page.locator(".tally dd").all_inner_texts() == ["1", "1", "0", "0", "0"]

    page.goto(address)
    page.click("a[href$='/undo']")
    assert "11" in page.locator(".undo-count").inner_text()
    sound(one)
    page.click(".btn-danger")
    page.wait_for_selector(".phase-undone", timeout=_PATIENT_MS)
    sound(one)
    page.goto(address.rpartition("/")[0])
    assert page.locator(".phase-undone").count() >= 1
    sound(one)


def test_notices_are_opened_and_read(at: object) -> None:
    one = at("analyst", "/notices", LOOKS[1])  # type: ignore[operator]
    page = one.page
    assert page.locator(".notice-unread").count() >= 3
    sound(one)
    page.locator(".notice-text").first.press("Enter")
    page.wait_for_url("**/imports/*")
    page.locator(".bell").click()
    page.click("button[name=until]")
    expect(page.locator(".notice-unread")).to_have_count(0)
    expect(page.locator(".bell-count")).to_have_count(0)


@pytest.mark.parametrize("look", LOOKS, ids=["desk", "telephone"])
def test_a_query_is_put_on_a_timetable(at: object, look: tuple[object, ...]) -> None:
    one = at("supervisor", "/queries/hotspots_phone", look)  # type: ignore[operator]
    page = one.page
    page.click("a[href*='/schedules/new']")
    page.fill("#p-window", "30")
    page.select_option("#every", "week")
    page.fill("#at", "07:45")
    sound(one)
    page.click(".start-row .btn-primary")
    page.wait_for_url("**/schedules")
    assert "07:45" in page.locator("tbody tr").first.inner_text()
    sound(one)
    page.locator("tbody .act-cell button").first.click()
    page.locator("tbody .act-cell button").nth(1).click()
    page.wait_for_load_state()
    assert one.wrong == []


@pytest.mark.parametrize("look", LOOKS, ids=["desk", "telephone"])
def test_an_administrator_keeps_a_source(at: object, look: tuple[object, ...], tmp_path: Path) -> None:
    one = at("administrator", "/imports/sources", look)  # type: ignore[operator]
    page = one.page
    sound(one)
    page.fill("#name", f"接警库 {look[0]}")
    page.fill("#address", f"sqlite:///{tmp_path / 'calls.sqlite'}")
    page.fill("#password", "north-lamp-42")
    page.fill("#query", "SELECT 1")
    page.click(".source-form .btn-primary")
    page.wait_for_url("**/imports/sources/*")
    assert "north-lamp-42" not in page.content()
    sound(one)
    page.locator(".desk-delete summary").click()
    page.locator(".desk-delete form button").click()
    page.wait_for_url("**/imports/sources")
    assert one.wrong == []
