"""The command line as a person uses it: exit status, one clear line, and what survives a mistake."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from neo4j import Driver

from app import cli
from graph.casework.decisions import part
from tests.ingest.worlds import write_rows


def call(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def leak(number: int, **columns: str) -> dict[str, str]:
    base = {"id": f"L{number}", "reported_at": f"2026-03-{number:02d} 09:00:00", "phone": "13800000001"}
    return base | {"address": "向阳里小区3栋2单元501室", "content": "楼上漏水，要求赔偿", **columns}


@pytest.fixture
def leaks(graph: Driver, tmp_path: Path) -> Driver:
    file = write_rows(tmp_path / "leaks.csv", [leak(day) for day in (1, 3, 5)])
    assert call("ingest", "--quiet", str(file)).exit_code == 0
    return graph


@pytest.mark.usefixtures("graph")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("query", "nonsense"), "no query 'nonsense'"),
        (("query", "disputes", "-p", "limit"), "-p limit: must be KEY=VALUE"),
        (("query", "disputes", "-p", "limit=1", "-p", "limit=2"), "given twice"),
        (("query", "disputes", "-p", "limit=many"), "limit"),
        (("query",), "give the NAME of a query, or --cypher"),
        (("query", "disputes", "--cypher", "RETURN 1"), "give the NAME of a query, or --cypher"),
        (("query", "--cypher", "RETURN $x", "-p", "x:=[1"), "must be JSON"),
        (("query", "--cypher", "MATCH (n)\nDETACH DELETE n"), "2:1 只能查询，不能使用 DETACH / "),
        (("export", "nonsense", "--output", "x.csv"), "nothing called 'nonsense'"),
        (("export", "repeats", "--output", "x.pdf"), ".pdf"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(arguments: tuple[str, ...], said: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert said in line


@pytest.mark.usefixtures("graph")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FENGQIAO_BATCH_ROWS", "0"),
        ("FENGQIAO_WEEK_MIN", "1"),
        ("FENGQIAO_YEAR_MIN", "five"),
        ("FENGQIAO_TZ", "Asia/Beijing"),
    ],
)
def test_a_setting_that_cannot_be_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    file = write_rows(tmp_path / "a.csv", [leak(1)])
    monkeypatch.setenv(name, value)
    result = call("ingest", "--quiet", str(file))
    result = call("export", "repeats", "--output", str(tmp_path / "r.csv")) if result.exit_code == 0 else result
    assert result.exit_code == 1
    assert f"{name}={value}" in result.stderr


@pytest.mark.usefixtures("leaks")
def test_a_dispute_that_is_not_there_is_named_even_beside_one_that_is(tmp_path: Path) -> None:
    output = tmp_path / "n.graphml"
    result = call("export", "network", "--dispute", "D-L1", "--dispute", "D-none", "--output", str(output))
    assert (result.exit_code, output.exists()) == (1, False)
    assert "D-none" in result.stderr
    assert "D-L1" not in result.stderr


@pytest.mark.usefixtures("leaks")
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_network_can_be_printed(form: str) -> None:
    result = call("query", "dispute_network", "-p", "disputes=D-L1", "--format", form)
    assert result.exit_code == 0, result.output
    assert "Dispute D-L1" in result.stdout


@pytest.mark.usefixtures("leaks")
def test_cypher_of_ones_own_is_answered_and_says_when_there_is_more(monkeypatch: pytest.MonkeyPatch) -> None:
    cypher = (
        "MATCH (i:Incident) WHERE i.phone = $phone RETURN i.id AS 编号, i.reported_at.day AS day ORDER BY day LIMIT $n"
    )
    given = ("query", "--cypher", cypher, "-p", "phone=13800000001", "--format", "csv", "-p")
    assert call(*given, "n:=2").stdout.splitlines() == ["编号,day", "L1,1", "L3,3"]
    monkeypatch.setenv("FENGQIAO_QUERY_ROWS", "2")
    cut = call(*given, "n:=3")
    assert cut.stdout.splitlines() == ["编号,day", "L1,1", "L3,3"]
    assert "the first 2 rows only; there are more" in cut.stderr


def test_no_printed_csv_cell_is_a_formula(graph: Driver, tmp_path: Path) -> None:
    rows = [leak(day, caller_name="=HYPERLINK(1)") for day in (1, 3)]
    assert call("ingest", "--quiet", str(write_rows(tmp_path / "a.csv", rows))).exit_code == 0
    assert graph.execute_query("MATCH (i:Incident) RETURN i.caller_name AS n LIMIT 1").records[0]["n"].startswith("=")
    printed = call("query", "dispute_incidents", "-p", "dispute=D-L1", "--format", "csv").stdout
    assert "'=HYPERLINK" in printed
    assert ",=HYPERLINK" not in printed


@pytest.mark.usefixtures("graph")
def test_a_damaged_row_fed_again_as_it_is_is_refused_again(tmp_path: Path) -> None:
    file = tmp_path / "shifted.csv"
    lines = ["接警单编号,报警时间,警情地址,报警内容,处警单位", "A1,2026-03-01 10:00:00,和平路1号,吵架,东站"]
    lines += [f"A{n},2026-03-0{n} 10:00:00,和平路{n}号,吵架,东站" for n in range(2, 9)]
    lines += ["B1,2026-03-01 10:00:00,朝阳区,和平路2号,吵架,东站", "B2,2026-03-01 10:00:00,和平", "B3,2026-03-02 10:00"]
    file.write_text("\n".join(lines), encoding="utf-8")
    first = call("ingest", "--quiet", str(file))
    assert "read 11, new 8, corrected 0, unchanged 0, quarantined 3" in first.stdout
    [quarantined] = (Path(os.environ["FENGQIAO_HOME"]) / "quarantine").glob("shifted.csv.*.csv")
    assert quarantined.stat().st_mode & 0o077 == 0
    again = call("ingest", "--quiet", str(quarantined))
    assert "read 3, new 0, corrected 0, unchanged 0, quarantined 3" in again.stdout


@pytest.mark.usefixtures("graph")
def test_mending_in_place_survives_the_same_import(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "changed-in-place.csv", [leak(1), leak(2, reported_at="2026-02-30 09:00:00")])
    call("ingest", "--quiet", str(file))
    [quarantined] = (Path(os.environ["FENGQIAO_HOME"]) / "quarantine").glob("changed-in-place.csv.*.csv")
    quarantined.write_text(quarantined.read_text(encoding="utf-8-sig").replace("02-30", "02-28"), encoding="utf-8-sig")
    result = call("ingest", "--quiet", str(file))
    before = quarantined.with_suffix(".before.csv")
    assert str(before) in result.stdout
    assert "new 1," in call("ingest", "--quiet", str(before)).stdout


@pytest.mark.usefixtures("graph")
def test_a_field_longer_than_any_is_refused_again_and_again(tmp_path: Path) -> None:
    file = tmp_path / "long.jsonl"
    file.write_text(json.dumps(leak(1, content="吵" * 1_200_000), ensure_ascii=False), encoding="utf-8")
    for _ in range(2):
        assert "new 0, corrected 0, unchanged 0, quarantined 1" in call("ingest", "--quiet", str(file)).stdout


@pytest.mark.usefixtures("graph")
def test_a_time_format_that_is_none_is_named(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "a.csv", [leak(1)])
    plan = tmp_path / "mapping.toml"
    plan.write_text('time_formats = ["%d/%m/%Y %H:%i"]')
    result = call("ingest", "--quiet", str(file), "--mapping", str(plan))
    assert result.exit_code == 1
    assert "%H:%i" in result.stderr


def test_a_start_that_was_killed_goes_on(graph: Driver) -> None:
    assert call("start").exit_code == 0
    graph.execute_query("MATCH (m:Import) SET m.finished = false")
    graph.execute_query("MATCH (i:Incident) SET i.unsettled = true")
    graph.execute_query("MATCH (d:Dispute) DETACH DELETE d")
    graph.execute_query("MATCH (m:Memory) DETACH DELETE m")  # a killed settling leaves its token out of step
    again = call("start")
    assert again.exit_code == 0
    assert "重复矛盾纠纷" in again.stdout
    assert graph.execute_query("MATCH (i:Incident) WHERE i.unsettled RETURN count(i) AS n").records[0]["n"] == 0


@pytest.mark.usefixtures("graph")
def test_callers_are_shown_merged_split_and_given_back(tmp_path: Path) -> None:
    rows = [leak(day, caller_name="白建国") for day in (1, 3, 5)]
    rows += [leak(7, phone="13800000002", caller_name="何秀英", address="青禾湾8栋", content="咨询办证")]
    call("ingest", "--quiet", str(write_rows(tmp_path / "a.csv", rows)))
    bai, he = "tel:13800000001:白建国", "tel:13800000002:何秀英"
    merged = call("caller", "merge", bai, he, "--by", "研判员", "--reason", "两个号码")
    assert merged.exit_code == 0, merged.output
    assert f"4 incidents are of {bai}" in merged.stdout
    shown = call("caller", "show", he).stdout
    assert "13800000001（3）、13800000002（1）" in shown
    assert "研判员 认定其中 4 起为同一人" in shown
    assert "电话 13800000001 报警 3 起" in shown
    assert all(f"L{day}" in shown for day in (1, 3, 5, 7))
    split = call("caller", "split", bai, "L5")
    assert f"L5 are of {bai}#L5" in split.stdout
    listed = call("decision", "list").stdout.splitlines()
    assert [line.split()[2:4] for line in listed] == [["caller", "split,"], ["caller", "merge,"]]
    assert listed[1].endswith("by 研判员  两个号码")
    ids = [line.split()[0] for line in listed]
    assert all(call("decision", "undo", made, "--by", "复核员").exit_code == 0 for made in ids)
    assert all("by 复核员" in line for line in call("decision", "list").stdout.splitlines())
    assert "警情 3 起" in call("caller", "show", bai).stdout
    again = call("decision", "undo", ids[0])
    assert (again.exit_code, again.stderr) == (2, f"fengqiao: decision {ids[0]} was undone before\n")


@pytest.mark.usefixtures("leaks")
def test_a_decision_about_a_dispute_is_undone_by_the_same_command(graph: Driver) -> None:
    decision = part(graph, ["L1"], ["L3", "L5"], "研判员")
    call("screen", "--quiet")
    parted = graph.execute_query("MATCH (i:Incident)-[:ABOUT]->() RETURN i.id AS id").records
    assert {row["id"] for row in parted} == {"L3", "L5"}
    assert call("decision", "undo", decision).exit_code == 0
    rows = graph.execute_query(
        "MATCH (i:Incident)-[:ABOUT]->(d:Dispute) RETURN DISTINCT d.id AS id, count(i) AS n"
    ).records
    assert [row["n"] for row in rows] == [3]


@pytest.mark.usefixtures("leaks")
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("caller", "show", "tel:1:无"), 2, "no such caller: tel:1:无"),
        (("caller", "merge", "tel:13800000001:", "tel:1:无"), 2, "no such caller: tel:1:无"),
        (("caller", "merge", "tel:13800000001:"), 1, "two or more"),
        (("caller", "split", "tel:13800000001:", "L9"), 2, "L9"),
        (("caller", "split", "tel:13800000001:", "L1", "L3", "L5"), 1, "not none and not all"),
        (("decision", "undo", "nothing"), 2, "no decision nothing"),
    ],
)
def test_a_decision_about_what_is_not_there_is_one_line(arguments: tuple[str, ...], status: int, said: str) -> None:
    result = call(*arguments)
    assert result.exit_code == status
    [line] = result.stderr.splitlines()
    assert said in line
