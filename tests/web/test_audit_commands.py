"""``python app.py audit``, and what other commands write down."""

from __future__ import annotations

import csv
import getpass
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from neo4j import Driver
from sqlalchemy import delete, select, update

from app import cli
from graph import settings
from tests.ingest.worlds import load_file, write_rows
from tests.web.test_disputes import PHONE, leak
from web.audit import anchor
from web.database import Database
from web.models import AuditRecord


def call(*arguments: str, given: str = "") -> Result:
    result = CliRunner().invoke(cli, arguments, input=given)
    assert "Traceback" not in result.output
    return result


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    url = f"sqlite:///{tmp_path / 'accounts.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)
    return Database(url)


def records(database: Database) -> list[AuditRecord]:
    with database.reading() as sql:
        return list(sql.scalars(select(AuditRecord).order_by(AuditRecord.number)))


def said(database: Database) -> list[tuple[str, str]]:
    return [(one.action, one.target) for one in records(database)]


def test_verify_says_all_hold_or_names_the_first_bad_one(database: Database) -> None:
    assert call("audit", "verify").stdout == "no records yet\n"
    for name in ("wang", "li", "zhao"):
        assert call("user", "add", name, "--role", "analyst").exit_code == 0
    call("user", "lock", "li")
    good = call("audit", "verify")
    assert (good.exit_code, good.stdout) == (0, "4 records, 1 to 4: all hold\n")
    with database.writing() as sql:
        sql.execute(update(AuditRecord).where(AuditRecord.number == 2).values(account="nobody"))
    bad = call("audit", "verify")
    assert (bad.exit_code, bad.stdout) == (1, "")
    assert bad.stderr.startswith("fengqiao: audit record 2 was altered")
    assert call("audit", "verify", "--since", "3").exit_code == 0
    with database.writing() as sql:
        sql.execute(delete(AuditRecord).where(AuditRecord.number == 4))
    assert "audit record 4 and what followed were cut off" in call("audit", "verify", "--since", "3").stderr


def test_accounts_are_changed_under_the_name_of_the_terminal(database: Database) -> None:
    call("user", "add", "wang", "--role", "analyst", "--unit", "河口派出所")
    call("user", "reset", "wang")
    call("user", "lock", "wang")
    call("user", "lock", "wang", "--off")
    call("user", "reset", "nobody")
    assert said(database) == [
        ("account-added", "wang"),
        ("account-reset", "wang"),
        ("account-locked", "wang"),
        ("account-opened", "wang"),
    ]
    assert {(one.account, one.role, one.address) for one in records(database)} == {
        (getpass.getuser(), "terminal", "terminal")
    }


def test_export_in_both_forms_is_written_down_first(database: Database, tmp_path: Path) -> None:
    call("user", "add", "wang", "--role", "analyst", "--unit", "=cmd")
    table, lines = tmp_path / "audit.csv", tmp_path / "audit.jsonl"
    assert call("audit", "export", "--output", str(table)).stdout == f"{table}: 2 records\n"
    assert call("audit", "export", "--output", str(lines)).stdout == f"{lines}: 3 records\n"
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["action"] for row in rows] == ["account-added", "audit-exported"]
    assert rows[0]["mac"] == rows[1]["previous"]
    found = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert found[0]["detail"] == {"role": "analyst", "unit": "=cmd"}
    assert found[2]["target"] == "audit.jsonl"
    assert oct(table.stat().st_mode & 0o777) == "0o600"
    wrong = call("audit", "export", "--output", str(tmp_path / "audit.xlsx"))
    assert (wrong.exit_code, ".csv, .jsonl" in wrong.stderr) == (2, True)
    assert len(records(database)) == 3


def test_prune_and_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    call("user", "add", "wang", "--role", "analyst")
    assert call("audit", "prune").stdout == "nothing is old enough\n"
    monkeypatch.setenv("FENGQIAO_AUDIT_DAYS", "30")
    refused = call("audit", "prune")
    assert (refused.exit_code, "from 184 to" in refused.stderr) == (1, True)


def test_queries_and_exports_are_written_down(database: Database, graph: Driver, tmp_path: Path) -> None:
    load_file(graph, write_rows(tmp_path / "calls.csv", [leak(1), leak(3)]))
    cypher = f"MATCH (p:Phone {{number: '{PHONE}'}}) RETURN p.number AS number"
    assert PHONE in call("query", "--cypher", cypher).stdout
    assert call("query", "caller_incidents", "-p", f"who={PHONE}").exit_code == 0
    assert call("query", "--cypher", "MATCH (n) DETACH DELETE n").exit_code == 2
    assert call("query", "no-such-query").exit_code == 2
    assert call("export", "disputes", "--output", str(tmp_path / "disputes.csv")).exit_code == 0
    assert said(database) == [
        ("query-run", ""),
        ("query-run", "caller_incidents"),
        ("query-refused", ""),
        ("exported", "disputes"),
    ]
    first, second, third, fourth = (json.loads(one.detail) for one in records(database))
    assert (first["rows"], first["cypher"]) == (1, cypher.replace(PHONE, "138****0001"))
    assert second["parameters"] == {"who": "138****0001"}
    assert "DELETE" in third["cypher"]
    assert fourth["file"] == "disputes.csv"


def test_forgetting_asks_first_and_is_written_down(database: Database, graph: Driver, tmp_path: Path) -> None:
    database.upgrade()  # no command before it has made the tables
    rows = [leak(1, reported_at="2015-03-01 09:00:00"), leak(3, phone="13900000002", content="又漏水")]
    load_file(graph, write_rows(tmp_path / "calls.csv", rows))
    dry = call("forget", "--dry-run")
    assert (dry.exit_code, dry.stdout.rstrip()[-3:]) == (0, ": 1")
    assert call("forget", given="n\n").exit_code == 1
    assert said(database) == []
    assert PHONE in str(graph.execute_query("MATCH (i:Incident) RETURN properties(i)").records)
    done = call("forget", "--yes")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "forgotten: the callers of 1 calls")
    assert said(database) == [("personal-forgotten", "1 calls")]
    assert PHONE not in str(graph.execute_query("MATCH (n) RETURN properties(n)").records)
    assert call("forget").stdout.rstrip().endswith(": 0")


def test_the_anchor_is_under_the_home(database: Database) -> None:
    call("user", "add", "wang", "--role", "analyst")
    assert anchor.path(database.engine.url).parent == settings.home()
    assert anchor.path(database.engine.url).is_file()
