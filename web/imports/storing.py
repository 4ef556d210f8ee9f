"""Files that were brought, kept until they are in: under FENGQIAO_HOME/uploads, for their owner only, never served."""

from __future__ import annotations

import re
import secrets
import shutil
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import IO

from sqlalchemy import select

from graph import settings
from web.clock import now
from web.database import Database
from web.imports.tables import Brought

#: A file of which nothing was made goes after so long.
_FORGOTTEN = timedelta(days=7)
#: What a packed workbook may unpack to; the largest sheet that Excel can hold takes less than half.
_UNPACKED = 2 << 30
_MEMBERS = 2_000
_LONGEST_NAME = 80
_HEAD = 4096

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"
_NO_TABLE = (b"<html", b"<!doctype", b"<table", b"<?xml", b"%pdf", b"\x7felf", b"mz")
#: What a content may be called -> what it is called when its name says something else.
_SUFFIXES = {
    "packed": (".xlsx", ".xlsm", ".xlsb", ".ods"),
    "old": (".xls",),
    "json": (".jsonl", ".json", ".ndjson"),
    "text": (".csv", ".tsv", ".txt"),
}


class UnwantedError(ValueError):
    """The file is not taken; ``code`` says why: `empty`, `kind`, `packed`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def keep(stream: IO[bytes], called: str) -> tuple[str, Path]:
    """Keep what the stream holds: its directory's name, and the file. UnwantedError for what is no table.

    What it is, is told from its content; the name it came with is cleaned and gets a suffix that fits.
    """
    return _kept(called, lambda file: _written(stream, file))


def keep_file(path: Path) -> tuple[str, Path]:
    """Keep a copy of a file of this machine, in the same way."""
    return _kept(path.name, lambda file: shutil.copyfile(path, file))


def _kept(called: str, write: Callable[[Path], object]) -> tuple[str, Path]:
    directory = directory_of(new_directory())
    draft = directory / "draft"
    draft.touch(mode=0o600)
    try:
        write(draft)
        file = directory / _name(called, draft)
        draft.rename(file)
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    return directory.name, file


def new_directory() -> str:
    """A new directory for something that is brought; its name."""
    name = secrets.token_hex(16)
    (settings.home() / "uploads").mkdir(mode=0o700, exist_ok=True)
    directory_of(name).mkdir(mode=0o700)
    return name


def _written(stream: IO[bytes], file: Path) -> None:
    with file.open("wb") as target:
        shutil.copyfileobj(stream, target, 1 << 20)


def _name(called: str, file: Path) -> str:
    """A name without anything but letters, digits, dots, dashes and underscores, and with a suffix that fits."""
    plain = re.sub(r"[^\w.\-]+", "_", Path(called.replace("\\", "/")).name).strip("._") or "file"
    stem, dot, suffix = plain.rpartition(".")
    fitting = _SUFFIXES[_content(file)]
    suffix = f".{suffix.lower()}" if dot else ""
    if suffix not in fitting:
        stem, suffix = (plain, fitting[0])
    return stem[:_LONGEST_NAME] + suffix


def _content(file: Path) -> str:
    """'packed' or 'old' workbook, 'json' or 'text'; UnwantedError for anything else."""
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    start = head.removeprefix(_BOM).lstrip().lower()
    if not start:
        raise UnwantedError("empty")
    if head.startswith(_ZIP):
        _not_too_large(file)
        return "packed"
    if head.startswith(_OLE):
        return "old"
    if start.startswith(_NO_TABLE) or (b"\0" in head and not head.startswith(_WIDE)):
        raise UnwantedError("kind")
    return "json" if start.startswith((b"{", b"[{", b"[\n", b"[\r", b"[ ")) else "text"


def _not_too_large(file: Path) -> None:
    """UnwantedError for a packed file that is broken, or made to fill the memory of whoever unpacks it."""
    try:
        with zipfile.ZipFile(file) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, OSError):
        raise UnwantedError("kind") from None
    if len(members) > _MEMBERS or sum(member.file_size for member in members) > _UNPACKED:
        raise UnwantedError("packed")


def directory_of(stored: str) -> Path:
    """The directory of what was kept; ValueError for a name that is not one of ours."""
    if not re.fullmatch(r"[0-9a-f]{32}", stored):
        raise ValueError("not kept")
    return settings.home() / "uploads" / stored


def file_of(stored: str, name: str) -> Path:
    """The file that was kept there under this name."""
    return directory_of(stored) / Path(name).name


def drop(brought: Brought) -> None:
    """Remove what was kept of it, if it still is."""
    if brought.stored:
        shutil.rmtree(directory_of(brought.stored), ignore_errors=True)
        brought.stored = ""


def sweep(database: Database) -> None:
    """Remove files of which nothing was made for a week, and what nobody knows of any more."""
    uploads = settings.home() / "uploads"
    if not uploads.is_dir():
        return
    with database.writing() as sql:
        kept = sql.scalars(select(Brought).where(Brought.stored != "")).all()
        for brought in kept:
            idle = brought.job is None or brought.job.over
            if idle and brought.created_at < now() - _FORGOTTEN:
                drop(brought)
                if not brought.import_id:
                    sql.delete(brought)
        known = {brought.stored for brought in kept}
    for directory in uploads.iterdir():
        if directory.name not in known and _old(directory):
            shutil.rmtree(directory, ignore_errors=True)


def _old(directory: Path) -> bool:
    """Whether it is there for so long that no upload can be under way in it."""
    return directory.stat().st_mtime < (now() - _FORGOTTEN).timestamp()
