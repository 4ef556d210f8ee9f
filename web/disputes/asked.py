"""What the list of disputes is asked for, as its address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from graph import settings, thresholds
from queries.listing import Sort
from queries.patterns import PATTERNS
from web import words
from web.addresses import changed, one_of

#: Orders of the list; each falls from the highest or latest unless `rising`.
SORTS: tuple[Sort, ...] = ("risk", "incidents", "first", "last")
#: States in which a dispute stands by itself.
STANDING = tuple(status for status in words.STATUSES if status != "merged")
_TEXT_MOST = 100


@dataclass(frozen=True)
class Asked:
    """Which disputes, in which order. Days are ISO dates or ''; the later one of two is included."""

    text: str = ""
    kind: str = ""
    level: str = ""
    status: str = ""
    unit: str = ""
    pattern: str = ""
    window: int = 0
    first_since: str = ""
    first_until: str = ""
    last_since: str = ""
    last_until: str = ""
    sort: Sort = "risk"
    rising: bool = False

    @classmethod
    def read(cls, given: MultiDict[str, str] | Mapping[str, str]) -> Asked:
        """From the parameters of an address; anything that makes no sense there is left out."""
        window = given.get("window", "")
        days = {name: _day(given.get(name, "")) for name in ("first_since", "first_until", "last_since", "last_until")}
        return cls(
            text=given.get("text", "").strip()[:_TEXT_MOST],
            kind=one_of(given.get("kind", ""), words.kinds()),
            level=one_of(given.get("level", ""), words.LEVELS),
            status=one_of(given.get("status", ""), STANDING),
            unit=given.get("unit", "").strip()[:200],
            pattern=one_of(given.get("pattern", ""), PATTERNS),
            window=int(window) if window in {str(days) for days in thresholds.repeats()} else 0,
            sort=next((sort for sort in SORTS if sort == given.get("sort")), "risk"),
            rising=given.get("rising") == "1",
            **days,
        )

    @property
    def given(self) -> dict[str, str]:
        """What differs from a list that nothing was asked of, as parameters of an address."""
        return changed(self, _PLAIN)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return bool(self.given.keys() - {"sort", "rising"})

    @property
    def repeating(self) -> bool:
        """Whether only disputes that meet a rule for repeats are wanted."""
        return bool(self.pattern or self.window)

    @property
    def patterns(self) -> tuple[str, ...]:
        """The patterns of repeat that will do."""
        return (self.pattern,) if self.pattern else PATTERNS

    @property
    def windows(self) -> tuple[int, ...]:
        """The windows of repeat that will do, in days."""
        return (self.window,) if self.window else tuple(thresholds.repeats())

    def address(self, **more: str) -> str:
        """The address of this list, or of a page of it."""
        values: dict[str, Any] = {**self.given, **more}
        return url_for("disputes.listed", **values)

    def sorted_by(self, sort: Sort, rising: bool) -> Asked:
        """The same in another order."""
        return replace(self, sort=sort, rising=rising)

    def parameters(self) -> dict[str, Any]:
        """The same for the shelf's queries, without the order."""
        asked = asdict(self)
        exact = {name: asked[name] or None for name in ("text", "kind", "level", "status", "unit")}
        since = {name: _midnight(asked[name]) for name in ("first_since", "last_since")}
        until = {name: _midnight(asked[name], 1) for name in ("first_until", "last_until")}
        # Fewer calls than the rule wants cannot meet it.
        least = min(thresholds.repeats()[days] for days in self.windows) if self.repeating else 0
        return exact | since | until | {"least": least}


_PLAIN = Asked()


def _day(written: str) -> str:
    """A day as a form sends it, 1970 to 2199, or ''."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return ""
    return found.isoformat() if 1970 <= found.year < 2200 else ""


def _midnight(day: str, later_days: int = 0) -> datetime | None:
    """When the day, or so many days after it, begins in FENGQIAO_TZ."""
    if not day:
        return None
    midnight = datetime.combine(date.fromisoformat(day) + timedelta(days=later_days), time(), settings.zone())
    return midnight.astimezone(UTC)
