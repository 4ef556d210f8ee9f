"""Records and their truth read from files as labelled sets, to fit the weights of evidence to. No graph."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from graph import settings
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


def labelled(records: Path, truth: Path, voice: float = 1.0) -> Labelled:
    """The records of one file with their truth: a directory of truth files, or one assignments file.

    Scenarios come from the column ``topic`` of persons.csv, or ``scenario`` of scenarios.csv or disputes.csv, beside
    the assignments; without them every dispute is a scenario of its own. OSError, ValueError, SourceError or
    MappingError when a file cannot be read.
    """
    answer = read_truth(truth)
    readings = [read(incident) for incident in incidents(records)]
    if not readings:
        raise ValueError(f"{records}: no record could be read")
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
