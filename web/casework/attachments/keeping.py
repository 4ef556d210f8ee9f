"""Files of moves kept under FENGQIAO_HOME/attachments: for their owner only, under random names, outside the web root.

A file is kept before its move is made and belongs to it afterwards. One whose move was refused waits for a day, so that
whoever brought it need not bring it again; then it goes, as does whatever no row knows of.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph import settings
from graph.casework.moves import Work
from web.casework.attachments.called import harmless
from web.casework.attachments.kinds import Unwanted, kind_of
from web.casework.attachments.tables import Attachment
from web.clock import now
from web.database import Database

#: Files of one move, and files of one account that wait for theirs.
MOST, MOST_WAITING = 10, 30
_MIB = 1024 * 1024
_FORGOTTEN, _LOOKED_AT = timedelta(days=1), timedelta(days=7)


def folder() -> Path:
    """Where they are; made, for its owner only, if it is not there."""
    path = settings.home() / "attachments"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def file_of(attachment: Attachment) -> Path:
    """The file itself."""
    return folder() / attachment.stored


def keep(stream: IO[bytes], called: str, work: Work, account_id: int) -> Attachment:
    """Write what the stream holds to a new file; its row, which is in no database yet. Unwanted leaves nothing."""
    file = folder() / secrets.token_hex(16)
    try:
        size, digest = _written(stream, file)
        suffix = kind_of(file, called)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return Attachment(
        stored=file.name,
        name=harmless(called, suffix),
        suffix=suffix,
        size=size,
        digest=digest,
        work_kind=work.kind,
        work=work.id,
        act="",
        account_id=account_id,
        created_at=now(),
    )


def _written(stream: IO[bytes], file: Path) -> tuple[int, str]:
    """How many bytes were written, and their SHA-256. Unwanted for more than FENGQIAO_ATTACHMENT_MB."""
    most, size, digest = settings.number("FENGQIAO_ATTACHMENT_MB") * _MIB, 0, hashlib.sha256()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        while chunk := stream.read(_MIB):
            size += len(chunk)
            if size > most:
                raise Unwanted("large")
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return size, digest.hexdigest()


def wait(sql: Session, fresh: Sequence[Attachment]) -> None:
    """Put the rows of fresh files into the database, to wait for their move; the oldest make room."""
    sql.add_all(fresh)
    sql.flush()
    for account in {one.account_id for one in fresh}:
        mine = select(Attachment).where(Attachment.account_id == account, Attachment.act == "")
        for old in sql.scalars(mine.order_by(Attachment.id.desc()).offset(MOST_WAITING)).all():
            drop(sql, old)


def waiting(sql: Session, work: Work, account_id: int) -> list[Attachment]:
    """The files that wait for a move of this work and were brought by this account, in order."""
    mine = select(Attachment).where(
        Attachment.act == "",
        Attachment.account_id == account_id,
        Attachment.work_kind == work.kind,
        Attachment.work == work.id,
    )
    return list(sql.scalars(mine.order_by(Attachment.id)))


def belong(sql: Session, brought: Sequence[Attachment], work: Work, act: str) -> None:
    """From now on the files belong to this act, on this work."""
    for one in sql.scalars(select(Attachment).where(Attachment.id.in_([one.id for one in brought]))):
        one.work_kind, one.work, one.act = work.kind, work.id, act


def of_work(sql: Session, work: Work) -> dict[str, list[Attachment]]:
    """Act -> its files, of all moves of this work."""
    mine = select(Attachment).where(Attachment.work_kind == work.kind, Attachment.work == work.id, Attachment.act != "")
    found: dict[str, list[Attachment]] = defaultdict(list)
    for one in sql.scalars(mine.order_by(Attachment.id)):
        found[one.act].append(one)
    return dict(found)


def one_of(sql: Session, work: Work, number: int) -> Attachment | None:
    """The file of this number, when it belongs to a move of this work."""
    found = sql.get(Attachment, number)
    return found if found and found.act and (found.work_kind, found.work) == (work.kind, work.id) else None


def drop(sql: Session, attachment: Attachment) -> None:
    """Remove a file and its row."""
    file_of(attachment).unlink(missing_ok=True)
    sql.delete(attachment)


def sweep(database: Database) -> None:
    """Remove files whose move was not made within a day, and files that no row knows of."""
    before = now() - _FORGOTTEN
    forgotten = select(Attachment).where(Attachment.act == "", Attachment.created_at < before)
    with database.reading() as sql:
        some = sql.scalars(forgotten.limit(1)).first() is not None
    if some:
        with database.writing() as sql:
            for one in sql.scalars(forgotten).all():
                drop(sql, one)
    # What is older than this was looked at on every minute of a week.
    since, until = (before - _LOOKED_AT).timestamp(), before.timestamp()
    with os.scandir(folder()) as entries:
        lately = [entry.name for entry in entries if since < entry.stat().st_mtime < until]
    if lately:
        with database.reading() as sql:
            known = set(
                sql.scalars(select(Attachment.stored).where(Attachment.created_at > before - _LOOKED_AT - _FORGOTTEN))
            )
        for name in lately:
            if name not in known:
                (folder() / name).unlink(missing_ok=True)
