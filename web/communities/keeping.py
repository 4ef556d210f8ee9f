"""What a run found, kept for the pages; and a page of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from neo4j import Driver
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from graph.analysis.communities import Renewed, renew
from graph.analysis.communities.matching import Change
from graph.analysis.communities.renewing import Community
from web.clock import now
from web.communities.tables import CommunityRow, CommunityRun, CommunityUnit
from web.database import Database
from web.permission import Scope

#: What a list can be sorted by.
SORTS = ("risk", "size", "disputes", "calls", "bridges", "last")
_COLUMNS = {sort: getattr(CommunityRow, "last_at" if sort == "last" else sort) for sort in SORTS}


@dataclass(frozen=True)
class Page:
    """A page of communities, how many there are in all, and the run that found them (None: there was none yet)."""

    rows: list[CommunityRow]
    total: int
    run: CommunityRun | None


def renew_and_keep(database: Database, driver: Driver, say: Callable[[str], None] = lambda _: None) -> Renewed:
    """Work all communities out anew and keep what was found."""
    found = renew(driver, say)
    with database.writing() as sql:
        keep(sql, found)
    return found


def keep(sql: Session, found: Renewed) -> None:
    """Put what a run found in the place of what the run before found; ways from merged ones go on leading somewhere."""
    rows = [_row(community) for community in found.communities]
    units = [CommunityUnit(community=one.match.number, unit=unit) for one in found.communities for unit in one.units]
    seen_by: dict[str, list[str]] = {}
    for one in sql.scalars(select(CommunityUnit)):
        seen_by.setdefault(one.community, []).append(one.unit)
    gone = {one.number: one.into for one in found.gone}
    there = {row.number for row in rows}
    for row in list(sql.scalars(select(CommunityRow))):
        if row.number not in there and (row.number in gone or row.into):
            rows.append(_gone(row, gone.get(row.number, row.into)))
            units += [CommunityUnit(community=row.number, unit=unit) for unit in seen_by.get(row.number, [])]
    sql.execute(delete(CommunityUnit))
    sql.execute(delete(CommunityRow))
    sql.expunge_all()
    sql.add_all(rows)
    sql.flush()
    sql.add_all(units)
    sql.add(CommunityRun(at=now(), ties=found.ties, hubs=found.hubs))


def _row(community: Community) -> CommunityRow:
    return CommunityRow(
        number=community.match.number,
        disputes=community.disputes,
        callers=community.callers,
        people=community.people,
        phones=community.phones,
        places=community.places,
        size=community.size,
        calls=community.calls,
        risk=community.risk,
        bridges=community.bridges,
        first_at=datetime.fromtimestamp(community.first_s, UTC),
        last_at=datetime.fromtimestamp(community.last_s, UTC),
        change=str(community.match.change),
        before=community.match.before,
        others=" ".join(community.match.others),
        into="",
    )


def _gone(row: CommunityRow, into: str) -> CommunityRow:
    values = {column.key: getattr(row, column.key) for column in CommunityRow.__table__.columns}
    return CommunityRow(**values | {"change": str(Change.GONE), "before": row.size, "others": "", "into": into})


def page(sql: Session, seen: Scope, *, change: str, sort: str, rising: bool, skip: int, limit: int) -> Page:
    """A page of those that somebody of this scope sees something of; those that are gone when ``change`` says so."""
    wanted = select(CommunityRow)
    wanted = wanted.where(CommunityRow.change == change if change else CommunityRow.change != Change.GONE)
    if seen.units is not None:
        theirs = select(CommunityUnit.community).where(CommunityUnit.unit.in_(sorted(seen.units)))
        wanted = wanted.where(CommunityRow.number.in_(theirs))
    total = sql.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    column = _COLUMNS[sort]
    ordered = wanted.order_by(column.asc() if rising else column.desc(), CommunityRow.number)
    return Page(list(sql.scalars(ordered.offset(skip).limit(limit))), total, latest(sql))


def one(sql: Session, number: str) -> CommunityRow | None:
    """The community called so; for one that is gone, the one that has its members now, as far as that leads."""
    row = sql.get(CommunityRow, number)
    passed: set[str] = set()
    while row is not None and row.into and row.number not in passed:
        passed.add(row.number)
        row = sql.get(CommunityRow, row.into) or row
    return row


def latest(sql: Session) -> CommunityRun | None:
    """The latest run."""
    return sql.scalar(select(CommunityRun).order_by(CommunityRun.id.desc()).limit(1))
