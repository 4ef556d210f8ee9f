"""What a board, a list of work or the calendar is asked for, as its address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from flask import url_for
from werkzeug.datastructures import MultiDict

from graph.casework.boards import DUE, Sort, Wanted
from graph.casework.states import Kind, machines
from web import reading, words
from web.addresses import changed, one_of
from web.roles import Role
from web.visitor import visitor

#: How the columns of a board are made.
BY = ("state", "unit", "deadline")
#: Kinds of work that have a board, in the order of the tabs.
KINDS: tuple[Kind, ...] = tuple(DUE)
#: What a partner agency has work of.
_PARTNERS: tuple[Kind, ...] = ("diversion",)
SORTS: tuple[Sort, ...] = get_args(Sort)
_TEXT_MOST = 100
_PAGES_MOST = 10_000


@dataclass(frozen=True)
class Asked:
    """Which work. ``about`` is the kind of dispute, ``state`` one of the kind's states; the last three are a list's."""

    unit: str = ""
    person: str = ""
    about: str = ""
    text: str = ""
    by: str = "state"
    state: str = ""
    sort: Sort = "due"
    falling: bool = False

    @classmethod
    def read(cls, given: MultiDict[str, str] | Mapping[str, str], kind: Kind | None = None) -> Asked:
        """From the parameters of an address; anything that makes no sense there is left out."""
        states = machines()[kind].states if kind else {}
        return cls(
            unit=_text(given.get("unit", "")),
            person=_text(given.get("person", "")),
            about=one_of(given.get("about", ""), words.kinds()),
            text=_text(given.get("text", "")),
            by=one_of(given.get("by", ""), BY) or "state",
            state=one_of(given.get("state", ""), states),
            sort=next((sort for sort in SORTS if sort == given.get("sort")), "due"),
            falling=given.get("falling") == "1",
        )

    @property
    def given(self) -> dict[str, str]:
        """What differs from a board of which nothing was asked, as parameters of an address."""
        return changed(self, _PLAIN)

    @property
    def filters(self) -> dict[str, str]:
        """What narrows it, without how it is shown."""
        return {name: value for name, value in self.given.items() if name in ("unit", "person", "about", "text")}

    def wanted(self) -> Wanted:
        """The same for the graph, in what the visitor may see."""
        limits: dict[str, Any] = reading.scope().parameters()
        return Wanted(**limits | self.filters)

    def board(self, kind: Kind, **changed: Any) -> str:
        """The address of the board so."""
        given: dict[str, Any] = replace(self, state="", sort="due", falling=False, **changed).given
        return url_for("boards.board", kind=kind, **given)

    def listed(self, kind: Kind, page: int = 1, **changed: Any) -> str:
        """The address of the list so."""
        given: dict[str, Any] = replace(self, by="state", **changed).given
        return url_for("boards.listed", kind=kind, page=page if page > 1 else None, **given)


def kinds() -> tuple[Kind, ...]:
    """The kinds whose boards the visitor may see."""
    return _PARTNERS if visitor().role is Role.PARTNER else KINDS


def page_of(given: Mapping[str, str]) -> int:
    """The page of a list that is asked for, from 1."""
    written = given.get("page", "")
    return max(1, min(int(written), _PAGES_MOST)) if written.isdecimal() and len(written) < 9 else 1


_PLAIN = Asked()


def _text(written: str) -> str:
    return written.strip()[:_TEXT_MOST]
