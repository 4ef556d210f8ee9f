"""Imports on the pages: uploaded, understood, started, refused rows mended, undone; and the real process of jobs."""

from __future__ import annotations

import csv
import io
import re
import signal
import stat
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from flask import Flask
from neo4j import Driver
from sqlalchemy import select

from graph import settings
from tests.web.people import Browser, signed_in
from tests.web.working import at_work, process, until
from web.database import Database
from web.imports import storing
from web.imports.tables import Brought, NamedMapping
from web.jobs.tables import Job, State
from web.models import AuditRecord
from web.notices.tables import Notice
from web.roles import Role

PHONE, ID_NUMBER = "13800001111", "110101199003071234"
HEADING = ["流水", "报案时刻", "电话", "身份证号", "事发地点", "简要警情"]
ROWS = [
    [f"A{number}", f"2026-03-{number:02d} 09:00:00", PHONE, ID_NUMBER, "向阳里3栋2单元501室", f"楼上漏水，回电{PHONE}"]
    for number in range(1, 10)
]
#: Two rows that cannot be taken.
WITH_BAD = [*ROWS[:6], ["A7", "2026-02-30 09:00", PHONE, "", "向阳里", "吵架"], ["A8", "", PHONE, "", "向阳里", "吵架"]]


def table(rows: list[list[str]], heading: list[str] | None = None) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([heading or HEADING, *rows])
    return written.getvalue().encode("utf-8-sig")


def upload(browser: Browser, content: bytes, name: str = "警情.csv", **fields: object) -> str:
    """The address of its page, or '' when it was refused."""
    answer = browser.post("/imports", file=(io.BytesIO(content), name), **fields)
    return (answer.location or "") if answer.status_code == 302 else ""


def kept() -> set[str]:
    """The directories of what is kept until it is imported; other tests left theirs."""
    uploads = settings.home() / "uploads"
    return {directory.name for directory in uploads.iterdir()} if uploads.exists() else set()


def audited(database: Database) -> list[str]:
    with database.reading() as sql:
        actions = sql.scalars(select(AuditRecord.action).order_by(AuditRecord.number)).all()
    return [action for action in actions if action.startswith(("import", "quarantine", "mapping"))]


def ids(graph: Driver) -> set[str]:
    return {record["id"] for record in graph.execute_query("MATCH (i:Incident) RETURN i.id AS id").records}


def test_nothing_is_imported_before_it_is_understood(app: Flask, sqlite: Database) -> None:
    analyst = signed_in(app, sqlite, Role.ANALYST)
    page = upload(analyst, table(WITH_BAD))
    assert re.fullmatch(r"/imports/\d+", page)
    assert "正在查看" in analyst.get(page).get_data(as_text=True)
    work = at_work(app)
    work.work()
    text = analyst.get(page).get_data(as_text=True)
    assert "还不能导入" in text
    assert "138****1111" in text
    assert PHONE not in text
    assert ID_NUMBER not in text
    assert analyst.post(page + "/start").status_code == 302
    assert analyst.get(page + "/state").get_json()["phase"] == "draft"


def test_corrected_started_its_refused_rows_mended_and_undone(app: Flask, sqlite: Database, graph: Driver) -> None:
    before, analyst = kept(), signed_in(app, sqlite, Role.ANALYST)
    page = upload(analyst, table(WITH_BAD))
    work = at_work(app)
    work.work()
    analyst.post(page + "/map", **{"f-id": "c:流水", "f-category": "-"}, save="1", name="分局导出")
    text = analyst.get(page).get_data(as_text=True)
    assert "还不能导入" not in text
    assert "不存在的日期或时间" in text
    assert PHONE not in text
    analyst.post(page + "/start")
    work.work()
    text = analyst.get(page).get_data(as_text=True)
    assert "已完成" in text
    assert ids(graph) == {f"A{number}" for number in range(1, 7)}
    assert "缺少报警时间" in text
    assert PHONE not in text
    with sqlite.reading() as sql:
        brought = sql.scalars(select(Brought)).one()
        assert brought.counts == '{"read":8,"new":6,"corrected":0,"unchanged":0,"quarantined":2}'
        assert brought.stored == ""
        assert [one.about for one in sql.scalars(select(Notice))] == ["import-done"]
    assert kept() == before

    taken = analyst.post(page + "/quarantine")
    assert taken.mimetype == "text/csv"
    refused = list(csv.reader(io.StringIO(taken.get_data().decode("utf-8-sig"))))
    assert [row[0] for row in refused] == ["流水", "A7", "A8"]
    assert refused[1][2] == PHONE
    mended = [[*row[:1], "2026-03-20 10:00", *row[2:]] for row in refused[1:]]
    again = upload(analyst, table(mended, refused[0]), "refused.csv", mends=page.rpartition("/")[2])
    work.work()
    assert "还不能导入" not in analyst.get(again).get_data(as_text=True)
    analyst.post(again + "/start")
    work.work()
    assert ids(graph) == {f"A{number}" for number in range(1, 9)}

    asked = analyst.get(again + "/undo").get_data(as_text=True)
    assert "将删除 2 起警情" in asked
    analyst.post(again + "/undo", goes="2")
    work.work()
    assert "已撤销" in analyst.get(again).get_data(as_text=True)
    assert ids(graph) == {f"A{number}" for number in range(1, 7)}
    assert analyst.get(again + "/undo").status_code == 404
    assert audited(sqlite) == [
        "import-uploaded",
        "mapping-saved",
        "import-started",
        "quarantine-taken",
        "import-uploaded",
        "import-started",
        "import-undone",
    ]


def test_refused_rows_are_taken_whole_by_who_brought_them_or_may_unmask(
    app: Flask, sqlite: Database, graph: Driver
) -> None:
    assert graph
    root = signed_in(app, sqlite, Role.ADMINISTRATOR)
    page = upload(root, table([["A1", "", PHONE, "", "向阳里", "吵架"]], ["接警单编号", *HEADING[1:]]))
    work = at_work(app)
    work.work()
    root.post(page + "/start")
    work.work()
    chief, analyst = signed_in(app, sqlite, Role.SUPERVISOR), signed_in(app, sqlite, Role.ANALYST)
    assert root.post(page + "/quarantine").status_code == 200
    assert chief.post(page + "/quarantine", purpose="核对").status_code == 403
    assert analyst.post(page + "/quarantine").status_code == 302
    assert analyst.post(page + "/quarantine", purpose="核对").status_code == 200
    for browser in (root, chief, analyst):
        assert PHONE not in browser.get(page).get_data(as_text=True)


def test_a_named_mapping_is_used_for_the_same_columns_by_itself(app: Flask, sqlite: Database, graph: Driver) -> None:
    assert graph
    chief = signed_in(app, sqlite, Role.SUPERVISOR)
    work = at_work(app)
    first = upload(chief, table(ROWS[:2]))
    work.work()
    chief.post(first + "/map", **{"f-id": "#"}, day_order="dmy", save="1", name="按行编号")
    second = upload(chief, table(ROWS[2:4]))
    work.work()
    with sqlite.reading() as sql:
        brought = sql.get_one(Brought, int(second.rpartition("/")[2]))
        saved = sql.scalars(select(NamedMapping)).one()
        assert (brought.mapping, brought.mapping_name) == (saved.body, "按行编号")
        assert '"hash":["流水","报案时刻"' in saved.body
        assert "%d/%m/%Y" in saved.body
    chief.post(second + "/map", take="1", use="")
    with sqlite.reading() as sql:
        assert sql.get_one(Brought, int(second.rpartition("/")[2])).mapping == "{}"


def test_another_sheet_is_looked_at(app: Flask, sqlite: Database, tmp_path: Path) -> None:
    file = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name, heading in (("说明", ["甲", "乙"]), ("警情", ["接警单编号", "报警时间"])):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, heading)
            sheet.write_row(1, 0, ["A1", "2026-03-01 09:00:00"])
    chief = signed_in(app, sqlite, Role.SUPERVISOR)
    page = upload(chief, file.read_bytes(), "two.bin")
    work = at_work(app)
    work.work()
    text = chief.get(page).get_data(as_text=True)
    assert "two.bin.xlsx" in text
    assert '<option value="警情">' in text
    chief.post(page + "/map", take="1", sheet="警情")
    work.work()
    assert '<option value="警情" selected>' in chief.get(page).get_data(as_text=True)


def packed(size: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as into, into.open("xl/workbook.xml", "w") as member:
        for _ in range(size):
            member.write(b"\0" * (1 << 20))
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"<html><table><tr><td>1", "page.csv"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "calls.csv"),
        (b"%PDF-1.7", "calls.xlsx"),
        (b"PK\x03\x04 and then nothing", "calls.xlsx"),
    ],
)
def test_what_is_no_table_is_not_kept(app: Flask, sqlite: Database, content: bytes, name: str) -> None:
    chief = signed_in(app, sqlite, Role.SUPERVISOR)
    before = kept()
    assert upload(chief, content, name) == ""
    with sqlite.reading() as sql:
        assert sql.scalars(select(Brought)).all() == []
    assert kept() == before


def test_a_packed_file_that_would_fill_the_memory_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "_UNPACKED", 4 << 20)
    assert storing.keep(io.BytesIO(packed(3)), "small.xlsx")
    with pytest.raises(storing.UnwantedError, match="packed"):
        storing.keep(io.BytesIO(packed(5)), "large.xlsx")


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "..\\..\\boot.ini", "a/b\0c.csv", "." * 300, "查询 \u202efdp.csv"]
)
def test_a_name_makes_no_path_and_the_file_is_its_owners_alone(name: str) -> None:
    stored, file = storing.keep(io.BytesIO(table(ROWS)), name)
    assert file.parent == settings.home() / "uploads" / stored
    assert re.fullmatch(r"[\w.\-]{1,100}\.(csv|txt)", file.name)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_file_that_cannot_be_read_is_told_and_thrown_away(app: Flask, sqlite: Database) -> None:
    chief = signed_in(app, sqlite, Role.SUPERVISOR)
    page = upload(chief, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing else", "old.xls")
    at_work(app).work()
    text = chief.get(page).get_data(as_text=True)
    assert "文件无法读取" in text
    assert "not a workbook that can be read" in text
    assert chief.post(page + "/discard").location == "/imports"
    assert chief.get(page).status_code == 404


def test_an_import_of_the_command_line_is_listed_and_undone(
    app: Flask, sqlite: Database, graph: Driver, tmp_path: Path
) -> None:
    from tests.ingest.worlds import load_file

    file = tmp_path / "cli.csv"
    file.write_bytes(table(ROWS[:3], ["接警单编号", *HEADING[1:]]))
    load_file(graph, file)
    root = signed_in(app, sqlite, Role.ADMINISTRATOR)
    text = root.get("/imports").get_data(as_text=True)
    [identity] = re.findall(r'name="import_id" value="([0-9a-f]{32})"', text)
    assert root.post("/imports/adopt", import_id="0" * 32).status_code == 404
    form = root.post("/imports/adopt", import_id=identity).location or ""
    assert "将删除 3 起警情" in root.get(form).get_data(as_text=True)
    root.post(form, goes="3")
    at_work(app).work()
    assert ids(graph) == set()
    assert "cli.csv" in root.get("/imports").get_data(as_text=True)


def test_the_process_of_jobs_cancels_goes_on_and_outlives_a_kill(
    app: Flask, sqlite: Database, graph: Driver, tmp_path: Path
) -> None:
    from ingest.sample import generate

    file = tmp_path / "sample.csv"
    generate(80, 3, None, file)
    analyst = signed_in(app, sqlite, Role.ANALYST)
    page = upload(analyst, file.read_bytes(), "sample.csv")

    def state() -> dict[str, object]:
        return dict(analyst.get(page + "/state").get_json())

    def job() -> Job:
        with sqlite.reading() as sql:
            return sql.scalars(select(Job).where(Job.kind == "import")).one()

    with process(sqlite, FENGQIAO_BATCH_ROWS="2") as first:
        until(lambda: state()["phase"] == "draft")
        analyst.post(page + "/start")
        until(lambda: job().done >= 4)
        analyst.post(page + "/cancel")
        until(lambda: state()["phase"] == "cancelled")
        with process(sqlite) as second:
            assert second.stderr
            assert "another process does the jobs" in second.stderr.readline()
        some = len(ids(graph))
        assert 4 <= some < 80
        assert graph.execute_query("MATCH (i:Incident) WHERE i.unsettled RETURN i").records == []
        analyst.post(page + "/go-on")
        until(lambda: len(ids(graph)) > some)
        first.kill()
        first.wait(30)
    assert state()["phase"] == "running"
    with process(sqlite) as third:
        until(lambda: state()["phase"] == "done")
        third.send_signal(signal.SIGTERM)
        assert third.wait(60) == 0
    assert job().tries == 2
    [row] = graph.execute_query(
        "MATCH (i:Incident) RETURN count(i) AS calls, max(COUNT { (i)-[:FROM]->() }) AS imports, "
        "max(COUNT { (:Phone)-[:REPORTED]->(i) }) AS phones"
    ).records
    assert (row["imports"], row["phones"]) == (1, 1)
    with sqlite.reading() as sql:
        counts = sql.scalars(select(Brought.counts)).one()
    assert f'"new":{row["calls"]}' in counts
    assert '"read":80' in counts
    assert job().state == State.DONE
