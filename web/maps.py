"""Saved maps in SQL: whose they are, who may open them. What is on one is ``web.map_state``'s."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from web.accounts import people, units
from web.clock import now
from web.models import Account, MapShare, SavedMap, Unit
from web.roles import Role

#: Maps that one account keeps.
EACH = 200


class MapError(ValueError):
    """A map cannot be as asked; ``code`` says why: `title`, `many`, `changed`, `nobody`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def listed(sql: Session, account: Account) -> list[SavedMap]:
    """The maps that the account may open, its own and those shared with it, the newest first."""
    mine = SavedMap.account_id == account.id
    wanted = select(SavedMap).where(or_(mine, SavedMap.id.in_(_shared(sql, account))))
    return list(sql.scalars(wanted.order_by(SavedMap.changed_at.desc(), SavedMap.id.desc())).unique())


def readable(sql: Session, account: Account, number: int) -> SavedMap | None:
    """The map, if the account may open it."""
    found = sql.get(SavedMap, number)
    if found is None or found.account_id == account.id:
        return found
    shared = select(SavedMap.id).where(SavedMap.id == number, SavedMap.id.in_(_shared(sql, account)))
    return found if sql.scalar(shared) else None


def own(sql: Session, account: Account, number: int) -> SavedMap | None:
    """The map, if it is the account's."""
    found = sql.get(SavedMap, number)
    return found if found and found.account_id == account.id else None


def _shared(sql: Session, account: Account) -> Any:
    above = [unit.id for unit in units.above(sql, account.unit_id)]
    return select(MapShare.map_id).where(or_(MapShare.account_id == account.id, MapShare.unit_id.in_(above)))


def add(sql: Session, account: Account, title: str, state: dict[str, Any]) -> SavedMap:
    """Keep a new map; MapError for one without a title, or one too many."""
    count = sql.scalar(select(func.count()).where(SavedMap.account_id == account.id)) or 0
    if count >= EACH:
        raise MapError("many")
    made = SavedMap(account_id=account.id, title=_title(title), state=_json(state), changed_at=now())
    sql.add(made)
    sql.flush()
    return made


def replace(saved: SavedMap, title: str, state: dict[str, Any], seen: str) -> None:
    """Keep over what was kept before; MapError when that is no longer what its owner saw (``seen``, its stamp)."""
    if seen != stamp(saved):
        raise MapError("changed")
    saved.title, saved.state, saved.changed_at = _title(title), _json(state), now()


def stamp(saved: SavedMap) -> str:
    """Changes with every saving."""
    return saved.changed_at.isoformat()


def state(saved: SavedMap) -> dict[str, Any]:
    """What ``web.map_state.kept`` made."""
    return dict(orjson.loads(saved.state))


def share(sql: Session, saved: SavedMap, person: str, unit: int | None) -> MapShare:
    """Let a person, by login name, or a unit open the map; MapError when there is nobody to."""
    account = None if unit else _person(sql, person)
    place = sql.get(Unit, unit) if unit else None
    if (account is None or account.id == saved.account_id) and place is None:
        raise MapError("nobody")
    account_id, unit_id = account.id if account else None, place.id if place else None
    there = [one for one in saved.shares if (one.account_id, one.unit_id) == (account_id, unit_id)]
    if there:
        return there[0]
    made = MapShare(map_id=saved.id, account_id=account_id, unit_id=unit_id)
    saved.shares.append(made)
    sql.flush()
    sql.refresh(made)
    return made


def _person(sql: Session, name: str) -> Account | None:
    try:
        found = people.known(sql, name)
    except people.AccountError:
        return None
    return None if Role(found.role) is Role.PARTNER else found


def names(shares: Sequence[MapShare]) -> list[tuple[int, str]]:
    """Number and name of each share."""
    return [(one.id, _called(one)) for one in shares]


def _called(one: MapShare) -> str:
    if one.account:
        return one.account.display_name or one.account.name
    return one.unit.name if one.unit else ""


def _title(written: str) -> str:
    title = " ".join(written.split())[:100]
    if not title:
        raise MapError("title")
    return title


def _json(whole: dict[str, Any]) -> str:
    return orjson.dumps(whole).decode()
