"""The real functions of each stage, one after another.

The whole run overlaps some of them (a batch is written while the next one is read), so its time is less
than their sum; it also looks at what becomes of corrected rows, of which only the last version is taken here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from neo4j import Driver

from bench.home import emptied_graph
from bench.measure import Meter, Stage
from graph import settings
from graph.casework.decisions import Constraints
from graph.session import opened
from ingest import load
from ingest.extract import extract
from ingest.facts import Facts, Reading, facts
from ingest.incident import Incident
from ingest.load import Changes
from ingest.reading import open_files
from ingest.records import read_record
from ingest.resolve.profile import profile_of
from ingest.resolve.same_demand import Link, link_all
from ingest.resolve.same_demand import settle as group_all
from ingest.settle.disputes import describe
from ingest.settle.findings import Findings, InBatches, Writer, mark_settled, write_callers, write_disputes, write_links
from ingest.settle.standing import Standing, all_standings
from ingest.settle.who_called import called
from queries.patterns import hotspots, repeats

_IMPORT = "bench"


def stage_by_stage(file: Path) -> list[Stage]:
    """Every stage of the file's way, each done for the whole file before the next."""
    with emptied_graph() as driver:
        meter = Meter(with_engine=True)
        incidents = meter.call("read, validate", lambda: _records(file))
        batches = _read(meter, incidents)
        with meter.stage("known ids, write facts"):
            for batch, stated in batches:
                _write_facts(driver, batch, stated)
        incidents.clear()
        batches.clear()
        _settle(meter, driver)
        meter.call("repeats", lambda: list(repeats(driver)))
        meter.call("hotspots", lambda: list(hotspots(driver)))
        return meter.stages


def _records(file: Path) -> list[Incident]:
    """The last version of every record."""
    [(source, mapping)] = open_files([file], None, None)
    zone, now = settings.zone(), datetime.now(UTC)
    records = (read_record(row, mapping, zone, now) for row in source.rows())
    return list({record.id: record for record in records if isinstance(record, Incident)}.values())


def _read(meter: Meter, incidents: Sequence[Incident]) -> list[tuple[Sequence[Incident], Facts]]:
    mentions = meter.call("extract", lambda: [extract(incident) for incident in incidents])
    profiles = meter.call(
        "profile", lambda: [profile_of(i, read, "") for i, read in zip(incidents, mentions, strict=True)]
    )
    readings = [Reading(*parts) for parts in zip(incidents, mentions, profiles, strict=True)]
    size = settings.number("FENGQIAO_BATCH_ROWS")
    starts = range(0, len(readings), size)
    stated = meter.call("rows of facts", lambda: [facts(readings[start : start + size]) for start in starts])
    return [(incidents[start : start + size], part) for start, part in zip(starts, stated, strict=True)]


def _write_facts(driver: Driver, incidents: Sequence[Incident], stated: Facts) -> None:
    held = load.known(driver, [incident.id for incident in incidents])
    changes = Changes(tuple(incident for incident in incidents if incident.id not in held))
    with opened(driver) as session:
        session.execute_write(load.record_progress, _IMPORT, _IMPORT, 0, "{}")
        session.execute_write(load.write, changes, stated, _IMPORT)


def _settle(meter: Meter, driver: Driver) -> None:
    """What ``ingest.settle.settle_all`` does, taken apart, for a graph that holds no findings yet."""
    before = meter.call("read back", lambda: all_standings(driver))
    after = meter.call("callers", lambda: called(before, Constraints()))
    writer = InBatches(driver)
    meter.call("write callers", lambda: write_callers(writer, before, after))
    profiles = sorted((standing.profile for standing in after.values()), key=lambda profile: profile.order)
    links = meter.call("link", lambda: link_all(profiles))
    grouped = meter.call("group", lambda: group_all(profiles, links))
    groups = sorted({members for members in grouped.values() if len(members) > 1}, key=sorted)
    meter.call("title, kind, risk", lambda: [describe([after[i] for i in members]) for members in groups])
    with meter.stage("write findings"):
        _write_findings(writer, before, after, links, groups)


def _write_findings(
    writer: Writer,
    before: dict[str, Standing],
    after: dict[str, Standing],
    links: Sequence[Link],
    groups: Sequence[frozenset[str]],
) -> None:
    found = {(link.later_id, link.earlier_id): link for link in links}
    write_links(writer, {}, found)
    write_disputes(writer, Findings(before, after, found, groups, Constraints((), (), ())), {})
    mark_settled(writer, list(before))
