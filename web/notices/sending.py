"""Notices by mail or webhook, where these are set: each tried again for a day, and by one process at a time."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from functools import cache
from urllib.parse import SplitResult, unquote, urlsplit

import httpx
import structlog
from flask import Flask
from sqlalchemy import select, update

from graph import settings
from web import clock, words
from web.database import Database
from web.models import Account
from web.notices import wording
from web.notices.tables import Notice, Outgoing

#: Minutes until it is tried again, after each try that failed.
_AGAIN_MIN = (1, 5, 30, 120, 360, 720)
#: While one process sends a notice, no other takes it.
_TAKEN = timedelta(minutes=10)
_AT_ONCE = 200
_TIMEOUT_S = 10.0
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Letter:
    """One notice to one person: in words, with the path of its page."""

    number: int
    way: str
    tries: int
    name: str
    mail: str
    about: str
    said: str
    link: str
    at: str


def look(database: Database) -> None:
    """Send everything whose time has come. One that cannot be sent holds no other up."""
    with database.reading() as sql:
        ready = sql.scalars(
            select(Outgoing.id).where(Outgoing.next_at <= clock.now()).order_by(Outgoing.id).limit(_AT_ONCE)
        ).all()
    for number in ready:
        letter = _taken(database, number)
        if letter is not None:
            _ended(database, letter, _sent(letter))


def _taken(database: Database, number: int) -> _Letter | None:
    """What is to be sent; None when another process has taken it meanwhile."""
    now = clock.now()
    with database.writing() as sql:
        mine = update(Outgoing).where(Outgoing.id == number, Outgoing.next_at <= now)
        # `rowcount` tells whose it is: the one whose update found it still waiting.
        if sql.execute(mine.values(next_at=now + _TAKEN, tries=Outgoing.tries + 1)).rowcount != 1:  # type: ignore[attr-defined]
            return None
        found = sql.execute(
            select(Outgoing, Notice, Account)
            .join(Notice, Notice.id == Outgoing.notice_id)
            .join(Account, Account.id == Notice.account_id)
            .where(Outgoing.id == number)
        ).one()
        outgoing, notice, account = found
        with _speaking().test_request_context():
            said = wording.said(notice)
        return _Letter(
            outgoing.id,
            outgoing.way,
            outgoing.tries,
            account.name,
            account.mail,
            notice.about,
            said,
            notice.link,
            notice.created_at.astimezone(settings.zone()).isoformat(timespec="seconds"),
        )


def _sent(letter: _Letter) -> str:
    """Send it; '' or what went wrong."""
    try:
        if letter.way == "mail":
            _mail(letter)
        else:
            _post(letter)
    except httpx.HTTPStatusError as error:  # its words have the webhook's address, which may be a secret
        return _failed(letter, f"status {error.response.status_code}")
    except (OSError, smtplib.SMTPException, httpx.HTTPError, ValueError) as error:
        return _failed(letter, f"{type(error).__name__}: {error}"[:300])
    return ""


def _failed(letter: _Letter, problem: str) -> str:
    _log.warning("a notice could not be sent", way=letter.way, tries=letter.tries, error=problem.partition(":")[0])
    return problem


def _ended(database: Database, letter: _Letter, problem: str) -> None:
    now = clock.now()
    with database.writing() as sql:
        outgoing = sql.get(Outgoing, letter.number)
        if outgoing is None:
            return
        outgoing.problem = problem
        if not problem:
            outgoing.sent_at, outgoing.next_at = now, None
        elif letter.tries <= len(_AGAIN_MIN):
            outgoing.next_at = now + timedelta(minutes=_AGAIN_MIN[letter.tries - 1])
        else:
            outgoing.next_at = None


def _mail(letter: _Letter) -> None:
    server = urlsplit(settings.read("FENGQIAO_MAIL"))
    message = EmailMessage()
    # On one line: a header with a break in it is refused by the library, and the notice would never go out.
    message["Subject"] = " ".join(f"枫桥：{letter.said}".split())[:150]
    message["From"] = settings.read("FENGQIAO_MAIL_FROM") or "fengqiao@localhost"
    message["To"] = letter.mail
    message.set_content(f"{letter.said}\n\n请登录枫桥查看 Sign in to read it: {letter.link}\n")
    with _connected(server) as smtp:
        if server.username:
            smtp.login(unquote(server.username), unquote(server.password or ""))
        smtp.send_message(message)


def _connected(server: SplitResult) -> smtplib.SMTP:
    """ValueError for an address that is none. The password goes out only where the connection is encrypted."""
    host = server.hostname or ""
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, server.port or 465, timeout=_TIMEOUT_S, context=_trusted())
    if server.scheme != "smtp" or not host:
        raise ValueError("FENGQIAO_MAIL must be smtp://host[:port] or smtps://host[:port]")
    smtp = smtplib.SMTP(host, server.port or 25, timeout=_TIMEOUT_S)
    smtp.ehlo()
    if smtp.has_extn("starttls"):
        smtp.starttls(context=_trusted())
        smtp.ehlo()
    elif server.username:
        smtp.close()
        raise ValueError("FENGQIAO_MAIL has a password, and the server offers no encryption")
    return smtp


def _post(letter: _Letter) -> None:
    told = {
        "notice": letter.number,
        "to": letter.name,
        "about": letter.about,
        "said": letter.said,
        "link": letter.link,
        "at": letter.at,
    }
    hook = settings.read("FENGQIAO_WEBHOOK")
    # Redirects are not followed: what is sent goes where the setting says, or nowhere.
    answer = httpx.post(hook, json=told, timeout=_TIMEOUT_S, follow_redirects=False, verify=_trusted())
    answer.raise_for_status()


def _trusted() -> ssl.SSLContext:
    """Certificates of the authorities that this machine trusts, for mail and webhook alike."""
    return ssl.create_default_context()


@cache
def _speaking() -> Flask:
    """An application that has words and nothing else: no page is open where notices are sent."""
    app = Flask(__name__)
    words.install(app)
    return app
