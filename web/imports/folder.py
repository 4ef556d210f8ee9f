"""The watched folder: a file is taken once it has stopped growing, imported, and moved to done/ or refused/ beside.

Only the process of jobs looks there, every minute. A file is looked at twice: one whose size and time have not changed
from one minute to the next is whole. Its mapping is the named one that was made for its columns, or else guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from graph import settings
from web.audit import Action
from web.audit.writing import note_command
from web.clock import now
from web.database import Database
from web.imports import starting, storing
from web.jobs import keeping
from web.jobs.tables import Job, State

DONE, REFUSED = "done", "refused"
#: Ways that programs call a file which they are still writing.
_UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart", ".swp")
#: Files that are taken in one minute; the others wait for the next.
_AT_ONCE = 20

_seen: dict[Path, tuple[int, int]] = {}
_log = structlog.get_logger()


def watched() -> Path | None:
    """The folder, when one is set and there; None otherwise."""
    written = settings.read("FENGQIAO_WATCH_FOLDER")
    return Path(written) if written and Path(written).is_dir() else None


def look(database: Database) -> None:
    """Ask for the import of every file that has stopped growing."""
    directory = watched()
    if directory is None:
        return
    before = dict(_seen)
    _seen.clear()
    _seen.update(_there(directory))
    whole = [path for path, state in _seen.items() if before.get(path) == state]
    for path in sorted(whole)[:_AT_ONCE]:
        _take(database, path)


def _there(directory: Path) -> dict[Path, tuple[int, int]]:
    found = {}
    for path in directory.iterdir():
        if path.name.startswith(".") or path.suffix.lower() in _UNFINISHED or not path.is_file() or path.is_symlink():
            continue
        state = path.stat()
        if state.st_size:
            found[path] = (state.st_size, state.st_mtime_ns)
    return found


def _take(database: Database, path: Path) -> None:
    once = f"folder {path.name}"[:300]
    with database.reading() as sql:
        if any(job.once == once for job in keeping.waiting(sql, ("import",))):
            return
    try:
        stored, file = storing.keep_file(path)
    except storing.UnwantedError as error:
        _move(path, REFUSED, {"empty": "文件是空的", "packed": "解压后过大"}.get(error.code, "不是表格文件"))
        return
    with database.writing() as sql:
        brought = starting.bring(sql, "folder", file.name, stored=stored, size=file.stat().st_size)
        given = {"brought": brought.id, "path": str(path)}
        brought.job = keeping.ask(sql, "import", None, file.name, given, once=once)
        if brought.job is None:  # another look took it meanwhile
            starting.discard(sql, brought)
            return
        note_command(sql, Action.IMPORT_STARTED, f"{brought.id} {file.name}", origin="folder")


def put_aside(given: Mapping[str, Any], job: Job) -> None:
    """Move the file of an import that has ended."""
    path = Path(str(given["path"]))
    if path.is_file():
        _move(path, DONE if job.state == State.DONE else REFUSED, job.problem)


def _move(path: Path, where: str, why: str) -> None:
    """Move a file into the directory beside it; ``why`` it was refused stands in a text of the same name."""
    try:
        directory = path.parent / where
        directory.mkdir(exist_ok=True)
        target = directory / path.name
        if target.exists():
            target = directory / f"{path.stem}-{now().astimezone(settings.zone()):%Y%m%d-%H%M%S}{path.suffix}"
        path.rename(target)
        if where == REFUSED:
            target.with_name(target.name + ".reason.txt").write_text(why + "\n", encoding="utf-8")
    except OSError as error:
        _log.error("a file of the watched folder cannot be moved", why=error.strerror)
