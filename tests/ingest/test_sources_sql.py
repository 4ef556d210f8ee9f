"""Queries on SQLite and PostgreSQL: streamed, read only, and from a watermark on without losing equal times."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, text

from ingest.sources import SourceError, Watermark, load_watermark, open_sql, save_watermark

QUERY = "SELECT id, t AS 报警时间, body FROM calls WHERE t >= :since ORDER BY t, id"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Engine]]:
    """An empty table of calls and its address, on each database."""
    url = f"sqlite:///{tmp_path}/calls.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    kind = "text" if request.param == "sqlite" else "timestamp"
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS calls"))
        connection.execute(text(f"CREATE TABLE calls (id text, t {kind}, body text)"))
    yield url, engine
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS calls"))
    engine.dispose()


def insert(engine: Engine, *calls: tuple[str, str]) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO calls VALUES (:id, :t, '吵架')"), [{"id": number, "t": when} for number, when in calls]
        )


def run(url: str, watermark: Watermark | None, refused: str = "") -> tuple[list[str], Watermark | None]:
    """The ids read, and how far the watermark got when all rows but ``refused`` were good."""
    source = open_sql(url, QUERY, watermark, "报警时间")
    rows = list(source.rows())
    for row in rows:
        if row.values["id"] != refused:
            source.taken(row)
    return [row.values["id"] for row in rows], source.watermark_after


def test_a_second_run_takes_what_is_new_and_the_last_moment_again(
    database: tuple[str, Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_HOME", str(tmp_path / "home"))
    url, engine = database
    insert(engine, ("A", "2024-03-01 08:00:00"), ("B", "2024-03-01 09:00:00"))
    ids, after = run(url, None)
    assert ids == ["A", "B"]
    assert after is not None
    save_watermark("f" * 64, after)
    insert(engine, ("C", "2024-03-01 09:00:00"), ("D", "2024-03-02 00:00:00"))
    ids, after = run(url, load_watermark("f" * 64))
    assert ids == ["B", "C", "D"]
    assert str(after) == "2024-03-02 00:00:00"
    assert run(url, after) == (["D"], after)


def test_a_refused_row_does_not_move_the_watermark(database: tuple[str, Engine]) -> None:
    url, engine = database
    insert(engine, ("A", "2024-03-01 08:00:00"), ("B", "2199-01-01 00:00:00"))
    ids, after = run(url, None, refused="B")
    assert ids == ["A", "B"]
    assert str(after) == "2024-03-01 08:00:00"


def test_each_reading_has_a_name_and_so_a_quarantine_of_its_own(database: tuple[str, Engine]) -> None:
    first, later = open_sql(database[0], QUERY), open_sql(database[0], QUERY, "2024-03-01 09:00:00")
    assert first.fingerprint == later.fingerprint
    assert later.name == f"{first.name} since 2024-03-01 09:00:00"


def test_rows_are_numbered_and_streamed(database: tuple[str, Engine]) -> None:
    url, engine = database
    insert(engine, *((f"{n:05}", "2024-03-01 08:00:00") for n in range(5000)))
    source = open_sql(url, QUERY)
    assert source.columns == ("id", "报警时间", "body")
    assert [row.number for row in source.rows(start=4000)] == list(range(4001, 5001))
    assert next(iter(source.rows())).number == 1


def test_a_writing_query_is_refused_and_changes_nothing(database: tuple[str, Engine]) -> None:
    url, engine = database
    insert(engine, ("A", "2024-03-01 08:00:00"))
    with pytest.raises(SourceError, match="SELECT"):
        open_sql(url, "DELETE FROM calls")
    with pytest.raises(SourceError):
        open_sql(url, "WITH x AS (SELECT 1) DELETE FROM calls")
    with pytest.raises(SourceError):
        open_sql(url, "WITH x AS (SELECT 1) INSERT INTO calls SELECT 'Z', t, body FROM calls")
    assert run(url, None)[0] == ["A"]


def test_a_query_that_would_lose_equal_times_is_refused(database: tuple[str, Engine]) -> None:
    with pytest.raises(SourceError, match=">= :since"):
        open_sql(database[0], "SELECT * FROM calls WHERE t > :since")


def test_mistakes_are_one_line_without_the_password(database: tuple[str, Engine]) -> None:
    for url, query in [
        (database[0], "SELECT nothing FROM calls"),
        (database[0], "SELECT id FROM none_such"),
        ("sqlite:////none/such.db", "SELECT 1"),
        ("not an address", "SELECT 1"),
        ("postgresql://me:secret@127.0.0.1:1/none", "SELECT 1"),
    ]:
        with pytest.raises(SourceError) as refusal:
            open_sql(url, query)
        assert "\n" not in str(refusal.value)
        assert "secret" not in str(refusal.value)
    with pytest.raises(SourceError, match="body"):
        open_sql(database[0], QUERY, column="none")


def test_the_fingerprint_leaves_the_password_out(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    sqlite3.connect(path).execute("CREATE TABLE calls (t)").connection.close()
    one, same, other = (
        open_sql(f"sqlite://{user}/{path}", f"SELECT {column} FROM calls").fingerprint
        for user, column in (("", "t"), ("", "t"), ("", "t AS u"))
    )
    assert one == same != other


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.text(max_size=20)
    | st.integers()
    | st.floats(allow_nan=False)
    | st.decimals(allow_nan=False)
    | st.datetimes(timezones=st.none() | st.timezones().map(lambda _: None))
    | st.dates()
)
def test_a_watermark_comes_back_with_its_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | int | float | Decimal | datetime | date
) -> None:
    monkeypatch.setenv("FENGQIAO_HOME", str(tmp_path))
    save_watermark("a" * 64, value)
    assert load_watermark("a" * 64) == value
    assert type(load_watermark("a" * 64)) is type(value)


def test_no_watermark_and_a_damaged_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_HOME", str(tmp_path))
    assert load_watermark("b" * 64) is None
    save_watermark("b" * 64, 5)
    next((tmp_path / "watermarks").iterdir()).write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="damaged watermark"):
        load_watermark("b" * 64)
