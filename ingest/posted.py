"""Records that another program sends: read as a file's rows are read, then placed one by one as they come.

A record is known by its id and its content, so sending it again changes nothing. What is sent is how things are now:
a content that was corrected away is taken again, as it is from a database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

import orjson
from neo4j import Driver

from graph import settings
from graph.one_writer import one_writer
from ingest.arrival import Arrival, arrive
from ingest.incident import COLUMNS, Incident
from ingest.mapping import Mapping as Plan
from ingest.mapping import MappingError, make_mapping
from ingest.quarantine import Quarantine, Rejection, quarantine_path
from ingest.records import read_record
from ingest.sources import Row, Source

NAME = "api"
_COLUMNS_LACK = "缺少必需的列：编号、报警时间，以及地址、内容、报警人之一"
_OF_OTHERS = "该编号的警情属于其他单位，不能更正"


@dataclass(frozen=True, slots=True)
class Posted:
    """What was sent: a clean record or a rejection for each, in order, and the rows as they came."""

    rows: tuple[Row, ...]
    read: tuple[Incident | Rejection, ...]

    def incidents(self) -> list[Incident]:
        """The records that are good."""
        return [one for one in self.read if isinstance(one, Incident)]

    def without(self, ids: set[str]) -> Posted:
        """The same with the records of these ids rejected: they are other units'."""
        return Posted(
            self.rows,
            tuple(
                Rejection(row.number, COLUMNS["id"], one.id, _OF_OTHERS, NAME)
                if isinstance(one, Incident) and one.id in ids
                else one
                for row, one in zip(self.rows, self.read, strict=True)
            ),
        )


class _Columns(Source):
    """The columns of one record, as the mapping asks for them."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.name, self.columns, self.fingerprint = NAME, columns, ""

    def rows(self, start: int = 0) -> Iterator[Row]:  # noqa: ARG002 - the signature is that of every source
        """No rows: they are read one by one."""
        return iter(())


def read(records: Sequence[Mapping[str, Any]]) -> Posted:
    """Read records under the headings that files may have; each may have its own. Nothing is written."""
    now, zone = datetime.now(UTC), settings.zone()
    rows = tuple(Row(number, dict(record), NAME) for number, record in enumerate(records, start=1))
    return Posted(rows, tuple(_read(row, now, zone) for row in rows))


def _read(row: Row, now: datetime, zone: Any) -> Incident | Rejection:
    plan = _plan(tuple(row.values))
    return read_record(row, plan, zone, now) if plan else Rejection(row.number, "", "", _COLUMNS_LACK, NAME)


@lru_cache(maxsize=100)  # senders use few headings; whoever invents new ones fills no memory
def _plan(columns: tuple[str, ...]) -> Plan | None:
    try:
        return make_mapping(_Columns(columns))
    except MappingError:
        return None


def place(driver: Driver, posted: Posted, wait_s: float) -> list[Arrival | Rejection]:
    """Write and settle the good records one after another; keep the others in the quarantine.

    ``wait_s`` is how long another import, screening or decision is waited for; then WriterBusy, with nothing done.
    """
    with one_writer(lambda _: None, wait_s):
        _keep(posted)
        return [arrive(driver, one, NAME) if isinstance(one, Incident) else one for one in posted.read]


def _keep(posted: Posted) -> None:
    """Keep rejected rows in a quarantine file of what was sent; the same sent again is the same file."""
    rejected = [(one, row) for one, row in zip(posted.read, posted.rows, strict=True) if isinstance(one, Rejection)]
    if not rejected:
        return
    columns = tuple(dict.fromkeys(name for _, row in rejected for name in row.values))
    content = orjson.dumps([row.values for _, row in rejected], default=str, option=orjson.OPT_SORT_KEYS)
    quarantine = Quarantine(quarantine_path(NAME, sha256(content).hexdigest()), columns)
    quarantine.keep_through(0)
    for rejection, row in rejected:
        quarantine.add(rejection, row)
    quarantine.flush()
    quarantine.mended_before()
