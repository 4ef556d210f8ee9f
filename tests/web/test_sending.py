"""Notices by mail and webhook, to real servers: once, tried again after a failure, by one process at a time.

What is in them breaks out of no header and names no number of a person; they go to no server but the one that is set.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import orjson
import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from tests.web.people import Clock, account
from tests.web.test_tls import certificate
from web.accounts import people
from web.accounts.people import AccountError
from web.database import Database
from web.notices import About, To, notify
from web.notices.sending import look
from web.notices.tables import Outgoing
from web.roles import Role

__all__ = ["certificate"]
PHONE = "13800000001"


class Letters:
    """What a mail server was handed."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.messages: list[EmailMessage] = []
        self.to: list[list[str]] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)  # type: ignore[attr-defined]
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.to.append(envelope.rcpt_tos)  # type: ignore[attr-defined]
        self.got.append(f"{message['To']} {message['Subject']} {message.get_content()}")
        return "250 taken"


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Iterator[Letters]:
    """A mail server, which the settings name."""
    taken = Letters()
    server = Controller(taken, hostname="127.0.0.1", port=free_port())
    server.start()
    monkeypatch.setenv("FENGQIAO_MAIL", f"smtp://127.0.0.1:{server.port}")
    monkeypatch.setenv("FENGQIAO_MAIL_FROM", "fengqiao@bureau.example")
    yield taken
    server.stop()


class Hook(ThreadingHTTPServer):
    """A server that keeps what is posted to it, and answers ``status``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Posted)
        self.status, self.location = 204, ""
        self.got: list[dict[str, object]] = []


class _Posted(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Hook)
        self.server.got.append(orjson.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silence."""


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    """A webhook, which the settings name."""
    with served(Hook()) as server:
        monkeypatch.setenv("FENGQIAO_WEBHOOK", f"http://127.0.0.1:{server.server_port}/hook")
        yield server


@contextmanager
def served(server: Hook) -> Iterator[Hook]:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def tell(database: Database, once: str = "") -> int:
    with database.writing() as sql:
        return notify(sql, To(), About.DISPUTE_REOPENED, "/disputes/D-1", once=once, dispute="D-1")


def left(database: Database) -> list[tuple[int, bool, str]]:
    with database.reading() as sql:
        rows = sql.scalars(select(Outgoing).order_by(Outgoing.id))
        return [(row.tries, row.sent_at is not None, row.problem) for row in rows]


@pytest.fixture
def staff(database: Database) -> Database:
    """One officer with a mail address, and one without."""
    account(database, "li", Role.INVESTIGATOR)
    account(database, "wang", Role.INVESTIGATOR)
    with database.writing() as sql:
        people.set_mail(people.known(sql, "li"), " li@bureau.example ")
    return database


def test_each_goes_out_once_however_many_look(staff: Database, letters: Letters, hook: Hook) -> None:
    assert tell(staff) == 2
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: look(staff), range(4)))
    look(staff)
    assert len(letters.got) == 1
    assert "li@bureau.example 枫桥：D-1 已重新打开" in letters.got[0]
    assert "/disputes/D-1" in letters.got[0]
    assert sorted(str(one["to"]) for one in hook.got) == ["li", "wang"]
    assert hook.got[0]["about"] == "dispute-reopened"
    assert left(staff) == [(1, True, "")] * 3


def test_what_fails_is_tried_again_later_and_holds_nothing_up(sqlite: Database, hook: Hook, later: Clock) -> None:
    account(sqlite, "li", Role.INVESTIGATOR)
    hook.status = 503
    tell(sqlite)
    look(sqlite)
    look(sqlite)  # not again before its time
    assert len(hook.got) == 1
    [(tries, sent, problem)] = left(sqlite)
    assert (tries, sent) == (1, False)
    assert "503" in problem
    hook.status = 204
    later(timedelta(minutes=2))
    look(sqlite)
    assert left(sqlite) == [(2, True, "")]


def test_after_a_day_it_is_given_up(sqlite: Database, hook: Hook, later: Clock) -> None:
    account(sqlite, "li", Role.INVESTIGATOR)
    hook.status = 500
    tell(sqlite)
    for _ in range(20):
        look(sqlite)
        later(timedelta(hours=13))
    assert len(hook.got) == 7
    assert left(sqlite)[0][:2] == (7, False)


def test_a_password_goes_over_no_open_line(staff: Database, letters: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_MAIL", f"smtp://user:secret@127.0.0.1:{free_port()}")
    tell(staff)
    look(staff)
    assert left(staff)[0][:2] == (1, False)
    assert letters.got == []


def test_nothing_goes_out_where_nothing_is_set(staff: Database) -> None:
    assert tell(staff) == 2
    assert left(staff) == []


@pytest.mark.parametrize(
    "written", ["li", "a@b, c@d", "li@bureau.example\nBcc: x@y", "李@bureau.example", "x" * 210 + "@y"]
)
def test_what_is_no_mail_address_is_refused(sqlite: Database, written: str) -> None:
    account(sqlite, "li", Role.INVESTIGATOR)
    with sqlite.writing() as sql, pytest.raises(AccountError):
        people.set_mail(people.known(sql, "li"), written)


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r", "\u2028", "\x0b"])
def test_no_text_breaks_out_of_a_header_or_ends_the_letter(sqlite: Database, letters: Letters, ends: str) -> None:
    account(sqlite, "li", Role.INVESTIGATOR)
    title = f"a{ends}Bcc: thief@evil.example{ends}{ends}.{ends}RCPT TO:<thief@evil.example>"
    with sqlite.writing() as sql:
        people.set_mail(people.known(sql, "li"), "li@bureau.example")
        notify(sql, To(), About.QUERY_CHANGED, "/queries/own_1", title=title, before=1, now=2)
    look(sqlite)
    [message] = letters.messages
    assert letters.to == [["li@bureau.example"]]
    assert {name.lower() for name in message.keys()} <= {  # noqa: SIM118 - a message is no dict
        *("subject", "from", "to", "mime-version", "content-type", "content-transfer-encoding"),
        *("x-peer", "x-mailfrom", "x-rcptto"),
    }
    assert "thief@evil.example" in str(message["Subject"])  # as words of the one line
    assert "Sign in to read it" in message.get_content()
    assert left(sqlite) == [(1, True, "")]


def test_no_number_of_a_person_goes_out(sqlite: Database, letters: Letters, hook: Hook) -> None:
    account(sqlite, "li", Role.INVESTIGATOR)
    with sqlite.writing() as sql:
        people.set_mail(people.known(sql, "li"), "li@bureau.example")
        notify(sql, To(), About.IMPORT_DONE, "/imports/1", name=f"{PHONE}.csv", new=3)
    look(sqlite)
    for said in (letters.got[0], str(hook.got[0])):
        assert PHONE not in said
        assert "138****0001" in said


def test_what_is_sent_goes_where_the_setting_says_and_follows_no_redirect(
    sqlite: Database, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(sqlite, "li", Role.INVESTIGATOR)
    monkeypatch.setenv("FENGQIAO_WEBHOOK", f"http://127.0.0.1:{hook.server_port}/secret-of-the-hook")
    with served(Hook()) as elsewhere:
        hook.location = f"http://127.0.0.1:{elsewhere.server_port}/"
        for hook.status in (301, 302, 307, 308):
            tell(sqlite)
            look(sqlite)
        assert (len(hook.got), len(elsewhere.got)) == (4, 0)
    assert left(sqlite) == [(1, False, f"status {status}") for status in (301, 302, 307, 308)]


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize("way", ["smtps", "starttls", "https"])
def test_a_server_is_believed_only_by_a_certificate_that_this_machine_trusts(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch, certificate: tuple[Path, Path], way: str, *, trusted: bool
) -> None:
    cert, key = certificate
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    account(sqlite, "li", Role.INVESTIGATOR)
    with sqlite.writing() as sql:
        people.set_mail(people.known(sql, "li"), "li@bureau.example")
    if way == "https":
        server = Hook()
        server.socket = context.wrap_socket(server.socket, server_side=True)
        with served(server):
            monkeypatch.setenv("FENGQIAO_WEBHOOK", f"https://127.0.0.1:{server.server_port}/")
            tell(sqlite)
            look(sqlite)
        got = len(server.got)
    else:
        taken = Letters()
        inside = {"ssl_context": context} if way == "smtps" else {"tls_context": context, "require_starttls": True}
        mail = Controller(taken, hostname="127.0.0.1", port=free_port(), **inside)
        mail.start()
        monkeypatch.setenv("FENGQIAO_MAIL", f"{'smtps' if way == 'smtps' else 'smtp'}://127.0.0.1:{mail.port}")
        tell(sqlite)
        look(sqlite)
        mail.stop()
        got = len(taken.got)
    [(_, sent, problem)] = left(sqlite)
    assert (got, sent) == ((1, True) if trusted else (0, False))
    assert trusted or "CERTIFICATE_VERIFY_FAILED" in problem
