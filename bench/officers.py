"""What officers do at their desks, for locust: each signs in, looks, asks and writes, and thinks in between.

``python -m bench crowd`` makes the accounts, starts the pages, and runs this.
"""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from itertools import count

from locust import HttpUser, between, task

from bench.crowd import SHARES, called
from bench.served import PASSWORD

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_DISPUTES = re.compile(r'href="/disputes/(D-[^"?/]+)"')
_MOVES = re.compile(r'name="seen" value="(\d+)"')
_SAID = "楼上又漏水了，多次找他没人管，他说要拿刀砍我"
_numbers = {role: count() for role in SHARES}


class Officer(HttpUser):
    """Somebody signed in, who thinks 20 to 60 s between two things: reads what is shown, takes calls, talks."""

    abstract = True
    wait_time = between(20, 60)
    role = ""

    def on_start(self) -> None:
        """Sign in, and look at the workbench."""
        number = next(_numbers[self.role])
        self.chance = random.Random(f"{self.role} {number}")
        self.disputes: list[str] = []
        who = called(self.role, number)
        token = self.token("/sign-in")
        self.sent("/sign-in", {"name": who, "password": PASSWORD, "csrf_token": token})
        self.csrf = self.token("/")

    def page(self, path: str, called: str = "") -> str:
        """A page's text; locust counts anything but 200 as an error."""
        with self.client.get(path, name=called or path, allow_redirects=False, catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code}")
            return answer.text or ""

    def sent(self, path: str, fields: dict[str, str], called: str = "", good: tuple[int, ...] = (200, 302)) -> str:
        """A form sent; where it leads, or what it answers. ``good`` are the statuses that are no error."""
        with self.client.post(
            path, data=fields, name=called or f"{path} (sent)", allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code in good:
                answer.success()
            else:
                answer.failure(f"{answer.status_code}")
            return answer.headers.get("Location") or answer.text or ""

    def token(self, path: str) -> str:
        """The token that the page's forms carry."""
        found = _TOKEN.search(self.page(path))
        return found[1] if found else ""

    def some_dispute(self) -> str:
        """One of those on the list, which is looked at when nothing is known yet."""
        if not self.disputes:
            self.disputes = list(dict.fromkeys(_DISPUTES.findall(self.page("/disputes"))))
        return self.chance.choice(self.disputes) if self.disputes else ""

    def look(self) -> str:
        """Open a dispute; its number."""
        if dispute := self.some_dispute():
            self.page(f"/disputes/{dispute}", "/disputes/…")
        return dispute

    @task(2)
    def workbench(self) -> None:
        """What waits."""
        self.page("/")

    @task(1)
    def notices(self) -> None:
        """What was told."""
        self.page("/notices")

    @task(2)
    def search(self) -> None:
        """Typed, letter by letter."""
        for length in (1, 2, 3):
            self.page(f"/search/suggest?q={'王小明'[:length]}", "/search/suggest")


class Dispatcher(Officer):
    """Takes calls: what is known, renewed as the content is typed."""

    role = "dispatcher"
    weight = SHARES[role]

    @task(8)
    def call(self) -> None:
        """One call."""
        phone = f"138{self.chance.randrange(10**8):08d}"
        for length in (6, 12, len(_SAID)):
            told = {"csrf_token": self.csrf, "phone": phone, "text": _SAID[:length]}
            self.sent("/briefing/answer", told, "/briefing/answer")


class Investigator(Officer):
    """Reads disputes and mediates in them."""

    role = "investigator"
    weight = SHARES[role]

    @task(6)
    def read(self) -> None:
        """A dispute."""
        self.look()

    @task(2)
    def mediate(self) -> None:
        """Begin a mediation, and hold it at once."""
        dispute = self.some_dispute()
        if not dispute:
            return
        form = self.page(f"/casework/dispute/{dispute}?begin=mediation", "/casework/… (form)")
        day = date.today() + timedelta(days=self.chance.randrange(1, 9))
        told = {"csrf_token": self.csrf, "seen": (_MOVES.findall(form) or ["0"])[0], "begin": "mediation"}
        told |= {"planned_at": f"{day}T10:00", "mediator": "王调解", "place": "社区调解室"}
        work = self.sent(f"/casework/dispute/{dispute}", told, "/casework/… (sent)")
        if work.startswith("/casework/mediation/"):
            held = {"csrf_token": self.csrf, "seen": "1", "move": "hold", "held_at": f"{day}T10:20"}
            self.sent(work, held, "/casework/… (sent)")


class Analyst(Officer):
    """Screens the list, asks queries, issues directives."""

    role = "analyst"
    weight = SHARES[role]

    @task(3)
    def screen(self) -> None:
        """The list, narrowed, and one of it."""
        self.page("/disputes?level=high", "/disputes (filtered)")
        self.look()

    @task(2)
    def shelf(self) -> None:
        """A query of the shelf."""
        self.page("/queries")
        told = {"csrf_token": self.csrf, "limit": "50"}
        self.sent("/queries/rising_disputes/run", told, "/queries/…/run")

    @task(1)
    def direct(self) -> None:
        """Draft a directive."""
        if dispute := self.some_dispute():
            self.page(f"/directives/new?dispute={dispute}", "/directives/new")


class Supervisor(Officer):
    """Looks over all of it."""

    role = "supervisor"
    weight = SHARES[role]

    @task(3)
    def read(self) -> None:
        """The gravest."""
        self.look()

    @task(2)
    def boards(self) -> None:
        """What is done and what is late."""
        self.page("/boards/directive", "/boards/…")
        self.page("/boards/mediation", "/boards/…")
