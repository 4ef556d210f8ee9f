"""GET /disputes: pages by cursor, filters, scope, and one dispute whatever number it is asked by."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from neo4j import Driver

import queries
from tests.web.api.programs import Program, program
from tests.web.test_disputes import _DIVERTED, BOTH, LEAK, NOISE, PHONE, history
from web.database import Database
from web.roles import Role

__all__ = ["history"]

_MANY = """UNWIND $numbers AS n
CREATE (:Dispute {id: 'D' + right('0000' + n, 4), title: 't', kind: '其他', status: 'suggested', unit: 'u',
  risk: toFloat(n % $risks) / $risks, level: 'low', first_at: datetime('2026-01-01T00:00:00Z') + duration({days: n}),
  last_at: datetime('2026-02-01T00:00:00Z') + duration({days: n})})"""


def walked(asker: Program, **query: Any) -> list[str]:
    """The numbers of all pages."""
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = asker.ask("/disputes", **query, cursor=cursor)
        assert page.status_code == 200, page.text
        found += [one["dispute_id"] for one in page.json["disputes"]]
        cursor = page.json["next"]
    return found


@pytest.mark.parametrize("sort", ["id", "risk"])
def test_pages_leave_nothing_out_and_say_nothing_twice(app: Flask, sqlite: Database, graph: Driver, sort: str) -> None:
    graph.execute_query(_MANY, numbers=list(range(1, 54)), risks=5)
    asker = program(app, sqlite, Role.ANALYST)
    expected = sorted(f"D{n:04}" for n in range(1, 54))
    if sort == "risk":
        expected.sort(key=lambda number: -(int(number[1:]) % 5))
    for limit in (1, 7, 53, 200):
        assert walked(asker, sort=sort, limit=limit) == expected


@pytest.mark.parametrize("sort", ["id", "risk"])
def test_what_comes_meanwhile_shifts_nothing(app: Flask, sqlite: Database, graph: Driver, sort: str) -> None:
    graph.execute_query(_MANY, numbers=list(range(2, 40, 2)), risks=5)
    asker = program(app, sqlite, Role.ANALYST)
    first = asker.ask("/disputes", sort=sort, limit=8).json
    graph.execute_query(_MANY, numbers=list(range(1, 40, 2)), risks=5)
    rest: list[str] = []
    cursor = first["next"]
    while cursor:
        page = asker.ask("/disputes", sort=sort, limit=8, cursor=cursor).json
        rest += [one["dispute_id"] for one in page["disputes"]]
        cursor = page["next"]
    seen = [one["dispute_id"] for one in first["disputes"]] + rest
    assert len(seen) == len(set(seen))
    assert {f"D{n:04}" for n in range(2, 40, 2)} <= set(seen)


@pytest.mark.parametrize("sort", ["id", "risk"])
def test_a_late_page_costs_what_the_first_one_costs(graph: Driver, sort: str) -> None:
    graph.execute_query(_MANY, numbers=list(range(1, 3001)), risks=100)
    graph.execute_query("CALL db.prepareForReplanning(300)")
    query = queries.find({"id": "dispute_page", "risk": "dispute_page_risk"}[sort])

    def hits(below: float, after: str | None) -> int:
        bound = dict.fromkeys(query.parameters) | {"below": below, "after": after, "limit": 20}
        profile = graph.execute_query("PROFILE " + query.cypher, bound).summary.profile
        return _hits(profile)

    first, late = hits(2.0, None), hits(0.1, "D2900")
    assert late <= 1.5 * first
    assert first <= 1000


def _hits(profile: Any) -> int:
    return int(profile.get("dbHits", 0)) + sum(map(_hits, profile.get("children", ())))


FILTERS: list[tuple[dict[str, str], set[str]]] = [
    ({}, BOTH),
    ({"kind": "漏水"}, LEAK),
    ({"level": "low"}, set()),
    ({"status": "suggested"}, BOTH),
    ({"status": "closed"}, set()),
    ({"unit": "河口派出所"}, LEAK),
    ({"since": "2026-04-01T00:00:00Z"}, NOISE),
    ({"until": "2026-04-01T00:00:00+08:00"}, LEAK),
    ({"since": "2026-03-05T00:00:00Z", "until": "2026-04-01T00:00:00Z", "kind": "漏水"}, LEAK),
]


@pytest.mark.usefixtures("history")
def test_filters(app: Flask, sqlite: Database) -> None:
    asker = program(app, sqlite, Role.ANALYST)
    assert [(query, set(walked(asker, **query, limit=1))) for query, _ in FILTERS] == FILTERS


def test_scope_and_masking(app: Flask, sqlite: Database, history: Driver) -> None:
    history.execute_query(_DIVERTED, id="L3", agency="住建局")
    station = program(app, sqlite, Role.DISPATCHER, "河口派出所")
    assert set(walked(station)) == LEAK
    assert station.ask("/disputes/D-N1").status_code == 404
    text = station.ask("/disputes/D-L1").text
    assert (PHONE in text, "138****0001" in text) == (False, True)
    whole = program(app, sqlite, Role.INVESTIGATOR, "河口派出所").ask("/disputes/D-L1")
    assert PHONE not in whole.text
    assert whole.json["hidden_calls"] == 0
    assert [call["incident_id"] for call in whole.json["calls"]] == ["L1", "L3", "L5"]
    assert whole.json["repeats"][0]["pattern"] == "caller"
    partner = program(app, sqlite, Role.PARTNER, "住建局")
    assert set(walked(partner)) == LEAK
    one = partner.ask("/disputes/D-L1").json
    assert ([call["incident_id"] for call in one["calls"]], one["hidden_calls"]) == (["L3"], 2)


def test_a_merged_number_resolves(app: Flask, sqlite: Database, history: Driver) -> None:
    history.execute_query("CREATE (:Dispute {id: 'D-old', merged_into: 'D-L1', status: 'merged', risk: 0.1})")
    asker = program(app, sqlite, Role.ANALYST)
    answer = asker.ask("/disputes/D-old").json
    assert (answer["asked"], answer["dispute_id"], len(answer["calls"])) == ("D-old", "D-L1", 3)
    assert set(walked(asker)) == BOTH
    station = program(app, sqlite, Role.INVESTIGATOR, "山南派出所")
    assert station.ask("/disputes/D-old").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "nonsense"},
        {"cursor": "WyJpZCIsIkQxIl0"},  # of the other order
        {"cursor": "W10"},
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "x"},
        {"level": "gravest"},
        {"since": "yesterday"},
        {"since": "2026-03-01"},
        {"since": "0.5"},
        {"since": "2026-02-30T00:00:00Z"},
        {"sort": "title"},
        {"unknown": "1"},
    ],
)
def test_what_does_not_fit_is_named(app: Flask, sqlite: Database, graph: Driver, query: dict[str, str]) -> None:
    assert graph
    answer = program(app, sqlite, Role.ANALYST).ask("/disputes", **query)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["errors"][0]["at"].split(".")[0] == next(iter(query))
