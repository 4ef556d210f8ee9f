"""From a name and a password to a session, each step in its own short transaction."""

from __future__ import annotations

from dataclasses import dataclass

from web.accounts import passwords, people, second_factor, sessions, throttle
from web.clock import now
from web.database import Database
from web.models import Account, SignIn


@dataclass(frozen=True)
class From:
    """Where a try comes from: network address, the browser's own words, its device mark for this account or ''."""

    address: str
    agent: str = ""
    device: str = ""


@dataclass(frozen=True)
class Outcome:
    """``refused`` is '', `wrong`, `wait`, or `late` for a wrong code that is of the step before or after.

    Without refusal there is the account and the secret of its new session.
    """

    refused: str = ""
    account: Account | None = None
    secret: str = ""


def with_password(database: Database, name: str, password: str, came: From) -> Outcome:
    """Sign in by name and password. What was wrong of the two is not told, nor whether the account is locked."""
    name = people.normal(name)[:64]
    with database.writing() as sql:
        taken = throttle.take(sql, throttle.rules(name, came.address, came.device), now())
        account = people.find(sql, name)
    if taken is None:
        return Outcome("wait")
    if account is None:
        passwords.pretend(password)
        return Outcome("wrong")
    if not passwords.matches(account.password_hash, password) or account.locked:
        return Outcome("wrong")
    with database.writing() as sql:
        fresh = sql.get_one(Account, account.id)
        if fresh.locked or fresh.password_hash != account.password_hash:
            return Outcome("wrong")
        throttle.forgive(sql, taken)
        if passwords.outdated(fresh.password_hash):
            fresh.password_hash = passwords.hash_password(password)
        stage = sessions.PASSWORD if fresh.totp_nonce else sessions.FULL
        return Outcome(account=fresh, secret=sessions.begin(sql, fresh, stage, came.address, came.agent))


def with_code(database: Database, session: SignIn, secret: str, code: str) -> Outcome:
    """Go from half-way to signed in by a code of the second factor; the session gets a new secret."""
    with database.writing() as sql:
        taken = throttle.take(sql, throttle.second_factor_rules(session.account_id), now())
        if taken is None:
            return Outcome("wait")
        account = sql.get_one(Account, session.account_id, with_for_update={"of": Account})
        if not second_factor.passes(sql, account, code):
            return Outcome(second_factor.why_refused(account, code))
        throttle.forgive(sql, taken)
        sessions.end(sql, secret)
        return Outcome(
            account=account, secret=sessions.begin(sql, account, sessions.FULL, session.address, session.agent)
        )
