"""Those concerned are told that somebody called again about a dispute that was closed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from graph.casework.reopening import Lately, reopened_since
from ingest.resolve.units import unit_key
from web.clock import now
from web.database import Database
from web.graph_link import GraphLink
from web.models import Account
from web.notices import About, To, notify
from web.roles import Role

#: So far back is looked: jobs that stood still for a day miss nothing, and nobody is told twice.
_BACK = timedelta(days=1)
_TOLD = frozenset({Role.INVESTIGATOR, Role.SUPERVISOR})


def look(database: Database, link: GraphLink) -> None:
    """Tell the dispute's unit, and whoever closed it, of every dispute that a call has opened again."""
    found = link.ask(lambda driver: reopened_since(driver, now() - _BACK))
    if not found:
        return
    with database.writing() as sql:
        for one in found:
            closer = sql.scalar(select(Account.id).where(Account.name == one.closed_by))
            concerned = [To(roles=_TOLD, unit=unit_key(one.unit))] if one.unit else []
            concerned += [To(account_id=closer)] if closer is not None else []
            for to in concerned:
                notify(
                    sql, to, _about(one), f"/disputes/{one.dispute}", once=f"reopened {one.move}", dispute=one.dispute
                )


def _about(one: Lately) -> About:
    return About.FALSE_CLOSURE if one.false_closure else About.DISPUTE_REOPENED
