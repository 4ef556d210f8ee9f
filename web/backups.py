"""All that would be missed in one file: graph, accounts with the audit, keys, quarantine, how far queries were read.

A backup is a zip. ``manifest.json`` in it says what made it and the SHA-256 of every other member; nothing is put back
before all of them were found whole. What can be fetched or lasts for minutes (engine files, locks, rate limits) is left
out.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path

from sqlalchemy import make_url

from graph import settings
from graph.engine import dump as graph_dump
from graph.engine.paths import current
from graph.one_writer import one_writer
from web.clock import now
from web.database import Database

Say = Callable[[str], None]
_FORMAT = 1
_MANIFEST, _GRAPH, _POSTGRES, _HOME = "manifest.json", "graph.dump", "accounts.pgdump", "home/"
_NOT_KEPT_DIRECTORIES = {"engine", "gate", "queue", "sample", "backups"}
_NOT_KEPT_SUFFIXES = (".lock", ".new", ".sqlite-wal", ".sqlite-shm", ".log")
_NOT_KEPT_FILES = {"rates.sqlite"}


class BackupError(Exception):
    """A backup cannot be made or put back; one line."""


@dataclass(frozen=True)
class Manifest:
    """What a backup is: its format, when (UTC) and with which engine it was made, and the SHA-256 of its members."""

    format: int
    made_at: str
    engine: str
    members: dict[str, str]


def save(target: Path, say: Say) -> Manifest:
    """Write a backup to ``target``, a new file or a directory to put one in; BackupError.

    Imports wait meanwhile, and the pages are without the graph for as long as the engine needs to write it.
    """
    file = target / f"fengqiao-{now():%Y%m%d-%H%M%S}.zip" if target.is_dir() else target
    if file.exists():
        raise BackupError(f"{file}: is there already; a backup never overwrites one")
    if settings.read("NEO4J_URI"):
        raise BackupError(
            "NEO4J_URI names a server of its own: back it up with its own tools, and FENGQIAO_HOME beside it"
        )
    if not (current().data / "databases" / settings.read("NEO4J_DATABASE")).is_dir():
        raise BackupError("there is no graph yet to back up")
    with one_writer(say), tempfile.TemporaryDirectory(dir=settings.home(), prefix="backup.") as directory:
        gathered = Path(directory)
        say("writing the graph")
        graph_dump.dump(gathered / _GRAPH)
        say("writing accounts and files")
        _gather(gathered)
        manifest = Manifest(_FORMAT, now().isoformat(timespec="seconds"), current().version, _digests(gathered))
        (gathered / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=1))
        _pack(gathered, file)
    return manifest


def read(file: Path) -> Manifest:
    """What the backup is, once each of its members was found whole; BackupError names the first that is not."""
    try:
        with zipfile.ZipFile(file) as packed:
            manifest = Manifest(**json.loads(packed.read(_MANIFEST)))
            if manifest.format != _FORMAT:
                raise BackupError(
                    f"{file}: made by another version (format {manifest.format}, this one reads {_FORMAT})"
                )
            for name, digest in manifest.members.items():
                with packed.open(name) as member:
                    if file_digest(member, "sha256").hexdigest() != digest:  # type: ignore[arg-type]
                        raise BackupError(f"{file}: {name} is damaged")
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        raise BackupError(f"{file}: not a whole backup ({' '.join(str(error).split())})") from error
    major = current().version.partition(".")[0]
    if manifest.engine.partition(".")[0] != major:
        raise BackupError(f"{file}: made with engine {manifest.engine}; set FENGQIAO_ENGINE to it first")
    return manifest


def put_back(file: Path, say: Say) -> None:
    """Replace everything by what the backup has; BackupError. Nothing may be serving the pages meanwhile."""
    members = read(file).members
    with one_writer(say), tempfile.TemporaryDirectory(dir=settings.home(), prefix="backup.") as directory:
        with zipfile.ZipFile(file) as packed:
            packed.extractall(directory, members)
        unpacked = Path(directory)
        say("putting the graph back")
        graph_dump.load(unpacked / _GRAPH)
        say("putting accounts and files back")
        if (unpacked / _POSTGRES).exists():
            _pg("pg_restore", "--clean", "--if-exists", "--no-owner", "--dbname", _pg_url(), str(unpacked / _POSTGRES))
        for old in _kept():
            old.unlink()
            for beside in ("-wal", "-shm"):
                old.with_name(old.name + beside).unlink(missing_ok=True)
        shutil.copytree(unpacked / _HOME, settings.home(), dirs_exist_ok=True)


def _gather(into: Path) -> None:
    home = settings.home()
    if make_url(Database().url).get_backend_name() == "postgresql":
        _pg("pg_dump", "--format=custom", "--file", str(into / _POSTGRES), _pg_url())
    for file in _kept():
        copy = into / _HOME / file.relative_to(home)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".sqlite":
            with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
            copy.chmod(0o600)
        else:
            shutil.copy2(file, copy)
    (into / _HOME).mkdir(exist_ok=True)


def _kept() -> Iterator[Path]:
    """The files of the home that belong into a backup."""
    home = settings.home()
    for file in sorted(home.rglob("*")):
        inside = file.relative_to(home)
        if (
            file.is_file()
            and inside.parts[0] not in _NOT_KEPT_DIRECTORIES
            and not inside.parts[0].startswith("backup.")
            and not file.name.endswith(_NOT_KEPT_SUFFIXES)
            and file.name not in _NOT_KEPT_FILES
        ):
            yield file


def _digests(directory: Path) -> dict[str, str]:
    found = {}
    for file in sorted(directory.rglob("*")):
        if file.is_file():
            with file.open("rb") as opened:
                found[file.relative_to(directory).as_posix()] = file_digest(opened, "sha256").hexdigest()
    return found


def _pack(directory: Path, file: Path) -> None:
    """One zip that only its owner can read, whole or not at all."""
    draft = file.with_name(file.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(descriptor, "wb") as opened,
        zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as into,
    ):
        for member in sorted(directory.rglob("*")):
            if member.is_file():
                into.write(member, member.relative_to(directory).as_posix())
    draft.replace(file)


def _pg_url() -> str:
    return make_url(Database().url).set(drivername="postgresql").render_as_string(hide_password=False)


def _pg(program: str, *words: str) -> None:
    try:
        done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise BackupError(f"{program} is not installed: apt-get install postgresql-client") from None
    if done.returncode:
        raise BackupError(f"{program}: {' '.join(done.stderr.split())[-300:]}")
