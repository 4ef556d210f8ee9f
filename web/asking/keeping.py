"""Written queries in SQL: added, changed version by version, compared, restored, shared, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import ndiff

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

import queries
from queries.writing import written
from web.asking.tables import Favourite, OwnQuery, OwnVersion
from web.clock import now
from web.models import Account

#: Queries that one account keeps, and versions of one; the oldest go.
EACH, VERSIONS = 500, 200


class KeepingError(ValueError):
    """A query cannot be kept; ``code`` says why: `many`, or `changed` when it was changed elsewhere since."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def add(sql: Session, account: Account, query: queries.Query) -> OwnQuery:
    """Keep a new query, private."""
    count = sql.scalar(select(func.count()).select_from(OwnQuery).where(OwnQuery.account_id == account.id)) or 0
    if count >= EACH:
        raise KeepingError("many")
    made = OwnQuery(account_id=account.id, shared=False, changed_at=now())
    made.versions.append(OwnVersion(number=1, text=written(query), at=now()))
    sql.add(made)
    sql.flush()
    return made


def mine(sql: Session, account: Account, number: int) -> OwnQuery | None:
    """The query, if it is the account's."""
    found = sql.get(OwnQuery, number)
    return found if found and found.account_id == account.id else None


def save(own: OwnQuery, text: str, seen: int) -> None:
    """Keep ``text`` as the next version, unless it is the present one; KeepingError when ``seen`` is not that."""
    latest = own.versions[-1]
    if seen != latest.number:
        raise KeepingError("changed")
    if text != latest.text:
        own.versions.append(OwnVersion(number=latest.number + 1, text=text, at=now()))
        del own.versions[:-VERSIONS]
    own.changed_at = now()


def drop(sql: Session, own: OwnQuery) -> None:
    """Delete it for good, with everybody's favourites of it."""
    sql.execute(delete(Favourite).where(Favourite.query == own.name))
    sql.delete(own)


@dataclass(frozen=True)
class Line:
    """A line of two versions: `+` is new, `-` is gone, ' ' stayed."""

    sign: str
    text: str


def difference(old: str, new: str) -> Iterator[Line]:
    """Line by line."""
    for line in ndiff(old.splitlines(), new.splitlines()):
        if line[0] != "?":
            yield Line(line[0], line[2:])
