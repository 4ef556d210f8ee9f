"""Records and their truth read from files as labelled sets, to fit the weights of evidence to. No graph."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import networkx as nx

from graph import settings
from ingest.evaluate.answer import Answer
from ingest.evaluate.answer import read as read_truth
from ingest.facts import Reading, read
from ingest.incident import Incident
from ingest.mapping import make_mapping
from ingest.records import read_record
from ingest.resolve.callers import resolve_callers
from ingest.resolve.labelled import Labelled
from ingest.resolve.profile import Profile
from ingest.resolve.who import Call, Observation, telling_sites
from ingest.sources import open_source

#: The head of a file of judged pairs; the last column may be left out.
PAIR_COLUMNS = ("incident_id", "other_id", "same", "reviewers")


def labelled(records: Path, truth: Path, voice: float = 1.0) -> Labelled:
    """The records of one file with their truth: a directory of truth files, one assignments file, or judged pairs.

    Scenarios come from the column ``topic`` of persons.csv, or ``scenario`` of scenarios.csv or disputes.csv, beside
    the assignments; without them every dispute is a scenario of its own. OSError, ValueError, SourceError or
    MappingError when a file cannot be read.
    """
    pairs = _pairs(truth)
    answer = Answer({}) if pairs else read_truth(truth)
    readings = [read(incident) for incident in incidents(records)]
    if not readings:
        raise ValueError(f"{records}: no record could be read")
    if pairs:
        return Labelled(records.name, profiles(readings), {}, _apart(pairs), voice, pairs=pairs)
    scenarios = _said(truth, "scenario")
    cut_by = {i: scenarios.get(dispute, dispute) for i, dispute in answer.assignments.items() if dispute}
    return Labelled(
        records.name,
        profiles(readings),
        answer.assignments,
        {**cut_by, **_topics(truth)},
        voice,
        _said(truth, "kind"),
    )


def incidents(records: Path) -> list[Incident]:
    """The last version of every record that can be read, in the file's order."""
    source = open_source(records)
    mapping, zone, now = make_mapping(source), settings.zone(), datetime.now(UTC)
    found = (read_record(row, mapping, zone, now) for row in source.rows(0))
    return list({record.id: record for record in found if isinstance(record, Incident)}.values())


def profiles(readings: Sequence[Reading]) -> list[Profile]:
    """What comparing needs of each reading, with the caller that all of them together tell."""
    calls = {reading.incident.id: _call(reading) for reading in readings}
    keys = resolve_callers(calls)
    return [replace(reading.profile, caller=keys.get(reading.incident.id, "")) for reading in readings]


def _call(reading: Reading) -> Call:
    profile, name = reading.profile, reading.profile.caller_name
    said = Observation.of(
        phone=profile.phone,
        name=(name.surname, name.given, name.full),
        id_number=profile.id_number,
        account=reading.incident.caller_name,
        unit=profile.unit,
    )
    return Call(said, telling_sites(said.name, profile.places))


def _pairs(truth: Path) -> dict[frozenset[str], bool] | None:
    """Two calls -> whether they are one matter, from a file of judged pairs; None for any other. ValueError."""
    if not truth.is_file():
        return None
    with truth.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not set(PAIR_COLUMNS[:3]) <= set(rows.fieldnames or ()):
            return None
        found: dict[frozenset[str], bool] = {}
        for row in rows:
            if row["same"] not in ("0", "1"):
                raise ValueError(f"{truth}, line {rows.line_num}: same must be 0 or 1, not {row['same']!r}")
            found[frozenset((row["incident_id"], row["other_id"]))] = row["same"] == "1"
    if not found:
        raise ValueError(f"{truth}: no pairs")
    return found


def _apart(pairs: Mapping[frozenset[str], bool]) -> dict[str, str]:
    """Call -> a name of all that judged pairs lead to from it, so that no pair is cut by the folds."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((min(pair), max(pair)) for pair in pairs)
    return {call: min(part) for part in nx.connected_components(graph) for call in part}


def _topics(truth: Path) -> Mapping[str, str]:
    """Incident -> what it is about, of calls that stand alone as well; empty when the truth does not say.

    Without it the strangers' calls of a scenario that is held out would be learned from.
    """
    path = (truth if truth.is_dir() else truth.parent) / "persons.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["incident_id"]: row["topic"] for row in csv.DictReader(file) if row.get("topic")}


def _said(truth: Path, column: str) -> Mapping[str, str]:
    """Dispute -> what ``column`` of scenarios.csv or disputes.csv says; empty when the truth does not say."""
    directory = truth if truth.is_dir() else truth.parent
    for path in (directory / "scenarios.csv", directory / "disputes.csv"):
        if path.is_file():
            with path.open(encoding="utf-8-sig", newline="") as file:
                found = {row["dispute_id"]: row[column] for row in csv.DictReader(file) if row.get(column)}
            if found:
                return found
    return {}
