"""Adding a record to the chain: one writer at a time, whatever processes there are, since the database says whose turn
it is (SQLite's write lock, an advisory lock in PostgreSQL)."""

from __future__ import annotations

import getpass
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from flask import g, request
from sqlalchemy import Connection, event, insert, text
from sqlalchemy.orm import Session

from web.audit import anchor, chain
from web.audit.actions import Action
from web.audit.anchor import Head
from web.clock import now
from web.models import Account, AuditRecord
from web.numbers import masked_text
from web.personal import veiled
from web.visitor import database, somebody

_LOCK = 0x66_71_61  # any number, the same in every process
_LONGEST = 2_000
_HEAD = "audit-head"
# Statements and not objects: nearly every request writes a record, and nobody reads it back here.
_LAST = "SELECT number, mac FROM audit_records ORDER BY number DESC LIMIT 1"
_INSERT = insert(AuditRecord)
_MAC = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Actor:
    """Who does it and from where; `account_id` is None for the terminal and for somebody not signed in."""

    account: str
    account_id: int | None
    role: str
    unit: str
    address: str
    request: str


@dataclass(frozen=True)
class Act:
    """What is done to what and why; ``detail`` is small and becomes JSON."""

    action: Action
    target: str
    purpose: str = ""
    case: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def note(
    action: Action,
    target: str,
    /,
    *,
    purpose: str = "",
    case: str = "",
    by: Account | None = None,
    sql: Session | None = None,
    **detail: Any,
) -> None:
    """Write down what the visitor of the present request does to ``target``; who and where come from the request.

    ``by`` is who does it where that is not yet the visitor (signing in). With ``sql``, a session of
    ``Database.writing``, the record is kept or undone together with the act; without, it is kept at once, and there
    must be no writing session open: SQLite has one writer. Numbers of people in ``detail`` are masked.
    """
    actor, act = _visitor(by), Act(action, target, purpose, case, detail)
    if sql is not None:
        append(sql, actor, act)
        return
    with database().connected() as own:
        file = anchor.path(own.engine.url)
        head = _append(own, file, actor, act, following=False)
    anchor.advance(file, head)


def note_command(
    sql: Session, action: Action, target: str, /, *, purpose: str = "", case: str = "", **detail: Any
) -> None:
    """Write down what somebody does at the terminal; ``sql`` is a session of ``Database.writing``."""
    actor = Actor(_cut(getpass.getuser(), 64), None, "terminal", "", "terminal", "")
    append(sql, actor, Act(action, target, purpose, case, detail))


def _visitor(by: Account | None) -> Actor:
    who = somebody()
    account = by or (who.account if who else None)
    address, number = request.remote_addr or "-", g.get("request_id", "-")
    if account is None:
        return Actor("", None, "", "", address[:45], number)
    unit = account.unit.name if account.unit else ""
    return Actor(account.name, account.id, account.role, unit, address[:45], number)


def append(sql: Session, actor: Actor, act: Act) -> None:
    """Add a record in this transaction, which holds the write lock; the head is anchored once it is committed."""
    sql.flush()
    own = sql.connection()
    file = anchor.path(own.engine.url)
    head = _append(own, file, actor, act, following=_HEAD in sql.info)
    if _HEAD not in sql.info:
        event.listen(sql, "after_commit", lambda session: anchor.advance(file, session.info[_HEAD]))
    sql.info[_HEAD] = head


def _append(own: Connection, file: Path, actor: Actor, act: Act, *, following: bool) -> Head:
    """The head with the record added; ``following``: the transaction added one before."""
    if own.dialect.name == "postgresql":
        own.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    head, anchored = _stored_head(own), anchor.read(file)
    if anchored is None and not head.number:
        # Before the first record is committed: who comes between its commit and its anchor must not find none.
        anchor.advance(file, head)
    elif anchored is None and not following:
        head = _add(own, head, actor, Act(Action.ANCHOR_LOST, ""))
    elif anchored is not None and anchored.number > head.number:
        head = anchored  # a tail was cut off: the gap stays to be seen
    return _add(own, head, actor, act)


def _stored_head(own: Connection) -> Head:
    """The last record that the database has."""
    last = own.exec_driver_sql(_LAST).first()
    return Head(last.number, last.mac) if last else Head(0, chain.START)


def _add(own: Connection, head: Head, actor: Actor, act: Act) -> Head:
    values = {
        "number": head.number + 1,
        "at": now(),
        **asdict(actor),
        "action": act.action.value,
        "target": _cut(masked_text(act.target), 200),
        "purpose": _cut(masked_text(act.purpose), 500),
        "case_number": _cut(act.case, 100),
        "detail": chain.canonical({name: _small(value) for name, value in act.detail.items()}),
        "previous": head.mac,
    }
    mac = chain.sign_values(values, chain.signing()[-1])
    own.execute(_INSERT, values | {"mac": mac})
    return Head(head.number + 1, mac)


def _small(value: Any) -> Any:
    """What a detail may be: a number, or a text without numbers of people; lists and dicts of such."""
    if isinstance(value, Mapping):
        return {_cut(masked_text(str(name)), 100): _small(inner) for name, inner in list(value.items())[:50]}
    if isinstance(value, list | tuple | set | frozenset):
        return [_small(inner) for inner in list(value)[:100]]
    if isinstance(value, str) and _MAC.fullmatch(value):
        return value
    shown = veiled(value)
    if shown is None or isinstance(shown, bool | int) or (isinstance(shown, float) and isfinite(shown)):
        return shown
    return _cut(str(shown), _LONGEST)


def _cut(written: str, most: int) -> str:
    """As a column takes it: PostgreSQL refuses NUL, and half a surrogate cannot be written at all."""
    plain = written.replace("\0", " ").encode(errors="replace").decode()
    return plain if len(plain) <= most else plain[: most - 1] + "…"
