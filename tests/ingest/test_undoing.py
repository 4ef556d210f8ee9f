"""An import is undone: exactly what it alone brought goes, and the rest is as if it had never been."""

from __future__ import annotations

import csv
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver

from graph import settings
from ingest.arrival import arrive
from ingest.incident import COLUMNS, Incident
from ingest.pipeline import import_id, ingest
from ingest.reading import open_files
from ingest.records import read_record
from ingest.sample import generate
from ingest.settle.memory import remembered
from ingest.undoing import outlook, undo
from tests.ingest.worlds import groups, load_file, picture, write_rows

#: What tells the history of numbers, and which place lies in which: that is still true when its call is gone.
_NOT_COMPARED = {"ABOUT", "PARTY_TO", "RESPONSIBLE_FOR", "WITHIN"}
_KEPT = ("Dispute", "Location")


def state(driver: Driver) -> tuple[Any, ...]:
    """The graph without numbers, old and new, and what is remembered of links beside it."""
    nodes, links = picture(driver)
    callers = driver.execute_query(
        "MATCH (c:Caller)-[:REPORTED]->(i) RETURN c.key AS key, collect(i.id) AS calls"
    ).records
    memory = remembered()
    ids = {row: i for i, row in memory.calls.all_rows().items()}
    ties = {(ids[tie.later], ids[tie.earlier], round(tie.score, 6), tie.reasons) for tie in memory.links.every()}
    return (
        {n for n in nodes if not set(n[0]) & set(_KEPT) and not any(name == "merged_into" for name, _ in n[2])},
        {link for link in links if link[1] not in _NOT_COMPARED},
        groups(driver),
        {(record["key"], frozenset(record["calls"])) for record in callers},
        ties,
        set(ids.values()),
    )


def brought_by(path: Path) -> str:
    [(source, mapping)] = open_files([path], None, None)
    return import_id(source, mapping)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """A sample of some 240 calls, in time order, without corrections: one that another import made is not undone."""
    file = tmp_path_factory.mktemp("sample") / "sample.csv"
    generate(240, 7, None, file)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        read = [{field: row[name] for field, name in COLUMNS.items()} for row in csv.DictReader(stream)]
    return list({row["id"]: row for row in reversed(read)}.values())[::-1]


@pytest.mark.parametrize(("seed", "few"), [(1, True), (2, True), (3, True), (4, False)])
def test_what_is_left_is_as_if_the_import_had_never_been(
    graph: Driver, tmp_path: Path, rows: list[dict[str, str]], seed: int, few: bool
) -> None:
    dice = random.Random(seed)
    taken = {row["id"] for row in dice.sample(rows, 3 if few else 90)}
    stays = write_rows(tmp_path / "stays.csv", [row for row in rows if row["id"] not in taken])
    goes = write_rows(tmp_path / "goes.csv", [row for row in rows if row["id"] in taken])
    load_file(graph, stays)
    before = state(graph)
    load_file(graph, goes)
    assert state(graph) != before
    assert outlook(graph, brought_by(goes)).goes == len(taken)
    assert undo(graph, brought_by(goes)) == len(taken)
    after = state(graph)
    for was, now in zip(before, after, strict=True):
        assert now == was
    assert load_file(graph, goes).counts.new == len(taken)


def test_what_another_import_brought_too_stays(graph: Driver, tmp_path: Path, rows: list[dict[str, str]]) -> None:
    first = write_rows(tmp_path / "first.csv", rows[:10])
    second = write_rows(tmp_path / "second.csv", [rows[0], rows[1] | {"content": "更正后的内容"}, *rows[10:15]])
    load_file(graph, first)
    assert load_file(graph, second).counts.new == 5
    arrive(graph, Incident("sent", datetime(2026, 3, 1, tzinfo=UTC), content="纠纷"), "api")
    found = outlook(graph, brought_by(first))
    assert (found.goes, found.shared, found.handed_over) == (8, 2, 0)
    undo(graph, brought_by(first))
    left = {
        r["id"]: r["content"]
        for r in graph.execute_query("MATCH (i:Incident) RETURN i.id AS id, i.content AS content").records
    }
    assert set(left) == {rows[0]["id"], rows[1]["id"], *(row["id"] for row in rows[10:15]), "sent"}
    assert left[rows[1]["id"]] == "更正后的内容"
    assert graph.execute_query("MATCH (m:Import {id: $id}) RETURN m", id=brought_by(first)).records == []


def test_what_was_sent_again_stays(graph: Driver, tmp_path: Path, rows: list[dict[str, str]]) -> None:
    file = write_rows(tmp_path / "first.csv", rows[:2])
    load_file(graph, file)
    [(source, mapping)] = open_files([file], None, None)
    [one, _] = [read_record(row, mapping, settings.zone(), datetime.now(UTC)) for row in source.rows()]
    assert isinstance(one, Incident)
    assert arrive(graph, one, "api").outcome == "unchanged"
    assert undo(graph, brought_by(file)) == 1


def test_what_was_handed_over_stays(graph: Driver, tmp_path: Path, rows: list[dict[str, str]]) -> None:
    file = write_rows(tmp_path / "first.csv", rows[:3])
    load_file(graph, file)
    graph.execute_query("MATCH (i:Incident {id: $id}) CREATE (:Diversion {id: 'V1'})-[:OF]->(i)", id=rows[0]["id"])
    found = outlook(graph, brought_by(file))
    assert (found.goes, found.handed_over) == (2, 1)
    undo(graph, brought_by(file))
    assert [r["id"] for r in graph.execute_query("MATCH (i:Incident) RETURN i.id AS id").records] == [rows[0]["id"]]


class _Ended(Exception):
    pass


class _EndsAfterOneBatch:
    """Told how far it is, ends it."""

    def rows(self, done: int, total: int | None) -> None:
        """End."""
        raise _Ended(done, total)

    def stage(self, name: str) -> None:
        """Nothing."""


@pytest.mark.parametrize("size", [3, 60])
def test_one_that_was_ended_in_between_is_gone_on_with(
    graph: Driver, tmp_path: Path, rows: list[dict[str, str]], size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_BATCH_ROWS", "2")
    stays, goes = write_rows(tmp_path / "a.csv", rows[size:]), write_rows(tmp_path / "b.csv", rows[:size])
    load_file(graph, stays)
    before = state(graph)
    load_file(graph, goes)
    with pytest.raises(_Ended):
        undo(graph, brought_by(goes), _EndsAfterOneBatch())
    assert undo(graph, brought_by(goes)) == size - 2
    assert state(graph) == before


def test_an_import_ended_in_between_goes_on_and_doubles_nothing(
    graph: Driver, tmp_path: Path, rows: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_BATCH_ROWS", "20")
    file = write_rows(tmp_path / "a.csv", rows[:60])
    [(source, mapping)] = open_files([file], None, None)
    with pytest.raises(_Ended):
        ingest(graph, source, mapping, _EndsAfterOneBatch())
    [(source, mapping)] = open_files([file], None, None)
    summary = ingest(graph, source, mapping)
    assert summary.resumed_after > 1
    assert (summary.counts.read, summary.counts.new) == (60, 60)
    assert outlook(graph, brought_by(file)).goes == 60
