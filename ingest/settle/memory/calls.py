"""The calls themselves: profile, anchors and what a dispute shows of them, by row number, id and time."""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import orjson

from ingest.recollection import Recollection
from ingest.resolve.anchor_numbers import anchor_number
from ingest.resolve.anchors import Anchor
from ingest.resolve.one_call import Comparing
from ingest.resolve.profile import Profile
from ingest.resolve.who import Call
from ingest.settle.memory.changes import Changes
from ingest.settle.standing import Matter, Standing, call_of

#: Standings kept parsed, about 5 KB each.
CACHED = 20_000
#: Calls whose place in time is kept, about 200 bytes each.
_ORDERS = 200_000
#: Values that go into one statement.
AT_ONCE = 500
_FETCHED = 2_000
#: (anchor's number, seconds since 1970 UTC, row number)
Entry = tuple[int, int, int]
#: (seconds since 1970 UTC, id)
Order = tuple[int, str]
PUT_ENTRY = "INSERT OR IGNORE INTO anchors VALUES (?, ?, ?)"
DROP_ENTRY = "DELETE FROM anchors WHERE anchor = ? AND at_s = ? AND row = ?"

_STANDING = (
    "SELECT c.row, c.profile, c.shown, f.caller, f.dispute, f.score, f.reasons, f.decided_by "
    "FROM calls c LEFT JOIN findings f ON f.row = c.row "
)


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """One call of the stream: its row number, its profile with the caller, the numbers of its anchors without him."""

    row: int
    profile: Profile
    anchors: array[int]


class CallerSaid(NamedTuple):
    """One call's row and id, its caller's key until now ('' for nobody), who wrote it, and what it says of him."""

    row: int
    id: str
    was: str
    account: str
    call: Call


def reading(path: Path) -> sqlite3.Connection:
    """Another connection to the file of the memory, which cannot write; also for another process."""
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)


class Calls:
    """The table of calls, with a cache of what was parsed last."""

    def __init__(self, connection: sqlite3.Connection, path: Path, changes: Changes) -> None:
        self._connection, self._path, self._changes = connection, path, changes
        self._cache: OrderedDict[int, Standing] = OrderedDict()
        self._orders: dict[int, Order] = {}
        #: What single calls are compared by.
        self.comparing = Comparing()

    def put(self, recollections: Iterable[Recollection]) -> None:
        """Keep calls that are new or were corrected; anchors of corrected ones are mended at once."""
        values = [(r.id, r.at_s, r.version, r.account, r.shown, r.anchors, r.profile) for r in recollections]
        known = self.rows([value[0] for value in values])
        if known:
            self._correct(known, {value[0]: value for value in values if value[0] in known})
        self._connection.executemany(
            "INSERT INTO calls (id, at_s, version, account, shown, anchors, profile) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [value for value in values if value[0] not in known],
        )

    def _correct(self, known: dict[str, int], values: dict[str, tuple[Any, ...]]) -> None:
        indexed = indexed_to(self._connection)
        for i, row in known.items():
            _, at_s, version, account, shown, numbers, profile = values[i]
            before = self._entries(row)
            self._connection.execute(
                "UPDATE calls SET at_s = ?, version = ?, account = ?, shown = ?, anchors = ?, profile = ? "
                "WHERE row = ?",
                (at_s, version, account, shown, numbers, profile, row),
            )
            if row <= indexed:
                after = self._entries(row)
                self._connection.executemany(DROP_ENTRY, before - after)
                self._connection.executemany(PUT_ENTRY, after - before)
        self.changed(list(known.values()))

    def _entries(self, row: int) -> set[Entry]:
        """What the table of anchors holds of a call that was indexed, its caller's anchor too."""
        at_s, numbers, caller = self._connection.execute(
            "SELECT c.at_s, c.anchors, f.caller FROM calls c LEFT JOIN findings f ON f.row = c.row WHERE c.row = ?",
            (row,),
        ).fetchone()
        of_caller = (anchor_number(Anchor("caller", caller)),) if caller else ()
        return {(number, at_s, row) for number in chain(array("q", numbers), of_caller)}

    def drop(self, ids: Iterable[str]) -> None:
        """Forget calls that the graph no longer holds, with their anchors and findings."""
        rows = list(self.rows(list(ids)).values())
        for row in rows:
            self._connection.executemany(DROP_ENTRY, self._entries(row))
            self._connection.execute("DELETE FROM findings WHERE row = ?", (row,))
            self._connection.execute("DELETE FROM calls WHERE row = ?", (row,))
        self.changed(rows)

    def rows(self, ids: Sequence[str]) -> dict[str, int]:
        """Id -> row number of those that are kept."""
        found: dict[str, int] = {}
        for part in parts(ids):
            found.update(
                self._connection.execute(f"SELECT id, row FROM calls WHERE id IN ({places(part)})", part).fetchall()
            )
        return found

    def all_rows(self) -> dict[str, int]:
        """Id -> row number of every call."""
        return dict(self._connection.execute("SELECT id, row FROM calls"))

    def of_account(self, account: str) -> list[int]:
        """The rows of a message board's account."""
        found = self._connection.execute("SELECT row FROM calls WHERE account = ? AND account <> ''", (account,))
        return [row for (row,) in found]

    def versions(self) -> dict[str, str]:
        """Every id with the version that is kept."""
        return dict(self._connection.execute("SELECT id, version FROM calls"))

    def count(self) -> int:
        """How many calls are kept."""
        return int(self._connection.execute("SELECT count(*) FROM calls").fetchone()[0])

    def in_time_order(self) -> Iterator[Kept]:
        """Every call by time, then id, as it stood when the stream began. Memory: some thousand calls."""
        with closing(self._reader()) as reader:
            sql = (
                "SELECT c.row, c.profile, c.anchors, f.caller FROM calls c LEFT JOIN findings f ON f.row = c.row "
                "ORDER BY c.at_s, c.id"
            )
            for row, profile, numbers, caller in _stream(reader, sql):
                yield Kept(row, Profile.from_json(profile, caller or ""), array("q", numbers))

    def latest(self, count: int) -> list[int]:
        """The rows of the latest calls."""
        found = self._connection.execute("SELECT row FROM calls ORDER BY at_s DESC, id DESC LIMIT ?", (count,))
        return [row for (row,) in found]

    def standings(self, rows: Iterable[int]) -> dict[int, Standing]:
        """Everything known of the calls with these row numbers; unknown ones are left out."""
        found: dict[int, Standing] = {}
        missing: list[int] = []
        for row in rows:
            if (standing := self._cache.get(row)) is not None:
                found[row] = standing
                self._cache.move_to_end(row)
            else:
                missing.append(row)
        for part in parts(missing):
            for values in self._connection.execute(_STANDING + f"WHERE c.row IN ({places(part)})", part):
                found[values[0]] = self._cache[values[0]] = _standing(values)
        while len(self._cache) > CACHED:
            self._cache.popitem(last=False)
        return found

    def all_standings(self) -> Iterator[Standing]:
        """Everything known of every call, by time, then id, as it stood when the stream began."""
        with closing(self._reader()) as reader:
            for values in _stream(reader, _STANDING + "ORDER BY c.at_s, c.id"):
                yield _standing(values)

    def all_said_of_callers(self) -> Iterator[CallerSaid]:
        """What every call says of its caller, as it stood when the stream began; equal parts are one object."""
        one: dict[Any, Any] = {}
        with closing(self._reader()) as reader:
            sql = "SELECT c.row, c.id, c.profile, c.shown, f.caller FROM calls c LEFT JOIN findings f ON f.row = c.row"
            for row, i, profile, shown, caller in _stream(reader, sql):
                account = orjson.loads(shown)[0]
                told = caller or "", account, call_of(profile, account)
                yield CallerSaid(row, i, *(one.setdefault(part, part) for part in told))

    def orders(self, rows: Collection[int]) -> dict[int, Order]:
        """The place in time of each of the calls."""
        known = self._orders
        if len(known) + len(rows) > _ORDERS:
            known.clear()
        for part in parts([row for row in rows if row not in known]):
            sql = f"SELECT row, at_s, id FROM calls WHERE row IN ({places(part)})"
            known.update((row, (at_s, i)) for row, at_s, i in self._connection.execute(sql, part))
        return {row: known[row] for row in rows if row in known}

    def cached_in_vain(self) -> set[int]:
        """The calls at hand that were put in a transaction which was rolled back; others will have their rows."""
        last = int(self._connection.execute("SELECT coalesce(max(row), 0) FROM calls").fetchone()[0])
        return {row for row in (*self._cache, *self._orders) if row > last}

    def changed(self, rows: Collection[int] | None = None) -> None:
        """These calls, or all, are not what they were: here and in other processes they are read anew."""
        self._changes.note(rows)
        self.forget_cached(rows)

    def forget_cached(self, rows: Collection[int] | None = None) -> None:
        """Read these, or all, anew when they are asked for the next time."""
        self.comparing.forget(rows)
        if rows is None:
            self._cache.clear()
            self._orders.clear()
        else:
            for row in rows:
                self._cache.pop(row, None)
                self._orders.pop(row, None)

    def now_about(self, matters: Collection[Matter]) -> None:
        """What was parsed stays, about what it is about now: its profile is the same, and what was made of that."""
        self._changes.note([matter.row for matter in matters])
        for matter in matters:
            if (held := self._cache.get(matter.row)) is not None:
                self._cache[matter.row] = replace(held, about=matter.about())

    def _reader(self) -> sqlite3.Connection:
        """A connection that goes on seeing the state it began with."""
        return reading(self._path)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing of what is done inside; a part of the open transaction when there is one."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def indexed_to(connection: sqlite3.Connection) -> int:
    """The last row whose anchors are in the table of anchors."""
    found = connection.execute("SELECT value FROM facts WHERE name = 'indexed'").fetchone()
    return int(found[0]) if found else 0


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in lots that go into one statement."""
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def places(values: Sequence[Any]) -> str:
    """A question mark for each value."""
    return ",".join("?" * len(values))


def _stream(connection: sqlite3.Connection, sql: str) -> Iterator[Any]:
    found = connection.execute(sql)
    while part := found.fetchmany(_FETCHED):
        yield from part


def _standing(values: tuple[Any, ...]) -> Standing:
    row, profile, shown, caller, dispute, score, reasons, decided_by = values
    about = Matter(row, dispute, score, reasons, decided_by).about() if dispute else None
    return Standing.of(row, profile, shown, caller or "", about)
