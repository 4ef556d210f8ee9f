"""A vocabulary on trial: what would change is what screening would change, and nothing else is touched."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from neo4j import Driver

from ingest import screening
from ingest.extract import extract, kinds, word_lists
from ingest.incident import Incident
from ingest.progress import Silent
from ingest.screening import screen, stored_incidents
from ingest.tour import load_sample
from ingest.vocabulary_trial import latest, tried
from tests.ingest.worlds import load_file, picture, write_rows

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def call(number: int, content: str, **columns: str) -> Incident:
    return Incident(f"C{number}", AT, content=content, address="向阳里小区3栋", **columns)


def test_only_calls_that_are_read_otherwise_are_told() -> None:
    calls = [call(1, "邻居拎着铁管来闹"), call(2, "楼上漏水"), call(3, "对方用铁管打人")]
    found = tried(calls, word_lists.Vocabulary().changed("dangers/5", ["铁管"], []))
    assert [(one.incident.id, one.before.danger, one.after.danger) for one in found] == [("C1", 0, 5), ("C3", 2, 5)]
    assert found[0].after.danger_words == ("铁管",)


def test_a_trial_reads_as_extraction_does(graph: Driver) -> None:
    load_sample(graph, 300, 110, Silent())
    calls = latest(graph, 400)
    assert [one.reported_at for one in calls] == sorted((one.reported_at for one in calls), reverse=True)
    everything = {
        one.incident.id: one for one in tried(calls, word_lists.Vocabulary().changed("references", ["的"], []))
    }
    assert everything
    for one in everything.values():
        read = extract(one.incident)
        assert one.before.kind == kinds.NAMES.get(read.kind, "")
        assert one.before.danger_words == tuple(found.term for found in read.dangers)
        flagged = (read.invalid, read.malicious, read.non_police, bool(read.references))
        assert (one.before.invalid, one.before.malicious, one.before.non_police, one.before.refers_back) == flagged


@pytest.mark.usefixtures("as_shipped")
def test_screening_reads_by_the_saved_words_and_says_so(graph: Driver, tmp_path: Path) -> None:
    rows = [
        {"id": f"C{n}", "reported_at": f"2026-03-0{n} 09:00:00", "content": "去拿快递", "address": "向阳里小区3栋"}
        for n in (1, 2)
    ]
    load_file(graph, write_rows(tmp_path / "calls.csv", rows))
    [shipped, _] = [incident for incident, _ in stored_incidents(graph)]
    before = picture(graph)
    held = word_lists.in_force().changed("flags/shopping", ["去拿快"], []).changed("dangers/1", ["去拿"], [])
    word_lists.VERSIONS.save(held.values(), "wang", "", seen=0)
    assert screening.read_by() == 0
    screen(graph)
    assert screening.read_by() == 1
    words = graph.execute_query("MATCH (i:Incident {id: $id}) RETURN i.danger_words", id=shipped.id).records[0][0]
    assert words == ["去拿"]
    word_lists.VERSIONS.save({}, "wang", "", seen=1)
    screen(graph)
    assert picture(graph) == before
