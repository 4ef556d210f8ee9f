"""The file itself: opened once a process, one writing connection, and the step of the graph it has seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from threading import Thread

from graph import settings
from ingest.recollection import SHOWN
from ingest.resolve.anchor_numbers import anchor_number
from ingest.resolve.anchors import KINDS
from ingest.resolve.profile import FIELDS
from ingest.resolve.second_look import Looks
from ingest.settle.memory.anchors import AnchorTable
from ingest.settle.memory.calls import CACHED, Calls, reading, transaction
from ingest.settle.memory.changes import Changes
from ingest.settle.memory.findings import FindingTable
from ingest.settle.memory.links import LinkTable

_NAME = "matching.sqlite"
_TABLES = Path(__file__).with_name("tables.sql")
#: Pages of 4 KiB after which what was written moves into the file; rarely, because that is the one slow write.
_CHECKPOINT_PAGES = 8_000
#: Transactions after which a thread does so: some 2,000 pages of single calls.
_MOVED_AFTER = 64
_CACHE_KIB = 65_536
_MAPPED_BYTES = 1 << 28


@dataclass(frozen=True, slots=True)
class Step:
    """How far the graph is: a token that changes with every write of records, and one with every write of findings."""

    records: str = ""
    findings: str = ""


class Memory:
    """What is remembered. One thread at a time, which ``one_writer`` sees to."""

    def __init__(self, path: Path) -> None:
        """Open the file, made if it is not there; one that another version wrote, or that is broken, is made anew."""
        self.path = path
        self._connection = _opened(path)
        self._inode = path.stat().st_ino
        self._seen_version = self._data_version()
        self._changes = Changes(self._connection)
        self.calls = Calls(self._connection, path, self._changes)
        self.anchors = AnchorTable(self._connection)
        self.links = LinkTable(self._connection, self._changes)
        self.findings = FindingTable(self._connection, self.calls)
        self._step = self._read_step()
        self.looks = Looks()
        self._written, self._moving = 0, Thread()

    @property
    def step(self) -> Step:
        """The step of the graph that this holds everything of; empty tokens are no step."""
        return self._step

    @contextmanager
    def changing(self, *, records: str | None = None, findings: str | None = None) -> Iterator[None]:
        """One transaction that ends with these tokens in the step; None leaves one as it is."""
        step = replace(
            self._step,
            records=self._step.records if records is None else records,
            findings=self._step.findings if findings is None else findings,
        )
        try:
            with transaction(self._connection):
                yield
                self._connection.executemany(
                    "INSERT OR REPLACE INTO facts VALUES (?, ?)",
                    [("records", step.records), ("findings", step.findings)],
                )
                self._changes.write()
        except BaseException:
            self._forget_cached(self._changes.undone())
            self._forget_cached(self.calls.cached_in_vain())
            raise
        self._changes.written()
        self._step = step
        self._move_soon()

    def drop(self, ids: Collection[str]) -> None:
        """Forget calls that the graph no longer holds, with all that is known of them."""
        self.links.drop_of(self.calls.rows(list(ids)).values())
        self.calls.drop(ids)

    def clear(self) -> None:
        """Forget everything, the step too."""
        with self.changing(records="", findings=""):
            for table in ("calls", "anchors", "links", "findings"):
                self._connection.execute(f"DELETE FROM {table}")
            self._connection.execute("DELETE FROM facts WHERE name = 'indexed'")
            self._changes.note(None)
        self._forget_cached(None)

    def refresh(self) -> None:
        """Take notice of what another process wrote since."""
        if (version := self._data_version()) != self._seen_version:
            self._seen_version = version
            self._forget_cached(self._changes.by_others())
            self._step = self._read_step()

    def warm_up(self) -> None:
        """Parse the latest calls, which the next ones will mostly be compared with. About 0.2 ms a call."""
        standings = self.calls.standings(self.calls.latest(CACHED))
        self.calls.comparing.put({row: standing.profile for row, standing in standings.items()})

    def is_current(self) -> bool:
        """Whether the file at the path is still the one that was opened."""
        try:
            return self.path.stat().st_ino == self._inode
        except FileNotFoundError:
            return False

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _forget_cached(self, rows: Collection[int] | None) -> None:
        self.calls.forget_cached(rows)
        self.links.forget_cached(rows)

    def _move_soon(self) -> None:
        """Now and then let a thread move what was written into the file, before a commit has to do it, which waits."""
        self._written += 1
        if self._written % _MOVED_AFTER == 0 and not self._moving.is_alive():
            self._moving = Thread(target=_move, args=(self.path,), daemon=True)
            self._moving.start()

    def _read_step(self) -> Step:
        held = dict(self._connection.execute("SELECT name, value FROM facts"))
        return Step(held.get("records", ""), held.get("findings", ""))

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


def _move(path: Path) -> None:
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


_open: dict[Path, Memory] = {}


def memory_file() -> Path:
    """Where the memory of this FENGQIAO_HOME is, whether it is there or not."""
    return settings.home() / _NAME


def remembered() -> Memory:
    """The memory of this FENGQIAO_HOME, opened once; opened again when the file was removed or replaced."""
    path = memory_file()
    memory = _open.get(path)
    if memory is not None and not memory.is_current():
        memory.close()
        memory = None
    if memory is None:
        memory = _open[path] = Memory(path)
    memory.refresh()
    return memory


@contextmanager
def as_it_stands(path: Path) -> Iterator[tuple[Calls, LinkTable]]:
    """Calls and links as they stand now, whatever others write meanwhile; only to be read, also by another process."""
    with closing(reading(path)) as connection:
        connection.execute("BEGIN")
        unchanged = Changes(connection)
        yield Calls(connection, path, unchanged), LinkTable(connection, unchanged)


def index_anchors(path: Path) -> None:
    """``Memory.anchors.index`` of the file there, by a process of its own while another one only reads it."""
    memory = Memory(path)
    memory.anchors.index()
    memory.close()


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return _prepared(path)
    except (sqlite3.DatabaseError, _OtherVersionError):
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return _prepared(path)


class _OtherVersionError(Exception):
    """The file was written by a version that read records in another way."""


def _prepared(path: Path) -> sqlite3.Connection:
    if not path.exists():  # to open and close a file that is in use would let go of this process's locks on it
        path.touch(mode=0o600)  # names and numbers are in it; the files beside it get the same mode
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=60)
    try:
        for pragma in (
            "journal_mode = WAL",
            "synchronous = NORMAL",
            f"wal_autocheckpoint = {_CHECKPOINT_PAGES}",
            f"cache_size = -{_CACHE_KIB}",
            f"mmap_size = {_MAPPED_BYTES}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.executescript(_TABLES.read_text(encoding="utf-8"))
        connection.execute("INSERT OR IGNORE INTO facts VALUES ('made_by', ?)", (_made_by(),))
        [made_by] = connection.execute("SELECT value FROM facts WHERE name = 'made_by'").fetchone()
        if made_by != _made_by():
            raise _OtherVersionError
    except BaseException:
        connection.close()
        raise
    return connection


def _made_by() -> str:
    """What has to be the same for a file to be understood: its tables, what a profile and an anchor are, and how these
    are numbered."""
    numbered = str(anchor_number((KINDS[0], "")))
    parts = (_TABLES.read_text(encoding="utf-8"), *FIELDS, *KINDS, *SHOWN, numbered)
    return blake2b("|".join(parts).encode(), digest_size=16).hexdigest()
