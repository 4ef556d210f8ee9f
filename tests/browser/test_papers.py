"""Papers and files of casework in a real Chromium: brought, refused without loss, taken, in every look."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import docx
import pypdf
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import LOOKS, Watched, sound

Open = Callable[..., Watched]
PICTURE = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1" + b"\0" * 3_000


def gravest(page: Page) -> str:
    """The address of the casework of the first dispute of the list."""
    dispute = page.locator("[data-row]").first.get_attribute("data-row")
    return f"/casework/dispute/{dispute}"


def step(page: Page, path: str, files: list[Path] | None = None, **told: str) -> str:
    """Fill the form of a move in and send it; the path of the work that follows."""
    page.goto(path)
    for name, value in told.items():
        field = page.locator(f"#{name}")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    if files:
        page.set_input_files("#file", files)
    page.click(".work-form button.btn-primary")
    return urlsplit(page.url).path


def taken(page: Page, link: str, to: Path) -> Path:
    """The file that the link leads to."""
    with page.expect_download() as waiting:
        page.click(link)
    file = to / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look[0])
def test_an_agreement_from_the_meeting_to_the_paper(at: Open, tmp_path: Path, look: tuple[object, ...]) -> None:
    one = at("supervisor", "/disputes", look)
    page = one.page
    address = page.url.removesuffix("/disputes")
    matter = address + gravest(page)
    page.goto(f"{matter}?begin=mediation")
    assert page.locator("#sides").is_visible()
    assert page.locator("#tried").is_visible()
    sound(one)
    work = address + step(page, f"{matter}?begin=mediation", planned_at="2026-03-08T15:00", mediator="居委会王主任")
    step(page, f"{work}?move=hold", held_at="2026-03-08T15:10")
    program = tmp_path / "signed.pdf"
    program.write_bytes(b"MZ\x90\0" + b"\0" * 100)
    picture = tmp_path / "现场.jpg"
    picture.write_bytes(PICTURE)
    step(page, f"{work}?move=agree", [program, picture], terms="楼上维修，赔偿八百元")
    # What cannot be taken is said, and nothing that was written or brought is lost.
    assert "signed.pdf" in page.locator(".alert-danger").inner_text()
    assert page.locator("#terms").input_value() == "楼上维修，赔偿八百元"
    assert page.locator("input[name=kept]").is_checked()
    one.wrong.clear()  # the console names the answer's status, 400
    sound(one)
    page.click(".work-form button.btn-primary")
    page.wait_for_selector(".work-attached")
    sound(one)
    assert taken(page, ".work-attached a", tmp_path).read_bytes() == PICTURE
    paper = taken(page, ".work-paper a:has-text('PDF')", tmp_path)
    assert re.fullmatch(r"TJ-\d{4}-\d{4}-人民调解协议书\.pdf", paper.name)
    said = pypdf.PdfReader(paper).pages[0].extract_text()
    assert "楼上维修，赔偿八百元" in said
    assert "居委会王主任" in said
    written = docx.Document(str(taken(page, ".work-paper a:has-text('DOCX')", tmp_path)))
    assert "楼上维修，赔偿八百元" in [paragraph.text for paragraph in written.paragraphs]
    assert one.wrong == []
    # The same people once more: what was tried is there.
    page.goto(f"{matter}?begin=mediation")
    assert "楼上维修，赔偿八百元" in page.locator(".work-tried").inner_text()
    sound(one)
    # The dispute is as it was, for the next look.
    step(page, f"{work}?move=break", reason="未履行")


def test_a_visit_is_asked_and_answered_in_words(at: Open) -> None:
    one = at("supervisor", "/disputes")
    page = one.page
    address = page.url.removesuffix("/disputes")
    work = address + step(page, f"{address}{gravest(page)}?begin=visit", due="2026-03-20")
    step(page, f"{work}?move=make", made_at="2026-03-20T10:00")
    page.goto(f"{work}?move=satisfy")
    sound(one)
    step(
        page,
        f"{work}?move=satisfy",
        satisfaction="4",
        performed="yes",
        answer_clear="partly",
        other_kept="kept",
        new_conflict="none",
        still_needed="请社区看看",
    )
    facts = page.locator(".work-history .work-facts").first.inner_text()
    assert {"部分清楚", "遵守", "请社区看看"} <= set(facts.split("\n"))
    sound(one)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look[0])
def test_the_rectification_list_of_what_is_filtered(at: Open, tmp_path: Path, look: tuple[object, ...]) -> None:
    one = at("supervisor", "/disputes?sort=risk&rising=1", look)
    page = one.page
    first = page.locator("[data-row]").first.get_attribute("data-row")
    page.click("a[href^='/disputes/rectification']")
    page.wait_for_url("**/disputes/rectification?rising=1")
    sound(one)
    [table] = docx.Document(str(taken(page, "button:has-text('DOCX')", tmp_path))).tables
    assert table.rows[2].cells[1].text == first
    page.wait_for_selector("[data-done]:visible")
    assert one.wrong == []
