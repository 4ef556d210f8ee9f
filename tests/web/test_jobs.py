"""Jobs: claimed once, in order, one writer at a time; cancelled, gone on with, taken up after a kill; timetables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from graph import settings
from web.database import Database
from web.jobs import keeping, queue
from web.jobs.tables import Job, State
from web.jobs.timetable import Every, Timetable


def ask(database: Database, kind: str = "look", once: str = "") -> int | None:
    with database.writing() as sql:
        made = keeping.ask(sql, kind, None, "x", {"brought": 0}, once=once)
        return made.id if made else None


def claim(database: Database) -> int | None:
    with database.writing() as sql:
        job = keeping.claim(sql)
        return job.id if job else None


@pytest.fixture
def looked(database: Database) -> Iterator[Session]:
    """A look at what is kept."""
    with database.reading() as sql:
        yield sql


def test_each_job_is_claimed_once_whoever_claims(database: Database) -> None:
    asked = {ask(database) for _ in range(12)}
    with ThreadPoolExecutor(6) as threads:
        claimed = list(threads.map(lambda _: claim(database), range(18)))
    assert sorted(one for one in claimed if one) == sorted(one for one in asked if one)


def test_of_those_that_write_to_the_graph_one_runs_and_others_go_past(database: Database) -> None:
    first, second, beside = ask(database, "import"), ask(database, "undo"), ask(database, "query")
    assert [claim(database), claim(database), claim(database)] == [first, beside, None]
    with database.writing() as sql:
        keeping.end(sql.get_one(Job, first), State.DONE)
    assert claim(database) == second


def test_a_name_is_free_again_when_its_job_is_over(database: Database) -> None:
    first = ask(database, once="source 1")
    assert ask(database, once="source 1") is None
    with database.writing() as sql:
        keeping.cancel(sql.get_one(Job, first))
    assert ask(database, once="source 1")


def test_one_that_waits_is_cancelled_at_once_and_one_that_runs_is_asked(database: Database, looked: Session) -> None:
    waits, runs = ask(database), ask(database)
    with database.writing() as sql:
        keeping.cancel(sql.get_one(Job, waits))
    assert claim(database) == runs
    with database.writing() as sql:
        keeping.cancel(sql.get_one(Job, runs))
    assert looked.get_one(Job, waits).state == State.CANCELLED
    assert (looked.get_one(Job, runs).state, looked.get_one(Job, runs).cancel_asked) == (State.RUNNING, True)


def test_what_a_killed_process_left_waits_again_but_not_for_ever(database: Database) -> None:
    job = ask(database)
    for _ in range(5):
        assert claim(database) == job
        with database.writing() as sql:
            assert keeping.take_up(sql) == 1
    with database.reading() as sql:
        found = sql.get_one(Job, job)
        assert found.state == State.FAILED
        assert "5 times" in found.problem
    assert claim(database) is None
    with database.writing() as sql:
        keeping.again(sql, sql.get_one(Job, job))
    assert claim(database) == job


def test_the_queue_keeps_no_names_and_is_its_owners_alone() -> None:
    queue.consumed().flush()
    queue.wake()
    [file] = queue.directory().glob("jobs.sqlite")
    assert file.stat().st_mode & 0o077 == 0
    waiting = queue.consumed().dequeue()
    assert waiting is not None
    assert waiting.name == "work"
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM task").fetchone() == (0,)


def test_a_call_is_kept_as_text_that_runs_nothing() -> None:
    queue.consumed().flush()
    queue.wake()
    with sqlite3.connect(queue.directory() / "jobs.sqlite") as connection:
        [(kept,)] = connection.execute("SELECT data FROM task")
    assert orjson.loads(kept)[1].endswith("work")
    queue.consumed().flush()


@given(
    every=st.sampled_from(Every),
    minute=st.integers(0, 24 * 60 - 1),
    weekday=st.integers(0, 6),
    when=st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)).map(lambda naive: naive.replace(tzinfo=UTC)),
)
def test_the_next_time_is_the_first_that_fits(every: Every, minute: int, weekday: int, when: datetime) -> None:
    table = Timetable(every, minute % 60 if every is Every.HOUR else minute, weekday)
    found = table.after(when)
    first = when.replace(second=0, microsecond=0)
    minutes = (first + timedelta(minutes=step) for step in range(1, 8 * 24 * 60))
    assert found == next(one for one in minutes if one > when and _fits(table, one))


def _fits(table: Timetable, when: datetime) -> bool:
    local = when.astimezone(settings.zone())
    if table.every is Every.HOUR:
        return local.minute == table.minute
    at_time = local.hour * 60 + local.minute == table.minute
    return at_time and (table.every is Every.DAY or local.weekday() == table.weekday)


def test_a_timetable_that_makes_no_sense_is_refused() -> None:
    assert Timetable.read("hour", "08:30", "") == Timetable(Every.HOUR, 30)
    assert Timetable.read("week", "08:30", "6") == Timetable(Every.WEEK, 510, 6)
    for wrong in (("year", "08:30", ""), ("day", "25:00", ""), ("day", "", ""), ("week", "08:30", "7")):
        with pytest.raises(ValueError, match=r"\w|^$"):
            Timetable.read(*wrong)
