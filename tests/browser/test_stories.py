"""Two true stories through the browser, from the first call to the last visit, with every paper that they make.

The boat: two men had bought one together and came to blows over who may use it; an uncle bought it (乌海, 2021). The
noodle shop and the pharmacy: one owner pulled the other's fuse, the other's parents had a stomach ache in his shop; the
market's supervisors and the community settled it (黄石, 2023). Names, numbers and days are invented.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from neo4j import Driver
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Served, Watched, sound, watched
from tests.web.people import PASSWORD, account
from web.database import Database
from web.roles import Role

_PATIENT_MS = 120_000
_STORIES = Path(__file__).parent / "stories"
_PICTURE = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1" + b"\0" * 3_000
As = Callable[[str, Role, str], "Person"]


@dataclass
class Person:
    """Somebody at a browser, signed in, and where the pages are."""

    one: Watched
    address: str
    files: Path

    @property
    def page(self) -> Page:
        return self.one.page

    def go(self, path: str) -> None:
        """Open a page; nothing may be wrong with it."""
        self.page.goto(path if path.startswith("http") else self.address + path)
        sound(self.one)

    def step(self, path: str, move: str, told: Mapping[str, str] | None = None, files: Sequence[Path] = ()) -> str:
        """Open the form of a move, fill it in and send it; the address of the work that follows."""
        self.go(f"{path}?{move}")
        for name, value in (told or {}).items():
            field = self.page.locator(f"#{name}")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        if files:
            self.page.set_input_files("#file", list(files))
        self.page.click(".work-form button.btn-primary")
        expect(self.page.locator(".work-state, .story").first).to_be_visible()
        return self.page.url

    def told(self, words: str) -> None:
        """A notice says so; it is opened from the bell."""
        self.go("/notices")
        self.page.locator(".notice-unread .notice-text", has_text=words).first.click()
        expect(self.page.locator(".work-state, .story").first).to_be_visible()

    def paper(self, suffix: str) -> Path:
        """The paper of the work that is open."""
        return self.take(f".work-paper a:has-text('{suffix}')")

    def take(self, link: str) -> Path:
        """The file that something on the page leads to."""
        with self.page.expect_download(timeout=_PATIENT_MS) as waiting:
            self.page.click(link)
        file = self.files / waiting.value.suggested_filename
        waiting.value.save_as(file)
        return file


@pytest.fixture
def as_(chromium: Browser, served: Served, driver: Driver, tmp_path: Path) -> Iterator[As]:
    """Adds an account and signs it in, on a graph with nothing in it."""
    driver.execute_query("MATCH (n) WHERE NOT n:Memory DETACH DELETE n")
    database, contexts = Database(served.accounts), []

    def person(name: str, role: Role, unit: str) -> Person:
        account(database, name, role, unit)
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", accept_downloads=True)
        contexts.append(context)
        one = watched(context, served.address)
        one.page.goto(f"{served.address}/sign-in")
        one.page.fill("#name", name)
        one.page.fill("#password", PASSWORD)
        one.page.click("main button.btn-primary")
        one.page.wait_for_url(lambda url: "/sign-in" not in url)
        return Person(one, served.address, tmp_path)

    yield person
    for context in contexts:
        context.close()
    database.dispose()


def calls(story: str, first: int, last: int) -> str:
    """Some of the calls of a story, with their head, as a file has them."""
    head, *lines = (_STORIES / story).read_text(encoding="utf-8").splitlines()
    return "\n".join([head, *lines[first:last]]) + "\n"


def bring(analyst: Person, written: str, name: str) -> None:
    """The day's calls are dropped on the page of imports, understood, and started."""
    analyst.go("/imports")
    analyst.page.evaluate(
        """([text, name]) => {
          const given = new DataTransfer();
          given.items.add(new File([text], name, { type: "text/csv" }));
          const zone = document.querySelector("[data-drop]");
          for (const kind of ["dragover", "drop"])
            zone.dispatchEvent(new DragEvent(kind, { dataTransfer: given, bubbles: true, cancelable: true }));
        }""",
        [written, name],
    )
    analyst.page.wait_for_selector("#understood", timeout=_PATIENT_MS)
    analyst.page.click(".start-row .btn-primary")
    analyst.page.wait_for_selector(".tally", timeout=_PATIENT_MS)
    assert analyst.page.locator(".tally dd").all_inner_texts()[-1] == "0"


def brief(dispatcher: Person, phone: str, said: str, known: str) -> None:
    """What the dispatcher sees while the caller talks: these words, or ('') that nothing is known."""
    dispatcher.go("/briefing")
    dispatcher.page.fill("#phone", phone)
    dispatcher.page.fill("#text", said)
    before = dispatcher.page.locator(".brief-before")
    if known:
        expect(before).to_contain_text(known)
    else:
        expect(before.locator(".count")).to_have_text("0")


def the_dispute(person: Person, title: str) -> str:
    """The number of the one dispute on the list whose title has these words."""
    person.go("/disputes")
    rows = person.page.locator("[data-row]", has_text=title)
    assert rows.count() == 1, person.page.locator("[data-row]").all_inner_texts()
    return str(rows.first.get_attribute("data-row"))


def open_visit(officer: Person, dispute: str) -> str:
    """The address of the latest visit on a dispute."""
    officer.go(f"/disputes/{dispute}")
    found = officer.page.locator(".casework a[href*='/casework/visit/']").first.get_attribute("href")
    return officer.address + str(found)


def settled(officer: Person, casework: str, when: str, mediator: str, terms: str, *, files: Sequence[Path] = ()) -> str:
    """A mediation from the appointment to the agreement; its address."""
    planned = {"planned_at": f"{when}T10:00", "mediator": mediator, "place": "综治中心调解室"}
    mediation = officer.step(casework, "begin=mediation", planned)
    officer.step(mediation, "move=hold", {"held_at": f"{when}T10:05"})
    officer.step(mediation, "move=agree", {"terms": terms}, files)
    for told in (words(officer.paper("DOCX")), pdf(officer.paper("PDF"))):
        assert terms in re.sub(r"\s|\u200b", "", told)
    return mediation


def visited(officer: Person, visit: str, when: str, *, satisfied: bool) -> None:
    """A visit is made and answered, and its paper is taken."""
    officer.step(visit, "move=make", {"made_at": f"{when}T15:00"})
    answers = {"answer_clear": "clear", "new_conflict": "none"}
    if satisfied:
        told = answers | {"satisfaction": "5", "performed": "yes", "other_kept": "kept"}
        officer.step(visit, "move=satisfy", told)
    else:
        told = answers | {"satisfaction": "2", "performed": "no", "other_kept": "broken", "reason": "电闸又被拉"}
        officer.step(visit, "move=dissatisfy", told)
    assert "遵守" in pdf(officer.paper("PDF"))
    assert "遵守" in words(officer.paper("DOCX"))


def pdf(path: Path) -> str:
    """What a PDF says."""
    return "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def words(path: Path) -> str:
    """What a DOCX says."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_the_boat_of_the_two_men(as_: As) -> None:
    dispatcher = as_("boat-dispatcher", Role.DISPATCHER, "滨河分局")
    analyst = as_("boat-analyst", Role.ANALYST, "")
    officer = as_("boat-officer", Role.INVESTIGATOR, "滨河分局")
    # The first call: nobody is known. Three days later he is.
    brief(dispatcher, "13947300001", "何某把船开走了", "")
    bring(analyst, calls("boat.csv", 0, 1), "10月15日.csv")
    brief(dispatcher, "13947300001", "何某又把船开走了，要打架", "铁船")
    bring(analyst, calls("boat.csv", 1, 2), "10月18日.csv")
    dispute = the_dispute(analyst, "滨河码头")
    casework = f"/casework/dispute/{dispute}"
    directive = ordered(analyst, dispute)
    number = re.findall(r"ZL-\d{4}-\d{4}", directive)[0]
    # The station receives it, and mediates through the uncle.
    officer.told(number)
    officer.step(directive, "move=receive")
    signed = officer.files / "协议签字.jpg"
    signed.write_bytes(_PICTURE)
    terms = "白某的叔叔按原价收购铁船，白某、何某放弃船只使用权。"
    mediation = settled(officer, casework, "2026-10-20", "白某的叔叔", terms, files=[signed])
    assert officer.take(".work-attached a").read_bytes() == _PICTURE
    officer.step(mediation, "move=await", {"perform_by": "2026-10-25"})
    officer.go("/boards/mediation")
    assert officer.page.locator("[data-card]").count() == 1
    officer.step(directive, "move=feed_back", {"feedback": "双方接受叔叔收购方案，已签协议。"}, [signed])
    analyst.told(number)
    analyst.step(directive, "move=accept")
    officer.step(mediation, "move=perform")
    # Closed with a visit, at which both are satisfied.
    officer.step(casework, "move=close", {"outcome": "performed", "visit_due": "2026-11-01"})
    visited(officer, open_visit(officer, dispute), "2026-11-01", satisfied=True)
    officer.go(f"/disputes/{dispute}")
    expect(officer.page.locator(".glance")).to_contain_text("已办结")
    assert [one.one.wrong for one in (dispatcher, analyst, officer)] == [[]] * 3


def ordered(analyst: Person, dispute: str) -> str:
    """研判: the calls are confirmed to be one matter, and a directive is drafted, edited, issued and printed."""
    analyst.go(f"/disputes/{dispute}")
    analyst.page.click("#decide button[value=confirm]")
    analyst.page.click("form[data-slow] button.btn-primary")
    analyst.page.wait_for_url(f"**/disputes/{dispute}*")
    analyst.page.click(".casework-offers a[href*=directive]")
    text = analyst.page.locator("#order").input_value()
    assert "白某" in text
    assert "工作要求" in text
    analyst.page.fill("#order", f"{text}请找双方信任的亲属居中调解。\n")
    sound(analyst.one)
    analyst.page.click(".directive-form button.btn-primary")
    expect(analyst.page.locator(".work-state")).to_contain_text("已下发")
    assert "请找双方信任的亲属居中调解" in words(analyst.paper("DOCX"))
    assert re.findall(r"ZL-\d{4}-\d{4}", analyst.page.url)[0] in pdf(analyst.paper("PDF"))
    return analyst.page.url


def test_the_noodle_shop_and_the_pharmacy(as_: As) -> None:
    analyst = as_("shops-analyst", Role.ANALYST, "")
    officer = as_("shops-officer", Role.INVESTIGATOR, "黄石港派出所")
    order = as_("shops-order", Role.INVESTIGATOR, "治安大队")
    market = as_("shops-market", Role.PARTNER, "市场监督管理局")
    chief = as_("shops-chief", Role.SUPERVISOR, "")
    bring(analyst, calls("shops.csv", 0, 3), "11月上旬.csv")
    dispute = one_matter(analyst)
    casework = f"/casework/dispute/{dispute}"
    # Not for the police alone: handed to market supervision, which takes it up within twelve hours.
    officer.go(f"/disputes/{dispute}")
    officer.page.locator("a[href*='/diversions/new']").last.click()
    officer.page.select_option("#agency", label="市场监督管理局")
    sound(officer.one)
    officer.page.click(".work-form button.btn-primary")
    expect(officer.page.locator(".work-state")).to_contain_text("已分流")
    diversion = officer.page.url
    market.told("FL-")
    market.step(diversion, "move=intervene")
    across(analyst, order, dispute)
    # The first meeting fails; the second, with the community, does not.
    first = officer.step(casework, "begin=mediation", {"planned_at": "2026-11-06T10:00", "mediator": "汪某"})
    officer.step(first, "move=hold", {"held_at": "2026-11-06T10:00"})
    officer.step(first, "move=not_agree", {"reason": "吴某要求先道歉，周某不肯"})
    officer.go(f"{casework}?begin=mediation")
    expect(officer.page.locator(".work-tried")).to_contain_text("周某不肯")
    settled(officer, casework, "2026-11-08", "社区网格员", "双方互相道歉，不再拉闸，不再到店索赔。")
    market.step(diversion, "move=complete", {"outcome": "diverted"})
    officer.step(casework, "move=close", {"outcome": "settled", "visit_due": "2026-11-15"})
    # One is not satisfied, and the dispute is open again; after one more agreement both are.
    visited(officer, open_visit(officer, dispute), "2026-11-15", satisfied=False)
    chief.told("HF-")
    expect(officer_state(officer, dispute)).to_contain_text("重新打开")
    settled(officer, casework, "2026-11-16", "社区网格员", "加装电表箱锁，双方签字确认。")
    officer.step(casework, "move=close", {"outcome": "performed", "visit_due": "2026-11-20"})
    visited(officer, open_visit(officer, dispute), "2026-11-20", satisfied=True)
    expect(officer_state(officer, dispute)).to_contain_text("已办结")
    to_the_meeting(chief, dispute)
    assert [one.one.wrong for one in (analyst, officer, order, market, chief)] == [[]] * 5


def one_matter(analyst: Person) -> str:
    """Both shops call, each about the other: one dispute, joined by the analyst where the machine left it apart."""
    analyst.go("/disputes")
    found = [str(row.get_attribute("data-row")) for row in analyst.page.locator("[data-row]").all()]
    for other in found[1:]:
        analyst.go(f"/disputes/{found[0]}/decide?action=merge&to={other}")
        analyst.page.fill("#reason", "同一起米粉店与药店纠纷")
        analyst.page.click("form[data-slow] button.btn-primary")
        analyst.page.wait_for_url("**/disputes/**")
    dispute = the_dispute(analyst, "米粉店")
    analyst.go(f"/disputes/{dispute}")
    expect(analyst.page.locator(".timeline-calls li.card")).to_have_count(3)
    return dispute


def across(analyst: Person, order: Person, dispute: str) -> None:
    """A directive to the station and to public order, which sees the dispute for it and feeds back."""
    order.page.goto(f"{order.address}/disputes/{dispute}")
    assert "404" in order.page.inner_text("main")
    order.one.wrong.clear()  # the console names that answer
    analyst.go(f"/directives/new?dispute={dispute}&direction=horizontal")
    analyst.page.fill("#order", "核查双方有无其他警情，防止升级。")
    for unit in ("黄石港派出所", "治安大队"):
        analyst.page.get_by_label(unit, exact=True).check()
    analyst.page.click(".directive-form button.btn-primary")
    analyst.page.wait_for_url(f"**/disputes/{dispute}")
    sound(analyst.one)
    order.told("ZL-")
    directive = order.page.url
    order.step(directive, "move=receive")
    order.step(directive, "move=feed_back", {"feedback": "无前科，无其他警情。"})
    order.go(f"/disputes/{dispute}")


def officer_state(officer: Person, dispute: str) -> Locator:
    """Where the dispute says that it stands."""
    officer.go(f"/disputes/{dispute}")
    return officer.page.locator(".glance")


def to_the_meeting(chief: Person, dispute: str) -> None:
    """The rectification list, and what came of it all in numbers."""
    chief.go("/disputes")
    chief.page.click("a[href^='/disputes/rectification']")
    sheet = openpyxl.load_workbook(chief.take("button:has-text('XLSX')")).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("number", "dispute_id", "danger", "directive", "unit", "deadline", "status", "outcome")
    assert rows[1][1] == dispute
    chief.go("/outcomes")
    expect(chief.page.locator("main")).to_contain_text("消费退款")
