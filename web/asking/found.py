"""Which query somebody means and may ask: one of the shelf, or one that an analyst wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flask import abort
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

import queries
from queries import head
from queries.parameters import Named
from web import reading, words
from web.asking.tables import Favourite, OwnQuery
from web.models import Account
from web.visitor import database, visitor

#: Parameters of the shelf that the account sets, not the one who asks.
OURS = frozenset({"units", "agency"})
_OWN = re.compile(r"own-(\d{1,9})")


@dataclass(frozen=True)
class Entry:
    """A query as the pages show it. ``name`` is what its address says; ``owner`` is '' for one of the shelf."""

    name: str
    query: queries.Query
    owner: str = ""
    mine: bool = False
    shared: bool = False
    number: int = 0

    @property
    def ours(self) -> frozenset[str]:
        """Parameters that the account sets: of written queries none, as only who sees everything may ask them."""
        return frozenset() if self.number else OURS

    @property
    def title(self) -> str:
        """In the visitor's language."""
        return said(self.query.title)

    @property
    def explanation(self) -> str:
        """In the visitor's language."""
        return said(self.query.explanation)


def said(named: Named) -> str:
    """What it is called in the visitor's language."""
    return named.zh if words.language() == "zh" else named.en


def offered(text: str = "", tag: str = "") -> list[Entry]:
    """What the visitor may ask that is meant for people, by tag and title: of the shelf, written, shared."""
    shelf = [query for query in queries.load().values() if query.tags]
    entries = [Entry(query.name, query) for query in reading.those_asked(shelf)]
    if may_ask_written():
        with database().reading() as sql:
            entries += [entry for own in _readable(sql, visitor().account) if (entry := of_own(own))]
    wanted = text.casefold().split()
    order = list(head.tags())
    found = [entry for entry in entries if (not tag or tag in entry.query.tags) and _fits(entry, wanted)]
    return sorted(found, key=lambda entry: (min(map(order.index, entry.query.tags), default=len(order)), entry.title))


def _fits(entry: Entry, wanted: Iterable[str]) -> bool:
    query = entry.query
    named = [query.title, query.explanation, *(head.tags()[tag] for tag in query.tags)]
    text = " ".join([entry.name, entry.owner, *(f"{one.zh} {one.en}" for one in named)]).casefold()
    return all(word in text for word in wanted)


def may_ask_written() -> bool:
    """Whether the visitor may ask what people wrote: it knows no scope, so only who sees everything."""
    return reading.sees_everything()


def find(name: str) -> Entry:
    """The query of this name; 404 when there is none for people, 403 when the visitor may not ask it."""
    if number := _OWN.fullmatch(name):
        if not may_ask_written():
            abort(403)
        with database().reading() as sql:
            own = readable(sql, visitor().account, int(number[1])) or abort(404)
            return of_own(own) or abort(404)
    query = queries.load().get(name)
    if query is None or not query.tags:
        abort(404)
    if not reading.may_ask(query):
        abort(403)
    return Entry(name, query)


def of_own(own: OwnQuery) -> Entry | None:
    """A written query at its latest version; None for one that this version of the program cannot read."""
    try:
        query = head.read(own.versions[-1].text, Path(f"{own.name}.cypher"))
    except queries.HeadError:
        return None
    owner = own.account.display_name or own.account.name
    return Entry(own.name, query, owner, own.account_id == visitor().account.id, own.shared, own.id)


def readable(sql: Session, account: Account, number: int) -> OwnQuery | None:
    """The written query, if the account may ask it."""
    found = sql.get(OwnQuery, number)
    return found if found and (found.shared or found.account_id == account.id) else None


def _readable(sql: Session, account: Account) -> list[OwnQuery]:
    wanted = select(OwnQuery).where(or_(OwnQuery.account_id == account.id, OwnQuery.shared))
    return list(sql.scalars(wanted.order_by(OwnQuery.id)).unique())


def favourites(sql: Session, account: Account) -> set[str]:
    """The names that the account keeps at hand."""
    return set(sql.scalars(select(Favourite.query).where(Favourite.account_id == account.id)))


def keep(sql: Session, account: Account, name: str, wanted: bool) -> None:
    """Make the query a favourite of the account, or no longer one."""
    sql.execute(delete(Favourite).where(Favourite.account_id == account.id, Favourite.query == name))
    if wanted:
        sql.add(Favourite(account_id=account.id, query=name))
