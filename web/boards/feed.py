"""A person's appointments as iCalendar (RFC 5545), for the calendar application on a desk or a telephone."""

from __future__ import annotations

from datetime import UTC, timedelta

from icalendar import Calendar, Event
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from graph.casework.boards import Wanted
from graph.casework.states import Kind, machines
from graph.settings import read as setting
from web import permission
from web.accounts import tokens
from web.boards.calendar import KINDS, Appointment, appointments, today
from web.clock import now
from web.models import Account, Token

#: The one thing that the token in the feed's address opens.
SCOPE = "calendar:read"
#: How far the feed goes back and ahead, and how long its address is good, in days.
_BACK, _AHEAD, DAYS = 30, 180, 365
#: How long a mediation is taken to last.
_LASTS = timedelta(hours=1)
_NAME = "calendar"


def renew(sql: Session, account: Account) -> tuple[Token, str]:
    """A new token for the account's feed, whose earlier ones are of no use any more; its written form is not kept."""
    end(sql, account)
    return tokens.make(sql, account, _NAME, [SCOPE], DAYS)


def end(sql: Session, account: Account) -> int:
    """Make the addresses of the account's feed useless; how many there were."""
    mine = update(Token).where(Token.account_id == account.id, Token.scopes == SCOPE, Token.revoked_at.is_(None))
    return len(sql.execute(mine.values(revoked_at=now()).returning(Token.id)).all())


def of(sql: Session, account: Account) -> Token | None:
    """The account's token for its feed, while there is one."""
    mine = select(Token).where(Token.account_id == account.id, Token.scopes == SCOPE, Token.revoked_at.is_(None))
    return sql.scalars(mine.order_by(Token.id.desc())).first()


def written(scope: permission.Scope, language: str) -> bytes:
    """The feed of what somebody with this scope sees; titles are masked as on the pages."""
    units = None if scope.units is None else sorted(scope.units)
    wanted = Wanted(units=units, agency=scope.agency)
    first, last = today() - timedelta(days=_BACK), today() + timedelta(days=_AHEAD)
    by_day, _more = appointments(wanted, KINDS, first, last)
    feed = Calendar()
    feed.add("prodid", "-//Fengqiao//Casework//ZH")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", "枫桥" if language == "zh" else "Fengqiao")
    feed.add("x-wr-timezone", setting("FENGQIAO_TZ"))
    for day in sorted(by_day):
        for one in by_day[day]:
            feed.add_component(_event(one, language))
    return bytes(feed.to_ical())


def _event(one: Appointment, language: str) -> Event:
    event = Event()
    event.add("uid", f"{one.card.id}@fengqiao")
    event.add("dtstamp", now())
    event.add("sequence", one.card.version)
    event.add("summary", f"{_called(one.kind, language)} {one.card.id} {one.card.title}".strip())
    # Whole seconds in UTC: every calendar turns them into its own zone.
    if one.moment is not None and one.kind == "mediation":
        event.add("dtstart", one.moment.replace(microsecond=0).astimezone(UTC))
        event.add("dtend", (one.moment + _LASTS).replace(microsecond=0).astimezone(UTC))
    else:
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
    if one.place:
        event.add("location", one.place)
    said = [text for text in (one.card.unit, one.card.person, one.at if one.kind != "mediation" else "") if text]
    if said:
        event.add("description", " · ".join(said))
    return event


def _called(kind: Kind, language: str) -> str:
    named = machines()[kind]
    return named.zh if language == "zh" else named.en.capitalize()
