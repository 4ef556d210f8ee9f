"""Every export of a small graph, to the letter, and the network in every format."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import docx
import networkx as nx
import orjson
import pytest
from neo4j import Driver

from graph.export.heads import HEADS
from graph.export.network import Network
from graph.export.network_files import NETWORK_SUFFIXES
from graph.export.output import ExportError
from queries import rectification
from queries.export import WHATS, Chosen, export

_GRAPH = """
CREATE (d:Dispute {id: 'D1', title: '=竹影小区漏水', kind: '漏水', status: 'open', risk: 0.75, level: 'high',
  unit: '云河所', escalated: true, risk_reasons: ['danger|value=3', 'callers|value=2']})
CREATE (:Dispute {id: 'D0', merged_into: 'D1'})
CREATE (u:Unit {key: '云河所', name: '云河所'})
CREATE (s:Location {key: 's', level: 'street', name: '云河街道'})
CREATE (e:Location {key: 'e', level: 'estate', name: '竹影小区'})-[:WITHIN]->(s)
CREATE (a:Caller:Person {key: 'tel:1:余建', name: '余建'})-[:USES]->(p:Phone {number: '13900000001'})
CREATE (b:Caller:Person {key: 'tel:2:白某', name: '白某'})
CREATE (o:Person {key: 'o', name: 'x' + $control + 'y'})-[:PARTY_TO {side: 'opponent'}]->(d)
CREATE (t:Thing {key: 'plate:云A1', kind: 'plate', name: '云A1'})
WITH *
UNWIND [0, 1] AS n
CREATE (i:Incident {id: 'JJ' + n, content: $content, danger: n, versions: ['{}'],
  reported_at: datetime({epochSeconds: 1709218800 + n * 7 * 86400, timezone: 'Asia/Shanghai'})})
CREATE (i)-[:ABOUT {score: 0.5 + n, reasons: ['place:+1.0'], decided_by: 'machine'}]->(d)
CREATE (i)-[:AT]->(e), (i)-[:HANDLED_BY]->(u), (i)-[:MENTIONS]->(o), (i)-[:MENTIONS]->(t)
FOREACH (c IN CASE n WHEN 0 THEN [a] ELSE [b] END | CREATE (c)-[:REPORTED]->(i))
FOREACH (c IN CASE n WHEN 0 THEN [p] ELSE [] END | CREATE (c)-[:REPORTED]->(i))
WITH d, collect(i) AS both
CREATE (:Incident {id: 'JJ9', reported_at: datetime('2024-03-20T08:00:00+08:00'), invalid: true})
WITH both[1] AS later, both[0] AS earlier
CREATE (later)-[:RESEMBLES {score: 2.0}]->(earlier)
"""

_FIRST, _LAST = "2024-02-29 23:00:00", "2024-03-07 23:00:00"
_TABLES = {
    "assignments": ["incident_id,dispute_id", "JJ0,D1", "JJ1,D1", "JJ9,"],
    "disputes": [
        "dispute_id,title,kind,status,risk,level,incidents,callers,first_at,last_at,unit,escalated",
        f"D1,'=竹影小区漏水,漏水,open,0.7500,high,2,2,{_FIRST},{_LAST},云河所,1",
    ],
    "repeats": [
        "dispute_id,pattern,window,count,first_at,last_at",
        f"D1,place,7,2,{_FIRST},{_LAST}",
        f"D1,matter,7,2,{_FIRST},{_LAST}",
    ],
    "hotspots": [
        "kind,subject,window,count,first_at,last_at",
        f"location,云河街道竹影小区,7,2,{_FIRST},{_LAST}",
        f"unit,云河所,7,2,{_FIRST},{_LAST}",
    ],
    "flags": ["incident_id,invalid,malicious,non_police", "JJ0,0,0,0", "JJ1,0,0,0", "JJ9,1,0,0"],
    "rectification": [
        "number,dispute_id,danger,directive,unit,deadline,status,outcome",
        "1,D1,'=竹影小区漏水：danger|value=3、2人报警,,云河所,,open,",
    ],
}


@pytest.fixture
def small(graph: Driver) -> Driver:
    with graph.session() as session:
        session.run(_GRAPH, control="\x0b\x00", content="行一\r\n<b>&amp;]]>\x1b 行二").consume()
    return graph


@pytest.mark.parametrize("what", _TABLES)
def test_each_table_has_exactly_these_lines(small: Driver, tmp_path: Path, what: str) -> None:
    written = export(small, what, tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert written.splitlines() == _TABLES[what]


def test_the_same_rows_are_in_json(small: Driver, tmp_path: Path) -> None:
    records = orjson.loads(export(small, "disputes", tmp_path / "out.json").read_bytes())
    assert [list(record) for record in records] == [_TABLES["disputes"][0].split(",")]
    assert (records[0]["risk"], records[0]["escalated"], records[0]["title"]) == (0.75, 1, "=竹影小区漏水")


def _read(output: Path) -> Network:
    if output.suffix == ".graphml":
        return nx.MultiDiGraph(nx.read_graphml(output, force_multigraph=True))
    if output.suffix == ".gexf":
        return nx.MultiDiGraph(nx.read_gexf(output))
    return nx.MultiDiGraph(nx.node_link_graph(orjson.loads(output.read_bytes()), edges="edges"))


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".json"])
def test_a_network_read_back_is_the_selection(small: Driver, tmp_path: Path, suffix: str) -> None:
    network = _read(export(small, "network", tmp_path / f"out{suffix}"))
    edges = {(start, data["label"], end) for start, end, data in network.edges(data=True)}
    both = ("Incident:JJ0", "Incident:JJ1")
    assert edges == {
        *((incident, "ABOUT", "Dispute:D1") for incident in both),
        *((incident, "AT", "Location:e") for incident in both),
        *((incident, "MENTIONS", "Person:o") for incident in both),
        *((incident, "MENTIONS", "Thing:plate:云A1") for incident in both),
        ("Person:o", "PARTY_TO", "Dispute:D1"),
        ("Caller:tel:1:余建", "REPORTED", "Incident:JJ0"),
        ("Caller:tel:2:白某", "REPORTED", "Incident:JJ1"),
        ("Phone:13900000001", "REPORTED", "Incident:JJ0"),
        ("Caller:tel:1:余建", "USES", "Phone:13900000001"),
        ("Location:e", "WITHIN", "Location:s"),
        ("Incident:JJ1", "RESEMBLES", "Incident:JJ0"),
    }
    assert set(network) == {node for start, _, end in edges for node in (start, end)}
    assert len(network.edges) == len(edges)
    assert network.nodes["Incident:JJ1"] == {
        "type": "Incident",
        "identity": "JJ1",
        "label": "JJ1",
        "content": "行一\n<b>&amp;]]>\ufffd 行二",
        "danger": 1,
        "reported_at": _LAST,
    }
    assert network.nodes["Person:o"]["label"] == "x\ufffd\ufffdy"
    assert network.nodes["Dispute:D1"]["escalated"] is True
    (about,) = network.get_edge_data("Incident:JJ1", "Dispute:D1").values()
    assert (about["score"], about["reasons"], about["decided_by"]) == (1.5, "place:+1.0", "machine")


@pytest.mark.parametrize("name", ["out.csv", "out.zip", "out.csv.zip"])
def test_a_network_in_csv_is_two_tables_in_a_zip(small: Driver, tmp_path: Path, name: str) -> None:
    output = export(small, "network", tmp_path / name)
    assert output.name == {"out.csv": "out.csv.zip"}.get(name, name)
    with zipfile.ZipFile(output) as archive:
        read = {part: archive.read(part).decode("utf-8-sig") for part in archive.namelist()}
    nodes, relationships = (list(csv.DictReader(io.StringIO(text, newline=""))) for text in read.values())
    assert list(read) == ["nodes.csv", "relationships.csv"]
    assert (len(nodes), len(relationships)) == (10, 15)
    assert {"id", "type", "identity", "label", "content", "risk"} <= nodes[0].keys()
    assert {row["source"] for row in relationships} | {row["target"] for row in relationships} == {
        row["id"] for row in nodes
    }
    assert next(row["label"] for row in nodes if row["id"] == "Dispute:D1") == "'=竹影小区漏水"


def test_a_merged_dispute_leads_to_the_one_it_is_in(small: Driver, tmp_path: Path) -> None:
    asked = export(small, "network", tmp_path / "asked.json", Chosen(disputes=["D0"])).read_bytes()
    assert asked == export(small, "network", tmp_path / "top.json", Chosen(top=1)).read_bytes()


def test_chosen_nodes_come_with_what_lies_between_them(small: Driver, tmp_path: Path) -> None:
    nodes = ["Incident:JJ0", "Location:e", "Location:s", "Incident:JJ9", "Caller:tel:2:白某"]
    network = _read(export(small, "network", tmp_path / "out.graphml", Chosen(nodes=nodes)))
    assert set(network) == set(nodes)
    assert {(start, data["label"], end) for start, end, data in network.edges(data=True)} == {
        ("Incident:JJ0", "AT", "Location:e"),
        ("Location:e", "WITHIN", "Location:s"),
    }
    both = _read(export(small, "network", tmp_path / "both.json", Chosen(disputes=["D1"], nodes=nodes)))
    assert (len(both), len(both.edges)) == (11, 15)  # the dispute's, and a call that stands alone; nothing twice


def test_a_community_is_the_network_of_its_disputes(small: Driver, tmp_path: Path) -> None:
    small.execute_query("MATCH (d:Dispute {id: 'D1'}) SET d.community = 'C-1'")
    asked = export(small, "network", tmp_path / "asked.json", Chosen(communities=["C-1"]))
    of_dispute = export(small, "network", tmp_path / "dispute.json", Chosen(disputes=["D1"]))
    one, other = _read(asked), _read(of_dispute)
    assert set(one) == set(other)
    assert len(one.edges) == len(other.edges) == 15
    with pytest.raises(ExportError, match="no community C-2"):
        export(small, "network", tmp_path / "out.json", Chosen(communities=["C-2"]))


def test_an_unknown_node_is_one_clear_error(small: Driver, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no node Incident:JJ7"):
        export(small, "network", tmp_path / "out.json", Chosen(nodes=["Incident:JJ0", "Incident:JJ7"]))


@pytest.mark.parametrize("suffix", NETWORK_SUFFIXES)
def test_a_graph_without_disputes_gives_an_empty_network(graph: Driver, tmp_path: Path, suffix: str) -> None:
    assert export(graph, "network", tmp_path / f"out{suffix}").stat().st_size > 0


@pytest.mark.parametrize(
    ("what", "name", "says"),
    [
        ("network", "out.pdf", "network cannot be written to the suffix '.pdf'; it can be .graphml, .gexf, .json,"),
        ("repeats", "out.gexf", "a table cannot be written to the suffix '.gexf'; it can be .csv, .json, .xlsx"),
        ("everything", "out.csv", f"nothing called 'everything' to export; there are: {', '.join(WHATS)}"),
    ],
)
def test_what_cannot_be_exported_is_one_clear_error(
    driver: Driver, tmp_path: Path, what: str, name: str, says: str
) -> None:
    with pytest.raises(ExportError) as caught:
        export(driver, what, tmp_path / name)
    assert says in str(caught.value)


def test_an_unknown_dispute_is_one_clear_error(small: Driver, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no dispute D7"):
        export(small, "network", tmp_path / "out.json", Chosen(disputes=["D7"]))
    assert not list(tmp_path.iterdir())


def test_the_rectification_list_says_why_by_when_and_what_came_of_it(small: Driver, tmp_path: Path) -> None:
    small.execute_query(
        """MATCH (d:Dispute {id: 'D1'})
        SET d.title = '竹影小区漏水', d.kind = '债务', d.risk_reasons = ['repeats|value=3', 'close_ties|kind=debt']
        CREATE (d)<-[:ON]-(:Directive {id: 'Z2', issued_at: datetime('2024-03-08T09:00:00+08:00'),
          deadline: datetime('2024-03-11T18:00:00+08:00')})-[:SENT_TO]->(:Unit {key: '山南所', name: '山南所'})
        CREATE (d)<-[:ON]-(:Directive {id: 'Z1', issued_at: datetime('2024-03-01T09:00:00+08:00')})
        CREATE (d)<-[:ON]-(:Mediation {id: 'M1', held_at: datetime('2024-03-09T09:00:00+08:00'), result: 'agreement'})
        CREATE (d)<-[:ON]-(:Visit {id: 'V1', made_at: datetime('2024-03-20T09:00:00+08:00'), satisfied: true})
        CREATE (:Dispute {id: 'D2', level: 'low', risk: 0.1}), (:Dispute {id: 'D3', level: 'critical', risk: 0.9})"""
    )
    lines = export(small, "rectification", tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    why = "同一诉求报警3次、易激化类型：债务"
    assert lines[1:] == [
        "1,D3,,,,,,",
        f"2,D1,竹影小区漏水：{why},Z2,山南所,2024-03-11 18:00:00,open,达成协议；回访满意",
    ]


def test_the_rectification_list_as_a_document_has_its_own_columns_and_those_that_a_meeting_reads(
    small: Driver, tmp_path: Path
) -> None:
    small.execute_query(
        """MATCH (d:Dispute {id: 'D1'}) SET d.title = '竹影小区漏水', d.status = 'mediating', d.risk_reasons = []
        CREATE (d)<-[:ON]-(:Mediation {id: 'M1', held_at: datetime('2024-03-09T09:00:00+08:00'), result: 'none'})
        CREATE (d)<-[:ON]-(:Mediation {id: 'M2', planned_at: datetime('2024-03-19T09:00:00+08:00')})"""
    )
    [table] = docx.Document(str(export(small, "rectification", tmp_path / "out.docx"))).tables
    head, words, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert tuple(head) == HEADS["rectification"]
    assert words[0] == "序号"
    assert rows == [["1", "D1", "竹影小区漏水", "", "云河所", "", "调解中", "未达成协议"]]


def test_a_list_that_no_document_holds_says_what_does(tmp_path: Path) -> None:
    rows = ((number, "D", "", None, "", None, "closed", "") for number in range(rectification.MOST_DOCX + 1))
    with pytest.raises(ExportError, match=r"more than 5000 rows .* use \.xlsx or \.csv"):
        rectification.write(rows, tmp_path / "out.docx")
    assert not list(tmp_path.iterdir())
