"""The files that came with a form: kept before the move is made, and again in the form when it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from graph import settings
from graph.casework.moves import Done, Work
from web.audit import Action, note
from web.casework.attachments import keeping
from web.casework.attachments.kinds import KINDS, Unwanted
from web.casework.attachments.tables import Attachment
from web.numbers import masked_text
from web.visitor import database, visitor


@dataclass(frozen=True)
class Brought:
    """Files that wait for their move; ``problem``: why one that came with them was not taken, in words, or ''."""

    files: Sequence[Attachment] = ()
    problem: str = ""


@dataclass(frozen=True)
class Offered:
    """What a form says of files: those that wait already, each with whether it goes along, and what is taken."""

    waiting: Sequence[tuple[Attachment, bool]]
    kinds: Sequence[str]
    most: int
    most_mb: int


def offered(work: Work, along: Brought) -> Offered:
    """For the form of a move of this work; those of ``along`` go along, others that wait can."""
    with database().reading() as sql:
        waiting = keeping.waiting(sql, work, visitor().account.id)
    ticked = {one.stored for one in along.files}
    shown = [(one, one.stored in ticked) for one in waiting]
    return Offered(shown, sorted(KINDS), keeping.MOST, settings.number("FENGQIAO_ATTACHMENT_MB"))


def read(work: Work) -> Brought:
    """Keep the files of the form for a move of this work, with those that were kept for it before."""
    account = visitor().account.id
    sent = [file for file in request.files.getlist("file") if file.filename]
    with database().reading() as sql:
        asked = set(request.form.getlist("kept"))
        before = [one for one in keeping.waiting(sql, work, account) if one.stored in asked]
    if len(sent) + len(before) > keeping.MOST:
        return Brought(before, str(_("At most %(most)d files go with one step.", most=keeping.MOST)))
    fresh: list[Attachment] = []
    problem = ""
    for file in sent:
        try:
            fresh.append(keeping.keep(file.stream, file.filename or "", work, account))
        except Unwanted as error:
            problem = problem or _said(error, file.filename or "")
    if fresh:
        with database().writing() as sql:
            keeping.wait(sql, fresh)
    return Brought([*before, *fresh], problem)


def attach(brought: Brought, done: Done) -> None:
    """The move was made: the files belong to it, and it is written down whose they are."""
    if not brought.files:
        return
    work = done.moved[0][0]
    with database().writing() as sql:
        keeping.belong(sql, brought.files, work, done.act)
        for one in brought.files:
            note(Action.ATTACHED, f"{work.kind} {work.id}", sql=sql, file=one.name, bytes=one.size, sha256=one.digest)


def _said(error: Unwanted, called: str) -> str:
    name, most = masked_text(" ".join(called.split()))[:80], settings.number("FENGQIAO_ATTACHMENT_MB")
    words = {
        "empty": lambda: _("“%(name)s” is empty.", name=name),
        "large": lambda: _("“%(name)s” is larger than %(most)d MiB.", name=name, most=most),
        "kind": lambda: _(
            "“%(name)s” is none of the kinds that are taken: PDF, Word, Excel, WPS, pictures, text, sound and film.",
            name=name,
        ),
    }
    return str(words[error.why]())
