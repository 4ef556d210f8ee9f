"""The chain of audit records, on both kinds of server: what is written, and that nothing can be taken away unseen."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from graph import settings
from graph.settings import PROJECT_ROOT, SettingError
from tests.web.people import Clock
from web.audit import Action, anchor, chain
from web.audit.errors import AuditError
from web.audit.keeping import Pruned, prune
from web.audit.verifying import Fault, Verdict, newest, verify
from web.audit.writing import note_command
from web.database import Database
from web.models import AuditRecord

GOOD = (None, None)


def write(database: Database, count: int = 10) -> None:
    for number in range(count):
        with database.writing() as sql:
            note_command(sql, Action.QUERY_RUN, f"q{number}", rows=number)


def verdict(database: Database) -> Verdict:
    with database.reading() as sql:
        return verify(sql)


def found(database: Database) -> tuple[int | None, Fault | None]:
    return verdict(database).bad, verdict(database).fault


def records(database: Database) -> list[AuditRecord]:
    with database.reading() as sql:
        return list(sql.scalars(select(AuditRecord).order_by(AuditRecord.number)))


def anchor_of(database: Database) -> Path:
    return anchor.path(database.engine.url)


def test_a_record_says_who_what_and_when_and_follows_the_one_before(database: Database) -> None:
    with database.writing() as sql:
        note_command(sql, Action.UNMASKED, "D-L1", purpose="查找报警人", case="A3301022026", rows=3, cypher="RETURN 1")
        note_command(sql, Action.EXPORTED, "disputes")
    first, second = records(database)
    assert (first.number, first.action, first.target, first.role) == (1, "unmasked", "D-L1", "terminal")
    assert (first.purpose, first.case_number) == ("查找报警人", "A3301022026")
    assert json.loads(first.detail) == {"rows": 3, "cypher": "RETURN 1"}
    assert first.at.utcoffset() == timedelta(0)
    assert (first.previous, second.previous) == (chain.START, first.mac)
    assert found(database) == GOOD
    assert (verdict(database).records, verdict(database).first, verdict(database).last) == (2, 1, 2)


def test_numbers_of_people_are_not_kept_in_clear(database: Database) -> None:
    cypher = "MATCH (p:Phone {number: '13800000001'}) RETURN p"
    with database.writing() as sql:
        note_command(
            sql,
            Action.QUERY_RUN,
            "phone:13800000001",
            purpose="找 110101199003071234",
            cypher=cypher,
            parameters={"13800000001": ["１３８００００００01", 13800000001]},
            long="x" * 9_000,
            bad="a\0b\ud800",
        )
    kept = str(vars(records(database)[0]))
    assert "13800000001" not in kept
    assert "00000001" not in kept
    assert "19900307" not in kept
    assert "RETURN p" in kept
    assert len(records(database)[0].detail) < 3_000
    assert found(database) == GOOD


def test_what_is_undone_leaves_no_record_and_no_anchor_ahead(database: Database) -> None:
    write(database, 2)
    with pytest.raises(RuntimeError), database.writing() as sql:
        note_command(sql, Action.EXPORTED, "disputes")
        raise RuntimeError
    head = anchor.read(anchor_of(database))
    assert head is not None
    assert head.number == 2
    write(database, 1)
    assert [record.number for record in records(database)] == [1, 2, 3]
    assert found(database) == GOOD


def test_who_comes_between_the_first_record_and_its_anchor_raises_no_alarm(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    advance = anchor.advance
    with monkeypatch.context() as slow:  # its process was stopped when the record was committed
        slow.setattr(anchor, "advance", lambda file, head: advance(file, head) if head.number < 1 else None)
        write(database, 1)
    write(database, 1)
    assert [record.action for record in records(database)] == [Action.QUERY_RUN] * 2
    assert found(database) == GOOD


def test_several_processes_write_one_chain(database: Database) -> None:
    program = (
        "import sys; from web.audit import Action, note_command; from web.database import Database\n"
        f"database = Database({database.url!r})\n"
        "for number in range(15):\n"
        "    with database.writing() as sql: note_command(sql, Action.QUERY_RUN, sys.argv[1])"
    )
    started = [subprocess.Popen([sys.executable, "-c", program, f"p{n}"], cwd=PROJECT_ROOT) for n in range(4)]
    assert [process.wait() for process in started] == [0] * 4
    written = records(database)
    assert [record.number for record in written] == list(range(1, 61))
    assert {record.target for record in written} == {"p0", "p1", "p2", "p3"}
    head = anchor.read(anchor_of(database))
    assert head == anchor.Head(60, written[-1].mac)
    assert found(database) == GOOD


def _set(**changed: object) -> Callable[[Session], object]:
    return lambda sql: sql.execute(update(AuditRecord).where(AuditRecord.number == 4).values(**changed))


def _exchange(sql: Session) -> None:
    fourth, seventh = sql.get_one(AuditRecord, 4), sql.get_one(AuditRecord, 7)
    fourth.number, seventh.number = 100, 4
    sql.flush()
    fourth.number = 7


def _copy(sql: Session) -> None:
    """Put record 3 into the place of record 4, number and all but the mac."""
    third = sql.get_one(AuditRecord, 3)
    sql.get_one(AuditRecord, 4).target = third.target
    sql.get_one(AuditRecord, 4).mac = third.mac


def _remove(*numbers: int) -> Callable[[Session], object]:
    return lambda sql: sql.execute(delete(AuditRecord).where(AuditRecord.number.in_(numbers)))


def _pretend_pruned(sql: Session) -> None:
    """Take the first ones away, and add a record that says so, without the key."""
    fifth = sql.get_one(AuditRecord, 5)
    detail = chain.canonical({"to": 4, "mac": fifth.previous})
    last = sql.get_one(AuditRecord, 10)
    last.action, last.detail = Action.AUDIT_PRUNED.value, detail
    _remove(1, 2, 3, 4)(sql)


TAMPERED: dict[str, tuple[Callable[[Session], object], tuple[int, Fault]]] = {
    "target": (_set(target="q99"), (4, Fault.ALTERED)),
    "who": (_set(account="somebody-else"), (4, Fault.ALTERED)),
    "detail": (_set(detail="{}"), (4, Fault.ALTERED)),
    "role": (_set(role="analyst"), (4, Fault.ALTERED)),
    "mac": (_set(mac="0" * 64), (4, Fault.ALTERED)),
    "previous": (_set(previous="0" * 64), (4, Fault.ALTERED)),
    "two exchanged": (_exchange, (4, Fault.ALTERED)),
    "one copied over another": (_copy, (4, Fault.ALTERED)),
    "one removed": (_remove(4), (4, Fault.MISSING)),
    "two removed": (_remove(4, 5), (4, Fault.MISSING)),
    "the first removed": (_remove(1), (1, Fault.MISSING)),
    "the first ones removed with a forged pruning": (_pretend_pruned, (10, Fault.ALTERED)),
    "the tail cut off": (_remove(9, 10), (9, Fault.CUT)),
    "all removed": (_remove(*range(1, 11)), (1, Fault.CUT)),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_tampering_is_named_with_the_first_bad_record(database: Database, how: str) -> None:
    change, expected = TAMPERED[how]
    write(database)
    assert found(database) == GOOD
    with database.writing() as sql:
        change(sql)
    assert found(database) == expected


def test_a_time_moved_by_a_microsecond_is_seen(database: Database) -> None:
    write(database, 5)
    with database.writing() as sql:
        sql.get_one(AuditRecord, 2).at += timedelta(microseconds=1)
    assert found(database) == (2, Fault.ALTERED)


def test_a_cut_tail_is_still_seen_after_more_was_written(database: Database) -> None:
    write(database)
    with database.writing() as sql:
        _remove(9, 10)(sql)
    write(database, 3)
    assert [record.number for record in records(database)] == [*range(1, 9), 11, 12, 13]
    assert found(database) == (9, Fault.MISSING)


def test_another_key_fits_no_record(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    write(database, 3)
    monkeypatch.setenv("FENGQIAO_AUDIT_KEY", "another key altogether")
    assert found(database) == (1, Fault.ALTERED)
    assert "key" in verdict(database).text()


def test_the_key_is_a_file_of_its_owner_outside_the_database(database: Database) -> None:
    write(database, 1)
    for file in (settings.home() / "audit.key", anchor_of(database)):
        assert file.stat().st_mode & 0o777 == 0o600, file


def test_whoever_has_the_key_but_not_the_anchor_cannot_write_history_anew(database: Database) -> None:
    write(database)
    with database.writing() as sql:
        previous = sql.get_one(AuditRecord, 3).mac
        for number in range(4, 11):
            record = sql.get_one(AuditRecord, number)
            record.target, record.previous = "innocent", previous
            previous = record.mac = chain.sign(record, chain.signing()[-1])
    assert found(database) == (10, Fault.REWRITTEN)


@pytest.mark.parametrize("left", [None, "", "nonsense\n"])
def test_an_anchor_that_is_gone_is_told_and_written_down(database: Database, left: str | None) -> None:
    write(database, 2)
    file = anchor_of(database)
    file.unlink()
    if left is not None:
        file.write_text(left)
    assert found(database) == (2, Fault.NO_ANCHOR)
    write(database, 1)
    assert [record.action for record in records(database)][2:] == ["anchor-lost", "query-run"]
    assert found(database) == GOOD


def test_an_anchor_behind_the_head_is_a_crash_and_no_fault(database: Database) -> None:
    write(database, 2)
    behind = anchor_of(database).read_text()
    write(database, 2)
    anchor_of(database).write_text(behind)
    assert found(database) == GOOD


def test_the_newest_ones_alone_can_be_looked_at(database: Database) -> None:
    with database.reading() as sql:
        assert newest(sql, 5).text() == "no records yet"
    write(database)
    with database.writing() as sql:
        sql.get_one(AuditRecord, 2).target = "x"
    with database.reading() as sql:
        assert (newest(sql, 5).records, newest(sql, 5).first, newest(sql, 5).fault) == (5, 6, None)
        assert newest(sql, 9).bad == 2
        assert newest(sql, 500).bad == 2
        assert verify(sql, since=3).fault is None
    with database.writing() as sql:
        _remove(6)(sql)
    with database.reading() as sql:
        assert (newest(sql, 5).bad, newest(sql, 5).fault) == (6, Fault.MISSING)


def test_pruning_takes_the_old_ones_and_the_rest_holds(
    database: Database, later: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_AUDIT_DAYS", "184")
    write(database, 4)
    later(timedelta(days=100))
    write(database, 3)
    assert prune(database) == Pruned()
    later(timedelta(days=85))
    assert prune(database) == Pruned(1, 4)
    assert [record.number for record in records(database)] == [5, 6, 7, 8]
    assert records(database)[-1].action == "audit-pruned"
    assert found(database) == GOOD
    later(timedelta(days=100))
    assert prune(database) == Pruned(5, 7)
    assert [record.number for record in records(database)] == [8, 9]
    assert found(database) == GOOD
    later(timedelta(days=1_000))
    assert prune(database) == Pruned(8, 9)
    assert found(database) == GOOD
    with database.writing() as sql:
        _remove(10)(sql)
    assert found(database) == (1, Fault.CUT)


def test_what_is_taken_away_beyond_a_pruning_is_seen(
    database: Database, later: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_AUDIT_DAYS", "184")
    write(database, 4)
    later(timedelta(days=185))
    write(database, 3)
    prune(database)
    with database.writing() as sql:
        _remove(5, 6)(sql)
    assert found(database) == (5, Fault.MISSING)
    with pytest.raises(AuditError, match="nothing was removed: audit record 5 is missing"):
        prune(database)


def test_less_than_half_a_year_is_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_AUDIT_DAYS", "183")
    with pytest.raises(SettingError, match="184"):
        prune(database)
