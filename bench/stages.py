"""The real functions of each stage, one after another.

The whole run overlaps some of them (a batch is written while the next one is read), so its time is less
than their sum; it also looks at what becomes of corrected rows, of which only the last version is taken here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from neo4j import Driver

from bench.home import emptied_graph
from bench.measure import Meter, Stage
from graph import settings
from graph.session import opened
from ingest import load
from ingest.extract import extract
from ingest.facts import Reading, Stated, stated
from ingest.incident import Incident
from ingest.load import Changes
from ingest.reading import open_files
from ingest.recollection import recollect
from ingest.records import read_record
from ingest.resolve.profile import profile_of
from ingest.settle import settle_all
from ingest.settle.memory import Memory
from ingest.settle.mending import current_calls
from ingest.settle.steps import new_token, step_further
from queries.patterns import hotspots, repeats

_IMPORT = "bench"
_LOT = 20_000


def stage_by_stage(file: Path) -> list[Stage]:
    """Every stage of the file's way, done for a lot of records before the next; what lots took is added up."""
    with emptied_graph() as driver:
        meter = Meter(with_engine=True)
        memory = current_calls(driver, lambda _: None)
        records = _records(file)
        seen: set[str] = set()
        while lot := meter.call("read, validate", lambda: list(islice(records, _LOT))):
            # Of a record that comes again in a later lot the first version is taken here.
            last = {incident.id: incident for incident in lot if incident.id not in seen}
            seen |= last.keys()
            _take(meter, driver, memory, list(last.values()))
        meter.call("remember", memory.anchors.index)
        _settle(meter, driver)
        meter.call("repeats", lambda: list(repeats(driver)))
        meter.call("hotspots", lambda: list(hotspots(driver)))
        return meter.stages


def _records(file: Path) -> Iterator[Incident]:
    [(source, mapping)] = open_files([file], None, None)
    zone, now = settings.zone(), datetime.now(UTC)
    records = (read_record(row, mapping, zone, now) for row in source.rows())
    return (record for record in records if isinstance(record, Incident))


def _take(meter: Meter, driver: Driver, memory: Memory, incidents: Sequence[Incident]) -> None:
    """A lot of new records up to the graph and the memory."""
    batches = _read(meter, incidents)
    with meter.stage("known ids, write facts"):
        for batch, said in batches:
            _write_facts(driver, batch, said)
    meter.call("remember", lambda: _remember(driver, memory, [said for _, said in batches]))


def _read(meter: Meter, incidents: Sequence[Incident]) -> list[tuple[Sequence[Incident], Stated]]:
    mentions = meter.call("extract", lambda: [extract(incident) for incident in incidents])
    both = list(zip(incidents, mentions, strict=True))
    profiles = meter.call("profile", lambda: [profile_of(incident, told, "") for incident, told in both])
    told = list(zip(incidents, mentions, profiles, strict=True))
    readings = meter.call("what is remembered", lambda: [Reading(*one, recollect(*one)) for one in told])
    size = settings.number("FENGQIAO_BATCH_ROWS")
    starts = range(0, len(readings), size)
    parts = meter.call("rows of facts", lambda: [stated(readings[start : start + size]) for start in starts])
    return [(incidents[start : start + size], part) for start, part in zip(starts, parts, strict=True)]


def _write_facts(driver: Driver, incidents: Sequence[Incident], said: Stated) -> None:
    held = load.known(driver, [incident.id for incident in incidents])
    changes = Changes(tuple(incident for incident in incidents if incident.id not in held))
    with opened(driver) as session:
        session.execute_write(load.record_progress, _IMPORT, _IMPORT, 0, "{}")
        session.execute_write(load.write, changes, said.facts, _IMPORT)


def _remember(driver: Driver, memory: Memory, parts: Iterable[Stated]) -> None:
    token = new_token()
    for said in parts:
        with memory.changing(records=token):
            memory.calls.put(said.recollections)
    step_further(driver, records=token)


def _settle(meter: Meter, driver: Driver) -> None:
    """``settle_all``, each of the stages that it reports as one of the meter."""
    with ExitStack() as stage:

        def begin(name: str) -> None:
            stage.close()
            stage.enter_context(meter.stage(f"settle: {name}"))

        settle_all(driver, begin)
