"""Networks taken away by the pages: what is told beforehand, what each role and unit gets, masked and written down."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from flask import Flask
from neo4j import Driver

from graph.analysis.whiteboard import Whiteboard
from graph.export.network import Network
from graph.gate.limits import limits
from graph.gate.slots import slot
from tests.ingest.worlds import load_file, write_rows
from tests.web.people import Browser, signed_in
from tests.web.test_disputes import ID_NUMBER, PHONE, leak, noise
from web import map_state, maps
from web.accounts import people
from web.audit.actions import Action
from web.database import Database
from web.models import AuditRecord
from web.roles import Role
from web.screens.exports import FORMATS

_ALL_IDS = "MATCH (n) WHERE NOT (n:Import OR n:Memory) RETURN elementId(n) AS id ORDER BY id"


@pytest.fixture
def history(graph: Driver, tmp_path: Path) -> Driver:
    """A leak of 河口 and a noise of 山南; the callers of the leak have two numbers that look the same when masked."""
    rows = [
        leak(1, caller_name="<b>王某", caller_id_number=ID_NUMBER),
        leak(3),
        leak(5, phone="13800010001"),
        noise(1),
        noise(2),
    ]
    load_file(graph, write_rows(tmp_path / "calls.csv", rows))
    return graph


def everything(history: Driver) -> list[str]:
    with history.session() as session:
        return [record["id"] for record in session.run(_ALL_IDS)]


def made(browser: Browser, form: str, **fields: object) -> bytes:
    answer = browser.post("/exports/make", form=form, **fields)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=fengqiao-")
    return answer.get_data()


def read(content: bytes) -> Network:
    return nx.MultiDiGraph(nx.read_graphml(io.BytesIO(content), force_multigraph=True))


def audited(sqlite: Database) -> Iterator[dict[str, object]]:
    with sqlite.reading() as sql:
        for record in sql.query(AuditRecord).filter(AuditRecord.action == Action.EXPORTED):
            yield {"target": record.target, "account": record.account, **json.loads(record.detail)}


@pytest.mark.usefixtures("history")
def test_the_page_tells_what_will_be_in_the_file_and_the_file_holds_it(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    page = browser.get("/exports?dispute=D-L1").get_data(as_text=True)
    told = dict(re.findall(r"</svg>([^<]+)</th><td class=\"num\">(\d+)</td>", page))
    network = read(made(browser, ".graphml", dispute="D-L1"))
    labels = list(nx.get_node_attributes(network, "type").values())
    assert told["警情"] == "3" == str(labels.count("Incident"))
    assert told["矛盾纠纷"] == "1"
    assert sum(map(int, told.values())) == len(network)
    assert f'关系</th><td class="num">{len(network.edges)}</td>' in page
    assert "手机号和身份证号已脱敏" in page
    assert "内部资料 注意保密" in page
    assert list(audited(sqlite)) == [
        {
            "target": "dispute D-L1",
            "account": "some-investigator",
            "form": ".graphml",
            "nodes": len(network),
            "relationships": len(network.edges),
            "hidden": 0,
        }
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_no_number_of_a_person_is_in_any_file(app: Flask, sqlite: Database, history: Driver, form: str) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    nodes = json.dumps(everything(history))
    content = made(browser, form, nodes=nodes, title=f"关于{PHONE}")
    if form in (".zip", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    for number in (PHONE, "13800010001", "13900000002", ID_NUMBER):
        assert number.encode() not in content
    if form not in (".png",):
        assert b"138****0001" in content


def test_numbers_that_look_the_same_when_masked_stay_two_nodes(app: Flask, sqlite: Database, history: Driver) -> None:
    network = read(made(signed_in(app, sqlite, Role.ANALYST), ".graphml", nodes=json.dumps(everything(history))))
    phones = {name: found["label"] for name, found in network.nodes(data=True) if found["type"] == "Phone"}
    assert phones == {
        "Phone:138****0001": "138****0001",
        "Phone:138****0001 (2)": "138****0001",
        "Phone:139****0002": "139****0002",
    }
    assert {len(list(network.successors(name))) for name in phones} == {1, 2}


def test_a_selection_is_read_back_as_it_is_in_the_graph(app: Flask, sqlite: Database, history: Driver) -> None:
    network = read(made(signed_in(app, sqlite, Role.SUPERVISOR), ".graphml", nodes=json.dumps(everything(history))))
    with history.session() as session:
        [(nodes, relationships)] = session.run(
            "MATCH (n) WHERE NOT (n:Import OR n:Memory) WITH count(n) AS nodes "
            "MATCH (a)-[r]->(b) WHERE NOT (b:Import OR b:Memory) RETURN nodes, count(r)"
        ).values()
    assert (len(network), len(network.edges)) == (nodes, relationships)


def test_what_other_units_handle_is_left_out_and_counted(app: Flask, sqlite: Database, history: Driver) -> None:
    nodes = everything(history)
    whole = read(made(signed_in(app, sqlite, Role.ANALYST), ".graphml", nodes=json.dumps(nodes)))
    browser = signed_in(app, sqlite, Role.INVESTIGATOR, "山南派出所")
    page = browser.post("/exports", nodes=json.dumps([*nodes, "4:nothing:9"])).get_data(as_text=True)
    part = read(made(browser, ".graphml", nodes=json.dumps(nodes)))
    labels = list(nx.get_node_attributes(part, "type").values())
    assert (labels.count("Dispute"), labels.count("Incident"), labels.count("Phone")) == (1, 2, 1)
    assert f"有 {len(whole) - len(part) + 1} 个节点未列入" in page
    assert not [name for name in part if "138" in name]


@pytest.mark.usefixtures("history")
def test_a_dispute_of_another_unit_is_not_there(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.INVESTIGATOR, "山南派出所")
    assert browser.get("/exports?dispute=D-L1").status_code == 404
    assert browser.post("/exports/make", form=".json", dispute="D-L1").status_code == 404
    assert {browser.get(f"/exports?map={number}").status_code for number in ("1", "x", "9" * 30)} == {404}
    assert not list(audited(sqlite))


def test_the_drawing_is_as_the_browser_had_it(app: Flask, sqlite: Database, history: Driver) -> None:
    nodes = everything(history)[:3]
    places = {nodes[0]: [0, 0], nodes[1]: [100, 0], nodes[2]: [0, 300]}
    fields = {"nodes": json.dumps(nodes), "positions": json.dumps(places), "title": "水 <漏> 的事"}
    drawn = made(signed_in(app, sqlite, Role.ANALYST), ".svg", **fields).decode()
    signs = re.findall(r'</title><(?:circle|polygon) [^>]*/><text x="([\d.]+)" y="([\d.]+)"', drawn)
    centres = [(float(x), float(y)) for x, y in signs]
    (left, top), (right, level), (under, low) = sorted(centres, key=lambda at: (at[1], at[0]))
    assert (top, under) == (level, left)
    assert (low - top) == pytest.approx(3 * (right - left), abs=1)
    assert "水 &lt;漏&gt; 的事" in drawn


def test_a_saved_map_is_drawn_as_it_was_for_those_who_may_open_it(
    app: Flask, sqlite: Database, history: Driver
) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    nodes = everything(history)[:4]
    spots = [{"id": node, "x": 100 * at, "y": 0, "hidden": at == 3} for at, node in enumerate(nodes)]
    state = map_state.State.model_validate({"nodes": spots, "off": {}})
    with app.app_context():
        whole, _ = map_state.kept(Whiteboard(history, None), state)
    with sqlite.writing() as sql:
        number = maps.add(sql, people.known(sql, "some-analyst"), "漏水的图", whole).id
    assert "漏水的图" in browser.get(f"/exports?map={number}").get_data(as_text=True)
    drawn = made(browser, ".svg", map=str(number)).decode()
    assert "漏水的图" in drawn
    assert "3 个节点" in drawn
    assert signed_in(app, sqlite, Role.SUPERVISOR).get(f"/exports?map={number}").status_code == 404


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    "fields",
    [
        {"nodes": "{"},
        {"nodes": "{}"},
        {"nodes": "[1]"},
        {"nodes": '["a"]', "positions": '{"a": [1]}'},
        {"nodes": '["a"]', "positions": '{"a": [1, "2"]}'},
        {"nodes": '["a"]', "positions": '{"a": [1e400, 0]}'},
        {"nodes": '["a"]', "form": ".exe"},
        {"nodes": "[" * 100_000},
        {"dispute": "", "form": ".json"},
    ],
)
def test_what_no_page_sends_is_refused(app: Flask, sqlite: Database, fields: dict[str, str]) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    assert browser.post("/exports/make", **({"form": ".json"} | fields)).status_code == 400


def test_too_large_a_selection_is_refused_beforehand(
    app: Flask, sqlite: Database, history: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_EXPORT_NODES", "5")
    browser = signed_in(app, sqlite, Role.ANALYST)
    answer = browser.post("/exports", nodes=json.dumps(everything(history)))
    assert answer.status_code == 400
    assert "一个文件最多 5 个" in answer.get_data(as_text=True)
    page = browser.get("/exports?dispute=D-L1").get_data(as_text=True)
    assert page.count("disabled") == len(FORMATS) + 1  # every format, and the button
    assert browser.post("/exports/make", form=".json", dispute="D-L1").status_code == 400


@pytest.mark.usefixtures("history")
def test_one_person_does_not_keep_the_whole_machine_busy(
    app: Flask, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_QUERY_EACH", "1")
    browser = signed_in(app, sqlite, Role.ANALYST)
    with sqlite.reading() as sql:
        me = people.known(sql, "some-analyst").id
    with slot(str(me), limits()):
        assert browser.post("/exports/make", form=".json", dispute="D-L1").status_code == 429
    assert browser.post("/exports/make", form=".json", dispute="D-L1").status_code == 200


def test_large_selections_pass_the_form(app: Flask, sqlite: Database, history: Driver) -> None:
    nodes = [*everything(history), *(f"4:00000000-0000-0000-0000-000000000000:{number}" for number in range(15_000))]
    answer = signed_in(app, sqlite, Role.ANALYST).post("/exports", nodes=json.dumps(nodes))
    assert "有 15000 个节点未列入" in answer.get_data(as_text=True)


@pytest.mark.usefixtures("history")
def test_the_pages_are_in_english_too(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    browser.client.set_cookie("language", "en")
    assert "What will be in it" in browser.get("/exports?dispute=D-L1").get_data(as_text=True)
    assert "Nothing is selected" in browser.get("/exports").get_data(as_text=True)
    assert "Nodes as a table" in made(browser, ".html", dispute="D-L1").decode()
