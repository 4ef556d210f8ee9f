"""Papers from the page of a piece of work: number, day, parties, terms; masked as everywhere, scoped, written down."""

from __future__ import annotations

import io
import re

import docx
import pypdf
import pytest
from flask import Flask
from neo4j import Driver
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.web.people import Browser, signed_in
from tests.web.test_casework import MATTER, move, text
from tests.web.test_directives import STATION, issue
from tests.web.test_disputes import PHONE, history
from web.audit import Action
from web.database import Database
from web.models import AuditRecord
from web.roles import Role

__all__ = ["history"]
pytestmark = pytest.mark.usefixtures("history")
ASKED = {
    "satisfaction": "2",
    "performed": "no",
    "answer_clear": "partly",
    "other_kept": "broken",
    "new_conflict": "some",
}


def said(answer: TestResponse) -> str:
    """All that the paper says, without blanks."""
    assert answer.status_code == 200
    content = io.BytesIO(answer.get_data())
    if answer.mimetype == "application/pdf":
        found = [page.extract_text() for page in pypdf.PdfReader(content).pages]
    else:
        opened = docx.Document(content)
        found = [paragraph.text for paragraph in opened.sections[0].header.paragraphs]
        found += [paragraph.text for paragraph in opened.paragraphs]
        found += [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "".join("".join(found).split())


def missing(paper: str, words: str) -> list[str]:
    """Those of the words that the paper does not say."""
    return [word for word in words.split() if word not in paper]


def papers(browser: Browser, work: str) -> dict[str, str]:
    """Suffix -> what the paper of this form says; the page leads to both."""
    page = text(browser, work)
    for suffix in ("docx", "pdf"):
        assert f'href="{work}/document.{suffix}"' in page
    return {suffix: said(browser.get(f"{work}/document.{suffix}")) for suffix in ("docx", "pdf")}


def test_a_directive(app: Flask, sqlite: Database) -> None:
    analyst = signed_in(app, sqlite, Role.ANALYST)
    [work] = issue(analyst, STATION, order=f"见面调解\n#回电{PHONE}", deadline="2026-03-12T18:00")
    for paper in papers(analyst, work).values():
        assert not missing(
            paper,
            "研判指令 ZL- 内部资料 河口派出所 见面调解 #回电138****0001 2026年3月12日18时00分 "
            "纵向（承办单位调处） （D-L1） 漏水 接报相关警情3起 同一诉求 签发人：some-analyst 报警人 <b>王某",
        )
        assert PHONE not in paper
    with sqlite.reading() as sql:
        taken = [record for record in sql.scalars(select(AuditRecord)) if record.action == Action.EXPORTED]
    assert [(one.target, '"whole":false' in one.detail) for one in taken] == [
        (f"directive {work.split('/')[-1]}", True)
    ] * 2


def test_grounds_are_not_said_twice(app: Flask, sqlite: Database) -> None:
    analyst = signed_in(app, sqlite, Role.ANALYST)
    [work] = issue(analyst, STATION, order="D-L1多次报警，见面调解")
    for paper in papers(analyst, work).values():
        assert "研判依据" not in paper
        assert "附：警情清单" in paper


def test_numbers_are_whole_for_whom_unmasked_them_and_nobody_else(app: Flask, sqlite: Database) -> None:
    analyst, officer = signed_in(app, sqlite, Role.ANALYST), signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    [work] = issue(analyst, STATION, order=f"回电{PHONE}", deadline="2026-03-12T18:00")
    assert PHONE not in text(analyst, work)
    analyst.post("/disputes/D-L1/unmask", purpose="回访核实", case="A2026001")
    assert PHONE in text(analyst, work)
    assert all(PHONE in paper for paper in papers(analyst, work).values())
    assert not any(PHONE in paper for paper in papers(officer, work).values())


def test_an_agreement_by_side_once_there_is_one(app: Flask, sqlite: Database, history: Driver) -> None:
    history.execute_query(
        "MATCH (d:Dispute {id: 'D-L1'}) "
        "CREATE (:Person {key: 'li', name: '李某楼'})-[:PARTY_TO {side: 'opponent'}]->(d), "
        "(:Person {key: 'sun', name: '孙邻居'})-[:PARTY_TO {side: 'named'}]->(d)"
    )
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    work = move(officer, MATTER, "mediation", planned_at="2026-03-08T15:00", mediator="居委会王主任")
    assert "document.pdf" not in text(officer, work)
    assert officer.get(f"{work}/document.pdf").status_code == 404
    move(officer, work, "hold", held_at="2026-03-08T15:10")
    move(officer, work, "agree", terms="一、楼上维修\n二、赔偿八百元")
    move(officer, work, "await", perform_by="2026-04-01")
    for paper in papers(officer, work).values():
        assert not missing(
            paper,
            "人民调解协议书 TJ- 2026年3月8日15时10分 居委会王主任 甲方 乙方李某楼 二、赔偿八百元 "
            "履行期限：2026年4月1日前 （签名或按指印） 138****0001",
        )
        # It goes to both sides: neither who was only mentioned nor what somebody told the police is in it.
        assert "孙邻居" not in paper
        assert "报警人" not in paper


def test_the_record_of_a_visit_to_fill_in_and_filled_in(app: Flask, sqlite: Database) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    work = move(officer, MATTER, "visit", due="2026-03-20")
    for paper in papers(officer, work).values():
        assert not missing(
            paper,
            "回访记录 HF- 2026年3月20日 民警的答复是否清楚□清楚□部分清楚□不清楚 □满意□不满意",
        )
    move(officer, work, "make", made_at="2026-03-20T10:00")
    move(officer, work, "dissatisfy", **ASKED, reason="又漏水了", still_needed="请社区看看")
    for paper in papers(officer, work).values():
        assert not missing(
            paper,
            "实际回访时间2026年3月20日10时00分 some-investigator 部分清楚 未遵守 还需要什么帮助请社区看看 "
            "不满意。 理由：又漏水了 协议已履行否",
        )
    page = text(officer, work)
    for words in ("民警的答复是否清楚", "部分清楚", "对方是否遵守约定", "请社区看看"):
        assert words in page


def test_what_still_is_needed_may_be_left_out_and_the_other_answers_not(app: Flask, sqlite: Database) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    work = move(officer, MATTER, "visit", due="2026-03-20")
    move(officer, work, "make", made_at="2026-03-20T10:00")
    assert officer.post(work, move="satisfy", seen="2", satisfaction="5", performed="yes").status_code == 400
    move(officer, work, "satisfy", **(ASKED | {"satisfaction": "5", "performed": "yes"}))
    assert "还需要什么帮助" not in text(officer, work)


def test_there_is_no_paper_of_other_things_or_for_other_units(app: Flask, sqlite: Database) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    work = move(officer, MATTER, "visit", due="2026-03-20")
    for path in (
        f"{work}/document.exe",
        f"{work}/document.",
        f"{MATTER}/document.pdf",
        "/casework/visit/HF-1/document.pdf",
    ):
        assert officer.get(path).status_code == 404, path
    other = signed_in(app, sqlite, Role.INVESTIGATOR, "山南派出所", name="other")
    assert other.get(f"{work}/document.pdf").status_code == 404
    assert signed_in(app, sqlite, Role.PARTNER, "河口派出所").get(f"{work}/document.pdf").status_code == 404


def test_it_is_saved_under_its_name_and_opened_by_nothing(app: Flask, sqlite: Database) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    work = move(officer, MATTER, "visit", due="2026-03-20")
    headers = officer.get(f"{work}/document.pdf").headers
    assert re.fullmatch(
        r"attachment; filename=HF-\d{4}-\d{4}-\.pdf; "
        r"filename\*=UTF-8''HF-\d{4}-\d{4}-%E5%9B%9E%E8%AE%BF%E8%AE%B0%E5%BD%95\.pdf",
        headers["Content-Disposition"],
    )
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_mediation_shows_the_parties_by_side_and_what_was_tried_with_them(
    app: Flask, sqlite: Database, history: Driver
) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    form = text(officer, f"{MATTER}?begin=mediation")
    assert "此前未对这些人做过工作" in form
    assert "138****0001" in form
    history.execute_query(
        """MATCH (d:Dispute {id: 'D-L1'}), (n:Dispute {id: 'D-N1'})
        CREATE (p:Person {key: 'li', name: '李某楼'}), (p)-[:PARTY_TO {side: 'opponent'}]->(d)
        CREATE (p)-[:PARTY_TO {side: 'opponent'}]->(n)
        CREATE (p)-[:PARTY_TO {side: 'named'}]->(o:Dispute {id: 'D-O1', title: '旧船', unit: '河口派出所'})
        CREATE (:Mediation {id: 'TJ-2025-0007', status: 'broken', result: 'agreement', mediator: '白叔叔',
          held_at: datetime('2025-05-01T10:00:00+08:00'), terms: '归还船只，电话13800000001'})-[:ON]->(o)
        CREATE (:Visit {id: 'HF-2025-0003', status: 'not_satisfied', satisfied: false, satisfaction: 1,
          made_at: datetime('2025-06-01T10:00:00+08:00')})-[:ON]->(o)
        CREATE (:Mediation {id: 'TJ-2025-0008', status: 'refused', result: 'refused'})-[:ON]->(n)"""
    )
    begun = move(officer, MATTER, "mediation", planned_at="2026-03-08T15:00", mediator="王")
    for page in (text(officer, f"{MATTER}?begin=mediation"), text(officer, begun)):
        for words in ("对方", "李某楼", "TJ-2025-0007", "违约", "归还船只，电话138****0001", "HF-2025-0003", "旧船"):
            assert words in page, words
        assert page.index("HF-2025-0003") < page.index("TJ-2025-0007")
        assert "TJ-2025-0008" not in page  # another unit's
        assert PHONE not in page
    assert "TJ-2025-0008" in text(signed_in(app, sqlite, Role.ANALYST), f"{MATTER}?begin=mediation")
    desk = signed_in(app, sqlite, Role.DISPATCHER, STATION)
    assert "TJ-2025-0007" in text(desk, begun)
