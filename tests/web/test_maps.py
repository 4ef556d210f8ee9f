"""Saved maps: kept without anybody's number, opened of what the visitor sees, shared, never written over unseen."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from neo4j import Driver
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.web.people import Browser, signed_in
from tests.web.test_disputes import ID_NUMBER, PHONE, history
from tests.web.test_explore import asked, told
from web import maps
from web.accounts import units
from web.database import Database
from web.models import AuditRecord, SavedMap
from web.roles import Role

__all__ = ["history"]


def board(browser: Browser, *names: str) -> dict[str, Any]:
    """A board with these things, the first pinned and noted, in one group."""
    nodes = told(asked(browser, "nodes", nodes=list(names)))["nodes"]
    spots = [{"id": node["id"], "x": 10 * at, "y": -at} for at, node in enumerate(nodes)]
    spots[0] |= {"pinned": True, "note": f"call {PHONE} on Monday"}
    group = {"name": "these", "closed": False, "members": list(range(len(nodes))), "x": None, "y": None}
    off = {"labels": ["Unit"], "types": ["RESEMBLES"], "levels": [], "units": []}
    return {
        "nodes": spots,
        "groups": [group],
        "off": off,
        "span": [1.0, 2.5],
        "axis": [1.0, 2.5, 700],
        "eye": {"zoom": 0.5, "x": 1, "y": 2},
    }


def save(browser: Browser, title: str, state: dict[str, Any], path: str = "maps", **more: Any) -> TestResponse:
    return asked(browser, path, title=title, state=state, **more)


def titles(browser: Browser) -> list[str]:
    return [one["title"] for one in told(browser.get("/explore/maps"))["maps"]]


ALL = ("Dispute:D-L1", f"Phone:{PHONE}", "Incident:L1", "Dispute:D-N1")


def test_a_map_opens_as_it_was_kept(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    analyst = signed_in(app, sqlite, Role.ANALYST)
    state = board(analyst, *ALL)
    kept = told(save(analyst, "  For   Monday ", state))
    assert (kept["title"], kept["mine"]) == ("For Monday", True)
    opened = told(analyst.get(f"/explore/maps/{kept['id']}"))
    again = opened["state"]
    assert {node["id"]: (node["x"], node["y"]) for node in again["nodes"]} == {
        node["id"]: (node["x"], node["y"]) for node in state["nodes"]
    }
    assert again["nodes"][0]["pinned"] is True
    assert again["groups"][0]["members"] == [node["id"] for node in state["nodes"]]
    assert {part: again[part] for part in ("off", "span", "axis", "eye")} == {
        part: state[part] for part in ("off", "span", "axis", "eye")
    }
    assert (opened["hidden"], opened["gone"], len(opened["nodes"])) == (0, 0, 4)
    assert any(link[1] == "ABOUT" for link in opened["links"])


def test_sql_has_nobodys_number_or_name_and_a_note_neither(app: Flask, sqlite: Database, history: Driver) -> None:
    key = history.execute_query("MATCH (c:Caller)-[:REPORTED]->(:Incident {id: 'L1'}) RETURN c.key AS key")[0][0]["key"]
    analyst = signed_in(app, sqlite, Role.ANALYST)
    kept = told(save(analyst, "m", board(analyst, *ALL, f"Caller:{key}")))
    with sqlite.reading() as sql:
        state = sql.scalars(select(SavedMap.state)).one()
    assert not any(secret in state for secret in (PHONE, ID_NUMBER, key, "王某"))
    assert "D-L1" in state
    answer = analyst.get(f"/explore/maps/{kept['id']}")
    assert (PHONE in answer.text, "138****0001 on Monday" in answer.text) == (False, True)
    assert len(told(answer)["nodes"]) == 5


def test_what_is_gone_or_is_now_something_else_is_counted_not_shown(
    app: Flask, sqlite: Database, history: Driver
) -> None:
    analyst = signed_in(app, sqlite, Role.ANALYST)
    kept = told(save(analyst, "m", board(analyst, *ALL)))
    history.execute_query("MATCH (p:Phone {number: $phone}) SET p.number = '13500000000'", phone=PHONE)
    history.execute_query("MATCH (i:Incident {id: 'L1'}) DETACH DELETE i")
    opened = told(analyst.get(f"/explore/maps/{kept['id']}"))
    assert ({node["label"] for node in opened["nodes"]}, opened["gone"]) == ({"Dispute"}, 2)
    assert len(opened["state"]["groups"][0]["members"]) == 2


def test_a_person_and_a_unit_with_those_below_it_open_what_is_shared_of_what_they_see(
    app: Flask, sqlite: Database, history: Driver
) -> None:
    assert history
    with sqlite.writing() as sql:
        centre = units.named(sql, "市局指挥中心")
        units.put_below(sql, units.named(sql, "河口派出所"), centre.id)
        above = centre.id
    owner = signed_in(app, sqlite, Role.ANALYST, name="owner")
    station = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所", name="station")
    other = signed_in(app, sqlite, Role.INVESTIGATOR, "山南派出所", name="other")
    number = told(save(owner, "m", board(owner, *ALL)))["id"]
    assert [station.get(f"/explore/maps/{number}").status_code, titles(station)] == [404, []]
    told(asked(owner, f"maps/{number}/share", unit=above))
    said = told(asked(owner, f"maps/{number}/share", person="other"))
    assert [one["name"] for one in said["shares"]] == ["市局指挥中心", "other"]
    opened = told(station.get(f"/explore/maps/{number}"))
    assert (opened["hidden"], {node["number"] for node in opened["nodes"]}) == (1, {"D-L1", "L1", None})
    assert opened["map"]["shares"] == []
    assert (titles(station), titles(other)) == (["m"], ["m"])
    bodies: dict[str, dict[str, Any]] = {
        "": {"title": "x", "state": board(station, "Incident:L1")},
        "/delete": {},
        "/share": {"person": "other"},
        "/unshare": {"share": 1},
    }
    for path, body in bodies.items():
        assert asked(station, f"maps/{number}{path}", **body).status_code == 404, path
    told(asked(owner, f"maps/{number}/unshare", share=said["shares"][0]["id"]))
    assert station.get(f"/explore/maps/{number}").status_code == 404


@pytest.mark.parametrize("whom", [{"person": "nobody"}, {"person": "partner"}, {"person": "owner"}, {"unit": 99}, {}])
def test_it_is_shared_with_nobody_who_cannot_open_it(
    app: Flask, sqlite: Database, history: Driver, whom: dict[str, Any]
) -> None:
    assert history
    signed_in(app, sqlite, Role.PARTNER, "住建局", name="partner")
    owner = signed_in(app, sqlite, Role.ANALYST, name="owner")
    number = told(save(owner, "m", board(owner, "Incident:L1")))["id"]
    assert asked(owner, f"maps/{number}/share", **whom).status_code == 404


def test_another_tabs_changes_are_not_written_over(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    owner = signed_in(app, sqlite, Role.ANALYST)
    first = told(save(owner, "one", board(owner, "Incident:L1")))
    second = told(save(owner, "two", board(owner, *ALL), f"maps/{first['id']}", seen=first["changed"]))
    late = save(owner, "three", board(owner, "Incident:L1"), f"maps/{first['id']}", seen=first["changed"])
    assert (late.status_code, late.get_json()) == (409, {"problem": "changed"})
    assert titles(owner) == ["two"]
    assert second["changed"] != first["changed"]


def test_limits_and_titles(app: Flask, sqlite: Database, history: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    assert history
    owner = signed_in(app, sqlite, Role.ANALYST)
    state = board(owner, "Incident:L1")
    assert save(owner, "   ", state).status_code == 400
    assert save(owner, "m", state | {"nodes": []}).status_code == 400
    assert save(owner, "m", state | {"groups": [state["groups"][0] | {"members": [7]}]}).status_code == 200
    monkeypatch.setattr(maps, "EACH", 1)
    assert save(owner, "m", state).status_code == 400


def test_saving_sharing_and_deleting_are_written_down(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    owner = signed_in(app, sqlite, Role.ANALYST, name="owner")
    signed_in(app, sqlite, Role.SUPERVISOR, name="boss")
    number = told(save(owner, "m", board(owner, "Incident:L1")))["id"]
    told(asked(owner, f"maps/{number}/share", person="boss"))
    told(asked(owner, f"maps/{number}/delete"))
    assert owner.get(f"/explore/maps/{number}").status_code == 404
    with sqlite.reading() as sql:
        actions = sql.scalars(select(AuditRecord.action).order_by(AuditRecord.number)).all()
    assert [action for action in actions if action.startswith("map-")] == ["map-saved", "map-shared", "map-deleted"]
