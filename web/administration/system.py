"""What there is to say of the system: engine, sizes, room, versions, what runs, backups, settings without secrets."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from neo4j import Driver
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from graph import engine, settings
from graph.look import LOOKS, SAYINGS
from graph.schema import NODES
from graph.settings import PROJECT_ROOT, SETTINGS
from web.audit import Action
from web.models import AuditRecord

#: Parts whose version is asked for when something does not work.
_PARTS = ("neo4j", "Flask", "gunicorn", "SQLAlchemy", "jieba", "scikit-learn", "networkx", "pyvis")
_SHOWN_BACKUPS = 5


@dataclass(frozen=True)
class Engine:
    """The database of the graph. ``size`` in bytes on disk and ``uptime_s`` are None for a server of one's own."""

    agent: str
    address: str
    private: bool
    size: int | None
    uptime_s: float | None


@dataclass(frozen=True)
class Room:
    """Bytes of the disk that the home is on."""

    total: int
    free: int


@dataclass(frozen=True)
class Backup:
    """A backup: what it is called, when it was made, its bytes (None where only the audit knows of it)."""

    name: str
    at: datetime
    size: int | None


def engine_of(driver: Driver) -> Engine:
    """As the server itself says."""
    info = driver.get_server_info()
    address = ":".join(map(str, info.address[:2])) if info.address else ""
    if settings.read("NEO4J_URI"):
        return Engine(info.agent, address, False, None, None)
    held = engine.status()
    return Engine(info.agent, address, True, held.size_bytes, held.uptime_s)


def names(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """What labels and types are called in `zh` or `en`; one without a name is called as it is."""
    if language == "zh":
        return {node.label: node.title_zh for node in NODES}, {name: said[0] for name, said in SAYINGS.items()}
    return {label: look.title_en for label, look in LOOKS.items()}, {name: said[1] for name, said in SAYINGS.items()}


def room() -> Room:
    """Where the home is."""
    used = shutil.disk_usage(settings.home())
    return Room(used.total, used.free)


@cache
def fengqiao() -> str:
    """The version of Fengqiao."""
    written = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(written["project"]["version"])


def versions(sql: Session) -> dict[str, str]:
    """Part -> version."""
    if sql.get_bind().dialect.name == "sqlite":
        database = f"SQLite {sqlite3.sqlite_version}"
    else:
        database = f"PostgreSQL {sql.scalar(text('SHOW server_version'))}"
    found = {"Fengqiao": fengqiao(), "Python": platform.python_version(), "SQL": database}
    return found | {part: version(part) for part in _PARTS}


def backups(sql: Session) -> list[Backup]:
    """The latest: those under the home, and those that the audit tells of, which may be anywhere."""
    here = [_of_file(file) for file in (settings.home() / "backups").glob("*.zip")]
    made = select(AuditRecord).where(AuditRecord.action == Action.BACKED_UP).order_by(AuditRecord.number.desc())
    told = [Backup(one.target, one.at, None) for one in sql.scalars(made.limit(_SHOWN_BACKUPS))]
    known = {one.name for one in here}
    every = here + [one for one in told if one.name not in known]
    return sorted(every, key=lambda one: one.at, reverse=True)[:_SHOWN_BACKUPS]


def _of_file(file: Path) -> Backup:
    held = file.stat()
    return Backup(file.name, datetime.fromtimestamp(held.st_mtime, UTC), held.st_size)


def in_force() -> list[tuple[str, str, bool, str]]:
    """Name, value, whether it was set, and meaning of every setting; a secret that is set is stars."""
    return [
        (
            one.name,
            "******" if one.secret and one.read() else _without_password(one.read()),
            bool(os.environ.get(one.name)),
            one.help,
        )
        for one in SETTINGS
    ]


def _without_password(value: str) -> str:
    """An address that somebody put a password into."""
    start, sign, rest = value.partition("://")
    _secret, at, host = rest.rpartition("@")
    return f"{start}://******@{host}" if sign and at else value
