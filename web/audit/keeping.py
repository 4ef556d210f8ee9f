"""How long records are kept. Pruning takes the oldest away and writes down up to where: the rest still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select

from graph import settings
from web.audit.actions import Action
from web.audit.errors import AuditError
from web.audit.verifying import verify
from web.audit.writing import note_command
from web.clock import now
from web.database import Database
from web.models import AuditRecord


@dataclass(frozen=True)
class Pruned:
    """The numbers of the first and last record that were taken away; both 0 when none were old enough."""

    first: int = 0
    last: int = 0


def prune(database: Database) -> Pruned:
    """Remove what is older than FENGQIAO_AUDIT_DAYS. AuditError when the chain does not hold: it is evidence then."""
    oldest = now() - timedelta(days=settings.number("FENGQIAO_AUDIT_DAYS"))
    with database.reading() as sql:
        verdict = verify(sql)
    if verdict.fault is not None:
        raise AuditError(f"nothing was removed: {verdict.text()}")
    with database.writing() as sql:
        first, newest = sql.execute(select(func.min(AuditRecord.number), func.max(AuditRecord.number))).one()
        if first is None:
            return Pruned()
        kept = sql.scalar(select(func.min(AuditRecord.number)).where(AuditRecord.at >= oldest))
        last = newest if kept is None else kept - 1
        if last < first:
            return Pruned()
        mac = sql.scalars(select(AuditRecord.mac).where(AuditRecord.number == last)).one()
        note_command(sql, Action.AUDIT_PRUNED, f"{first}-{last}", to=last, mac=mac)
        sql.execute(delete(AuditRecord).where(AuditRecord.number <= last))
    return Pruned(first, last)
