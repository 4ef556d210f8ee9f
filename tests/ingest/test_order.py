"""The order of a file and screening again change nothing that anyone outside sees: exports are the same to the byte."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import Driver

from graph import schema, settings
from ingest.incident import COLUMNS
from ingest.sample import generate
from ingest.screening import screen
from queries.export import export
from tests.ingest.worlds import load_file

_ROWS = 500
_EXPORTS = ("assignments", "disputes", "repeats", "hotspots", "flags")
_EMPTY = "MATCH (n) DETACH DELETE n"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("order") / "calls.csv"
    generate(_ROWS, 41, None, file)
    return file


@pytest.fixture(scope="module")
def loaded(driver: Driver, sample: Path) -> Iterator[tuple[Driver, dict[str, bytes]]]:
    """A graph that holds the sample as it was written, and its exports."""
    driver.execute_query(_EMPTY, database_=settings.read("NEO4J_DATABASE"))
    schema.apply(driver)
    load_file(driver, sample)
    yield driver, _exports(driver, sample.parent)


def test_there_is_something_to_change(loaded: tuple[Driver, dict[str, bytes]]) -> None:
    _, first = loaded
    assert all(first[what].count(b"\n") > 20 for what in _EXPORTS)


def test_screening_twice_exports_the_same_bytes(loaded: tuple[Driver, dict[str, bytes]], tmp_path: Path) -> None:
    driver, first = loaded
    for _ in range(2):
        screen(driver)
        assert _exports(driver, tmp_path) == first


@pytest.mark.parametrize("seed", [1, 2])
def test_a_shuffled_file_exports_the_same_bytes(
    loaded: tuple[Driver, dict[str, bytes]], sample: Path, tmp_path: Path, seed: int
) -> None:
    driver, first = loaded
    driver.execute_query(_EMPTY, database_=settings.read("NEO4J_DATABASE"))
    shuffled = _shuffled(sample, tmp_path / "calls.csv", seed)
    assert shuffled.read_bytes() != sample.read_bytes()
    load_file(driver, shuffled)
    assert _exports(driver, tmp_path) == first


def _exports(driver: Driver, directory: Path) -> dict[str, bytes]:
    return {what: export(driver, what, directory / f"{what}.csv").read_bytes() for what in _EXPORTS}


def _shuffled(file: Path, other: Path, seed: int) -> Path:
    """The rows in another order; versions of one record stay in theirs, because the last one counts."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)
    place = head.index(COLUMNS["id"])
    versions: defaultdict[str, list[list[str]]] = defaultdict(list)
    for row in rows:
        versions[row[place]].append(row)
    order = [row[place] for row in rows]
    random.Random(seed).shuffle(order)
    with other.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows(versions[incident].pop(0) for incident in order)
    return other
