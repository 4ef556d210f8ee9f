"""Files that go with a move: kept, shown, served to those who see the work, not lost when the move is refused."""

from __future__ import annotations

import io
import os
import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.people import Browser, signed_in
from tests.web.test_attachment_kinds import FILES
from tests.web.test_casework import MATTER, move, text
from tests.web.test_directives import STATION, issue
from tests.web.test_disputes import history
from web.audit import Action
from web.casework.attachments import keeping
from web.casework.attachments.tables import Attachment
from web.clock import now
from web.database import Database
from web.models import AuditRecord
from web.roles import Role

__all__ = ["history"]
pytestmark = pytest.mark.usefixtures("history")
FEEDBACK = {"move": "feed_back", "feedback": "双方已见面"}


@pytest.fixture(autouse=True)
def folder(home: Path) -> Path:
    """The folder of the files, emptied."""
    assert home.is_dir()
    for file in keeping.folder().iterdir():
        file.unlink()
    return keeping.folder()


@pytest.fixture
def officer(app: Flask, sqlite: Database) -> Browser:
    """Somebody of the unit that answers for the dispute."""
    return signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")


@pytest.fixture
def work(app: Flask, sqlite: Database, officer: Browser) -> str:
    """A directive that was received."""
    analyst = signed_in(app, sqlite, Role.ANALYST)
    [directive] = issue(analyst, STATION)
    move(officer, directive, "receive")
    return directive


def sent(*files: tuple[str, bytes]) -> list[tuple[io.BytesIO, str]]:
    return [(io.BytesIO(content), name) for name, content in files]


def links(page: str) -> list[tuple[str, str]]:
    """Address and name of every attached file that the page shows."""
    return re.findall(r'<a href="(/casework/[^"]+/attachments/\d+)" download>([^<]+)</a>', page)


def kept(page: str) -> dict[str, bool]:
    """Name of every file that the form has still -> whether it goes along; by the files' random names."""
    return {name: bool(ticked) for name, ticked in re.findall(r'name="kept" value="(\w+)"( checked)?', page)}


def test_several_files_of_several_kinds_stand_with_the_move_and_can_be_taken(
    officer: Browser, work: str, sqlite: Database, folder: Path
) -> None:
    files = sent(("现场.JPG", FILES[".jpg"]), ("协议.doc", FILES[".docx"]), ("13800000001录音.mp3", FILES[".mp3"]))
    assert officer.post(work, seen="2", file=files, **FEEDBACK).status_code == 302
    page = text(officer, work)
    found = links(page)
    assert [name for _, name in found] == ["现场.jpg", "协议.doc.docx", "138****0001录音.mp3"]
    for (address, _), suffix in zip(found, (".jpg", ".docx", ".mp3"), strict=True):
        answer = officer.get(address)
        assert answer.get_data() == FILES[suffix]
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    stored = list(folder.iterdir())
    assert len(stored) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}", file.name) for file in stored)
    assert {stat.S_IMODE(file.stat().st_mode) for file in stored} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with sqlite.reading() as sql:
        records = [record.action for record in sql.scalars(select(AuditRecord))]
        assert "13800000001" not in "".join(record.detail for record in sql.scalars(select(AuditRecord)))
    assert (records.count(Action.ATTACHED), records.count(Action.ATTACHMENT_TAKEN)) == (3, 3)


def test_they_are_for_those_who_see_the_work(app: Flask, sqlite: Database, officer: Browser, work: str) -> None:
    officer.post(work, seen="2", file=sent(("a.txt", b"seen")), **FEEDBACK)
    [(address, _)] = links(text(officer, work))
    assert signed_in(app, sqlite, Role.SUPERVISOR).get(address).status_code == 200
    assert signed_in(app, sqlite, Role.INVESTIGATOR, "山南派出所", name="other").get(address).status_code == 404
    assert signed_in(app, sqlite, Role.DISPATCHER, "河口派出所").get(address).status_code == 200
    assert signed_in(app, sqlite, Role.PARTNER, "河口派出所").get(address).status_code == 404
    assert signed_in(app, sqlite, Role.ADMINISTRATOR).get(address).status_code == 403
    # By another work that may be seen, or before it belongs to one, it is not there.
    number = address.rsplit("/", 1)[1]
    assert officer.get(f"{MATTER}/attachments/{number}").status_code == 404
    officer.post(work, seen="99", file=sent(("b.txt", b"waits")), move="feed_back", feedback="x")
    assert officer.get(f"{work}/attachments/{int(number) + 1}").status_code == 404


def test_a_refused_move_does_not_lose_them_and_leaves_none_twice(officer: Browser, work: str, folder: Path) -> None:
    answer = officer.post(work, seen="2", file=sent(("现场.jpg", FILES[".jpg"])), move="feed_back", feedback=" ")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    [(token, ticked)] = kept(page).items()
    assert ticked
    assert "现场.jpg" in page
    answer = officer.post(work, seen="2", kept=token, file=sent(("more.txt", b"more")), **FEEDBACK)
    assert answer.status_code == 302
    assert [name for _, name in links(text(officer, work))] == ["现场.jpg", "more.txt"]
    assert len(list(folder.iterdir())) == 2
    assert kept(text(officer, f"{work}?move=feed_back")) == {}


def test_who_comes_second_finds_his_files_in_the_next_form(
    app: Flask, sqlite: Database, officer: Browser, work: str
) -> None:
    officer.post(work, seen="2", **FEEDBACK)
    analyst = signed_in(app, sqlite, Role.ANALYST, name="late")
    late = officer.post(work, seen="2", file=sent(("x.txt", b"x")), **FEEDBACK)
    assert late.status_code == 409
    assert list(kept(text(officer, f"{work}?move=feed_back")).values()) == [False]
    assert kept(text(analyst, f"{work}?move=accept")) == {}


def test_nobody_takes_anothers_waiting_file(app: Flask, sqlite: Database, officer: Browser, work: str) -> None:
    page = officer.post(work, seen="2", file=sent(("x.txt", b"x")), move="feed_back", feedback="").get_data(
        as_text=True
    )
    [token] = kept(page)
    supervisor = signed_in(app, sqlite, Role.SUPERVISOR)
    assert supervisor.post(work, seen="2", kept=token, **FEEDBACK).status_code == 302
    assert links(text(officer, work)) == []


BAD = {
    "不在接收": ("x.pdf", b"MZ\x90\0" + b"\0" * 100),
    "是空的": ("空.txt", b""),
    "超过 1 MiB": ("large.txt", b"a" * (1024 * 1024 + 1)),
}


@pytest.mark.parametrize("words", BAD)
def test_what_is_not_taken_is_said_nothing_is_moved_and_the_others_stay(
    officer: Browser, work: str, folder: Path, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_ATTACHMENT_MB", "1")
    answer = officer.post(work, seen="2", file=sent(("good.txt", b"good"), BAD[words]), **FEEDBACK)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, words in page, list(kept(page).values())) == (400, True, [True])
    assert "双方已见面" in page
    assert "已签收" in text(officer, work)
    assert len(list(folder.iterdir())) == 1


def test_too_many_are_not_kept(officer: Browser, work: str, folder: Path) -> None:
    files = sent(*((f"{number}.txt", b"x") for number in range(keeping.MOST + 1)))
    assert officer.post(work, seen="2", file=files, **FEEDBACK).status_code == 400
    assert list(folder.iterdir()) == []


def test_an_account_cannot_fill_the_disk_with_what_waits(officer: Browser, work: str, folder: Path) -> None:
    for _ in range(keeping.MOST_WAITING // keeping.MOST + 1):
        files = sent(*((f"{number}.txt", b"x") for number in range(keeping.MOST)))
        officer.post(work, seen="2", file=files, move="feed_back", feedback="")
    assert len(list(folder.iterdir())) == keeping.MOST_WAITING


def test_a_beginning_takes_files_too(officer: Browser) -> None:
    told = {"begin": "mediation", "planned_at": "2026-03-08T15:00", "mediator": "王主任"}
    answer = officer.post(MATTER, seen="0", file=sent(("申请.txt", "申请书".encode())), **told)
    assert [name for _, name in links(text(officer, str(answer.location)))] == ["申请.txt"]


def test_what_waits_for_a_day_goes_and_what_belongs_stays(
    officer: Browser, work: str, sqlite: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer.post(work, seen="2", file=sent(("waits.txt", b"waits")), move="feed_back", feedback="")
    officer.post(work, seen="2", file=sent(("stays.txt", b"stays")), **FEEDBACK)
    orphan, lately = folder / ("0" * 32), folder / ("1" * 32)
    orphan.write_bytes(b"nobody's")
    lately.write_bytes(b"being brought")
    keeping.sweep(sqlite)
    assert len(list(folder.iterdir())) == 4
    later = now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(keeping, "now", lambda: later)
    os.utime(lately, (later.timestamp(), later.timestamp()))
    keeping.sweep(sqlite)
    with sqlite.reading() as sql:
        [row] = sql.scalars(select(Attachment))
    assert {file.name for file in folder.iterdir()} == {row.stored, lately.name}
    assert row.name == "stays.txt"


def test_on_either_kind_of_server(database: Database, folder: Path) -> None:
    from graph.casework.moves import Work
    from tests.web.people import account

    work = Work("directive", "ZL-2026-0001")
    account(database, "wang", Role.ANALYST)
    with database.writing() as sql:
        fresh = [keeping.keep(io.BytesIO(b"text"), f"{name}.txt", work, 1) for name in "ab"]
        keeping.wait(sql, fresh)
    with database.writing() as sql:
        keeping.belong(sql, keeping.waiting(sql, work, 1)[:1], work, "act")
    with database.reading() as sql:
        assert [(act, [one.name for one in files]) for act, files in keeping.of_work(sql, work).items()] == [
            ("act", ["a.txt"])
        ]
        assert [one.name for one in keeping.waiting(sql, work, 1)] == ["b.txt"]
    keeping.sweep(database)
    assert len(list(folder.iterdir())) == 2
