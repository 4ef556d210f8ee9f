"""The whole way of a file: rows, clean records, readings, nodes; and then what they mean together.

A batch of rows is one transaction that also says how far the file is, so a run that was killed goes on
after the last whole batch, and the counts it prints are those of the whole file. A row is known by its id
and its content: the same content again is unchanged, another content is a correction. A content that was
corrected away stays away when a file brings it, so that feeding an old file again changes nothing; a database
says what holds now, and is believed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path

import orjson
from neo4j import Driver, ManagedTransaction

from graph import settings
from graph.one_writer import one_writer
from graph.session import opened
from ingest import load
from ingest.facts import Facts, Stated
from ingest.incident import Incident
from ingest.load import Changes, Known
from ingest.mapping import Mapping
from ingest.progress import Silent, Watcher
from ingest.quarantine import Quarantine, Rejection, quarantine_path
from ingest.readers import Readers
from ingest.records import read_record
from ingest.settle import Settled, settle
from ingest.settle.collecting import only_young_collected
from ingest.settle.mending import current_calls
from ingest.settle.steps import new_token, write_step
from ingest.sources import Row, Source
from ingest.sources.sql import SqlSource
from ingest.sources.watermark import save_watermark

#: Batches being read or written while the next one is looked at.
_AHEAD = 2
#: Rejections named in the summary; all of them are in the quarantine file.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows read; the last four add up to the first."""

    read: int = 0
    new: int = 0
    corrected: int = 0
    unchanged: int = 0
    quarantined: int = 0

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(*(one + two for one, two in zip(_values(self), _values(other), strict=True)))


def _values(counts: Counts) -> tuple[int, ...]:
    return tuple(asdict(counts).values())


@dataclass(frozen=True, slots=True)
class Summary:
    """How an import ended. ``resumed_after`` is the row an earlier, killed run had got to, 0 for none."""

    name: str
    counts: Counts
    resumed_after: int
    quarantine: Path | None
    mended_before: Path | None
    first_rejections: tuple[Rejection, ...]
    settled: Settled

    def text(self) -> str:
        """What the command prints."""
        counts = ", ".join(f"{name} {count}" for name, count in asdict(self.counts).items())
        lines = [f"{self.name}: {counts}"]
        if self.resumed_after:
            lines.append(f"  went on after row {self.resumed_after}, where an earlier run was cut off")
        lines += [f"  {rejection}" for rejection in self.first_rejections]
        if self.quarantine:
            lines.append(f"  rejected rows, to be mended and fed again: {self.quarantine}")
        if self.mended_before:
            lines.append(
                f"  an earlier quarantine file of this source, which was changed, is kept: {self.mended_before}"
            )
        lines.append(f"  settled {self.settled.incidents} incidents; disputes among them: {self.settled.disputes}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some rows of a source; an id may stand in ``incidents`` several times, its last version last."""

    last_row: int
    rows: int
    incidents: tuple[Incident, ...]
    rejections: tuple[tuple[Rejection, Row], ...]


@dataclass(frozen=True, slots=True)
class _InFlight:
    """A batch on its way: the ids in it as they will be when it is written."""

    states: dict[str, Known]
    written: Future[None]


def import_id(source: Source, mapping: Mapping) -> str:
    """The id of an import: the same for the same content read the same way."""
    plan = "|".join(f"{plan.field}={plan.rule or ''}{plan.columns}" for plan in mapping.plans)
    times = f"{mapping.time_zone or settings.zone()}|{mapping.time_formats}|{mapping.date1904}"
    # Each night's rows of a database are an import of their own, which its name tells.
    run = "" if source.resumable else f"\n{source.name}"
    return sha256(f"{source.fingerprint}\n{plan}\n{times}{run}".encode()).hexdigest()[:32]


def ingest(driver: Driver, source: Source, mapping: Mapping, watcher: Watcher | None = None) -> Summary:
    """Read a source into the graph and settle what it brought. Safe to run again at any time.

    Cost: linear in the rows. Memory: three batches, and what settling needs.
    """
    watching = watcher or Silent()
    with one_writer(watching.stage), only_young_collected():
        return _Run(driver, source, mapping, watching).go()


class _Run:
    def __init__(self, driver: Driver, source: Source, mapping: Mapping, watcher: Watcher) -> None:
        self._driver, self._source, self._mapping, self._watcher = driver, source, mapping, watcher
        self._id = import_id(source, mapping)
        self._quarantine = Quarantine(quarantine_path(source.name, source.fingerprint), source.columns)
        self._start, self._counts, self._repeated = self._progress()
        # A query says how things are now; a file may be an old one fed again.
        self._live = isinstance(source, SqlSource)
        self._in_flight: deque[_InFlight] = deque()
        self._rejections: list[Rejection] = []
        self._places = load.Places()
        self._memory = current_calls(driver, watcher.stage)

    def go(self) -> Summary:
        self._quarantine.keep_through(self._start)
        with ThreadPoolExecutor(max_workers=1) as writer, Readers() as readers:
            for chunk in self._chunks():
                changes, counted, states = self._judge(chunk)
                stated = readers.submit(changes.new + changes.corrected)
                if len(self._in_flight) == _AHEAD:
                    self._in_flight.popleft().written.result()
                self._counts = self._counts.plus(counted)
                before = self._in_flight[-1].written if self._in_flight else None
                written = writer.submit(self._write, before, changes, stated, chunk, self._counts)
                self._in_flight.append(_InFlight(states, written))
            while self._in_flight:
                self._in_flight.popleft().written.result()
        if not self._repeated:
            self._driver.execute_query(
                load.CYPHER["import_finished"], id=self._id, database_=settings.read("NEO4J_DATABASE")
            )
        settled = settle(self._driver, self._watcher.stage)
        if isinstance(self._source, SqlSource) and self._source.watermark_after is not None:
            save_watermark(self._source.fingerprint, self._source.watermark_after)
        kept = self._quarantine.path if self._quarantine.count else None
        mended = self._quarantine.mended_before()
        return Summary(self._source.name, self._counts, self._start, kept, mended, tuple(self._rejections), settled)

    def _progress(self) -> tuple[int, Counts, bool]:
        """The row to go on after, what was counted up to it, and whether the source was read to its end before."""
        state = load.import_state(self._driver, self._id)
        if state is None or not self._source.resumable:
            return 0, Counts(), False
        if state.finished:
            return 0, Counts(), True
        return state.done, Counts(**orjson.loads(state.counts)), False

    def _chunks(self) -> Iterator[_Chunk]:
        now = datetime.now(UTC)
        zone = settings.zone()
        rows = self._source.rows(self._start)
        at_once = settings.number("FENGQIAO_BATCH_ROWS")
        while batch := list(islice(rows, at_once)):
            found: list[Incident] = []
            rejected: list[tuple[Rejection, Row]] = []
            for row in batch:
                record = read_record(row, self._mapping, zone, now)
                if isinstance(record, Incident):
                    found.append(record)
                    self._source.taken(row)
                else:
                    rejected.append((record, row))
            yield _Chunk(batch[-1].number, len(batch), tuple(found), tuple(rejected))

    def _judge(self, chunk: _Chunk) -> tuple[Changes, Counts, dict[str, Known]]:
        """What is new, corrected or unchanged; only the last version of an id is read further."""
        ids = list({incident.id for incident in chunk.incidents})
        held = load.known(self._driver, ids)
        for earlier in self._in_flight:
            held |= {i: earlier.states[i] for i in ids if i in earlier.states}
        states = dict(held)
        last: dict[str, Incident] = {}
        superseded: list[Incident] = []
        for incident in chunk.incidents:
            before, content = states.get(incident.id), incident.content_hash()
            if before is None:
                states[incident.id] = Known(content)
            elif before.differs(content, live=self._live):
                states[incident.id] = Known(content, before.past | {before.hash}, before.forgotten)
                superseded += [last[incident.id]] if incident.id in last else []
            else:
                continue
            last[incident.id] = incident
        new = tuple(incident for i, incident in last.items() if i not in held)
        corrected = tuple(incident for i, incident in last.items() if i in held)
        made = len(new), len(corrected) + len(superseded)
        counts = Counts(chunk.rows, *made, len(chunk.incidents) - sum(made), len(chunk.rejections))
        unchanged = tuple(i for i in held if i not in last)
        return Changes(new, corrected, tuple(superseded), unchanged), counts, states

    def _write(
        self, before: Future[None] | None, changes: Changes, stated: Future[Stated], chunk: _Chunk, counts: Counts
    ) -> None:
        if before:
            before.result()  # after a batch that could not be written nothing is, or a rerun would skip that batch
        for rejection, row in chunk.rejections:
            self._quarantine.add(rejection, row)
            if len(self._rejections) < SHOWN:
                self._rejections.append(rejection)
        self._quarantine.flush()
        if not self._repeated or changes.new or changes.corrected:
            token, said = new_token(), stated.result()
            facts = self._places.unwritten(said.facts, corrected=bool(changes.corrected))

            def commit(tx: ManagedTransaction) -> None:
                self._commit(tx, changes, facts, chunk, counts)
                write_step(tx, records=token)

            with opened(self._driver) as session:
                session.execute_write(commit)
            with self._memory.changing(records=token):
                self._memory.calls.put(said.recollections)
        self._watcher.rows(counts.read, self._source.total)

    def _commit(self, tx: ManagedTransaction, changes: Changes, facts: Facts, chunk: _Chunk, counts: Counts) -> None:
        if not self._repeated:
            load.record_progress(tx, self._id, self._source.name, chunk.last_row, orjson.dumps(asdict(counts)).decode())
        load.write(tx, changes, facts, self._id)
