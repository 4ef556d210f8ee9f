"""A graph many times as large: every node and relationship of the bench's graph again and again, under other keys.

For benches of reading. The copies stand beside each other as so many cities; the engine's own import writes them, in
minutes where an ingest would take an hour.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from neo4j import Driver
from neo4j.time import Date, DateTime

from graph import connection, engine, schema, settings
from graph.engine import java
from graph.engine.dump import ready
from graph.engine.server import standing_still

#: What every copy shares is nothing: the key of each label gets the copy's number.
_KEYS = {node.label: node.key for node in schema.NODES}
#: Between the parts of a list, where no text has it.
_PART = "\x1f"
_TYPES = {bool: "boolean", int: "long", float: "double", str: "string", DateTime: "datetime", Date: "date"}
#: So far apart are the numbers of one phone's copies.
_STEP, _NUMBERS = 7_654_321, 10**8


@dataclass
class _Table:
    """One file of nodes of the same labels: its columns, and the number and values of each."""

    labels: tuple[str, ...]
    columns: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)


def multiply(driver: Driver, times: int) -> Driver:
    """Put the graph ``times`` over in its place; a driver for it (the given one is closed). EngineError."""
    tables, ties = _nodes(driver), _ties(driver)
    driver.close()
    with tempfile.TemporaryDirectory(dir=settings.home()) as directory:
        words = [*_write_nodes(Path(directory), tables, times), *_write_ties(Path(directory), ties, times)]
        name = settings.read("NEO4J_DATABASE")
        options = ("--overwrite-destination=true", "--id-type=integer", f"--array-delimiter={_PART}")
        engine.stop()
        with standing_still() as paths:
            java.administer(
                paths, ready(paths), "database", "import", "full", name, *options, "--multiline-fields=true", *words
            )
    opened = connection.connect()
    schema.apply(opened)
    opened.execute_query("CALL db.awaitIndexes(3600)")
    return opened


def _number(element_id: str) -> int:
    return int(element_id.rpartition(":")[2])


def _nodes(driver: Driver) -> list[_Table]:
    found: dict[tuple[str, ...], _Table] = {}
    with driver.session() as session:
        for record in session.run("MATCH (n) RETURN n"):
            node = record["n"]
            labels = tuple(sorted(node.labels))
            table = found.setdefault(labels, _Table(labels))
            values = dict(node.items())
            for name, value in values.items():
                table.columns.setdefault(name, _type(value))
            table.rows.append((_number(node.element_id), values))
    return list(found.values())


def _type(value: object) -> str:
    if isinstance(value, list):
        return f"{_type(value[0]) if value else 'string'}[]"
    return _TYPES[type(value)]


def _ties(driver: Driver) -> dict[str, list[tuple[int, int, dict[str, Any]]]]:
    found: dict[str, list[tuple[int, int, dict[str, Any]]]] = {}
    with driver.session() as session:
        for a, r, b in session.run("MATCH (a)-[r]->(b) RETURN elementId(a), r, elementId(b)"):
            found.setdefault(r.type, []).append((_number(a), _number(b), dict(r.items())))
    return found


def _write_nodes(folder: Path, tables: list[_Table], times: int) -> Iterator[str]:
    taken: set[str] = set()
    for order, table in enumerate(tables):
        path = folder / f"nodes-{order}.csv"
        keys = {_KEYS[label] for label in table.labels if label in _KEYS}
        with path.open("w", encoding="utf-8", newline="") as stream:
            head = [f"{name}:{kind}" for name, kind in table.columns.items()]
            rows = _writer(stream, [":ID", *head])
            for number, values in table.rows:
                for copy in range(times):
                    changed = {name: _renamed(name, values[name], copy, taken) for name in keys if name in values}
                    rows.writerow([number * times + copy, *_cells(table.columns, values | changed)])
        yield f"--nodes={':'.join(table.labels)}={path}"


def _write_ties(folder: Path, ties: Mapping[str, list[tuple[int, int, dict[str, Any]]]], times: int) -> Iterator[str]:
    for kind, found in ties.items():
        path = folder / f"ties-{kind}.csv"
        columns: dict[str, str] = {}
        for _a, _b, values in found:
            for name, value in values.items():
                columns.setdefault(name, _type(value))
        with path.open("w", encoding="utf-8", newline="") as stream:
            rows = _writer(stream, [":START_ID", ":END_ID", *(f"{name}:{of}" for name, of in columns.items())])
            for a, b, values in found:
                cells = _cells(columns, values)
                for copy in range(times):
                    rows.writerow([a * times + copy, b * times + copy, *cells])
        yield f"--relationships={kind}={path}"


def _writer(stream: TextIO, head: list[str]) -> Any:
    rows = csv.writer(stream)
    rows.writerow(head)
    return rows


def _renamed(name: str, value: str, copy: int, taken: set[str]) -> str:
    """The key in a copy; a phone stays a number that nobody else has."""
    if not copy:
        return value
    if name != "number" or not (value.isdigit() and len(value) == 11):
        return f"{value}~{copy}"
    last = int(value[3:])
    while (found := f"{value[:3]}{(last + copy * _STEP) % _NUMBERS:08d}") in taken:
        last += 1
    taken.add(found)
    return found


def _cells(columns: Mapping[str, str], values: Mapping[str, Any]) -> list[str]:
    return [_cell(values.get(name)) for name in columns]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return _PART.join(_cell(part) for part in value)
    if isinstance(value, DateTime | Date):
        return value.iso_format()
    return str(value).lower() if isinstance(value, bool) else str(value)
