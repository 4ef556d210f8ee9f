"""A call before it is a row, and the dressing that every text gets: openings, dangers, slips of the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.sample.dice import Dice
from ingest.sample.people import Person
from ingest.sample.world import Spot

SECONDS_A_DAY = 86_400

#: Hour of day -> weight, by what a scenario says about its hours.
_HOURS: dict[str, tuple[int, ...]] = {
    "day": (1, 1, 0, 0, 0, 1, 3, 6, 10, 12, 12, 10, 8, 8, 10, 11, 11, 10, 9, 8, 6, 5, 3, 2),
    "evening": (2, 1, 1, 0, 0, 1, 2, 4, 5, 5, 5, 5, 6, 5, 4, 4, 5, 7, 10, 13, 14, 13, 9, 5),
    "night": (10, 7, 4, 2, 1, 2, 3, 4, 3, 2, 2, 2, 3, 3, 2, 2, 2, 3, 4, 6, 9, 13, 15, 14),
}


@dataclass(slots=True)
class Call:
    """One call: the truth about it (who, where, which dispute, flags) and what was written down.

    ``topic`` is the scenario or the sort of call, ``number`` the number that was shown, in national form.
    """

    at: datetime
    person: Person
    spot: Spot
    phone: str = ""
    name: str = ""
    id_number: str = ""
    address: str = ""
    category: str = ""
    content: str = ""
    outcome: str = ""
    case: bool = False
    invalid: bool = False
    malicious: bool = False
    non_police: bool = False
    dispute: int = 0
    topic: str = ""
    number: str = ""
    own_category: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """The time a sample covers."""

    start: datetime
    days: float

    def moment(self, dice: Dice, hours: str) -> datetime:
        """A moment inside the span at an hour of this sort."""
        day = int(dice.unit() * self.days)
        return at_hour(self.start + timedelta(days=day), dice, hours)


def at_hour(day: datetime, dice: Dice, hours: str) -> datetime:
    """The same day at an hour of this sort (``day``, ``evening``, ``night``)."""
    hour = dice.weighted(_HOURS[hours])
    return day.replace(hour=hour, minute=dice.between(0, 59), second=dice.between(0, 59))


#: Characters that input methods confuse.
_SLIPS = str.maketrans("在做的账决称已叫像向坐", "再作得帐绝成以教象象座")


def slip(text: str, dice: Dice) -> str:
    """The text with the slips of a hurried hand: a wrong, missing or doubled character, other punctuation."""
    if dice.chance(0.12):
        text = text.replace("，", dice.pick((",", " ", "", "。", "；")))
    if dice.chance(0.5):
        text = text.rstrip("。") + dice.pick(("。", "", "。", "."))
    if len(text) < 12 or not dice.chance(0.08):
        return text
    at = dice.between(2, len(text) - 2)
    if text[at].isdigit() or text[at - 1].isdigit():
        return text
    form = dice.between(0, 2)
    if form == 0:
        return text[:at] + text[at:].translate(_SLIPS)
    return text[:at] + text[at + 1 :] if form == 1 else text[:at] + text[at] + text[at:]
