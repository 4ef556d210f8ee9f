"""Invented calls for the tests of resolving."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from ingest.resolve.anchors import CAPS, Anchor, anchors
from ingest.resolve.profile import Party, Profile

DAY = 86_400
START = 1_700_000_000


def call(member: str, day: float, **said: Any) -> Profile:
    """A call ``day`` days after the start."""
    return Profile(id=member, at_s=START + int(day * DAY), **said)


def leak(member: str, day: float, **said: Any) -> Profile:
    """A call about a leak in one flat, by 钱伟 against 孙某, unless something else is said."""
    flat = "estate:翠竹园/b2"
    usual: dict[str, Any] = {
        "phone": "19900001111",
        "caller": "tel:19900001111:钱伟",
        "caller_name": Party("钱", "伟", True),
        "unit": "柳河派出所",
        "places": (
            ("estate", "estate:翠竹园"),
            ("building", flat),
            ("unit", f"{flat}/u1"),
            ("room", f"{flat}/u1/r301"),
        ),
        "floor": "3",
        "people": (Party("孙"),),
        "kind": "leak",
        "kind_confidence": 0.9,
        "content_topics": ("卫生间", "渗水", "天花板"),
        "outcome_topics": ("渗水", "维修"),
        "text": "楼上卫生间渗水泡坏天花板",
    }
    return call(member, day, **{**usual, **said})


_BASES = st.sampled_from(["翠竹园", "松涛苑"])
_PARTIES = st.builds(Party, st.sampled_from("钱孙周"), st.sampled_from(["", "伟", "丽"]), st.booleans())


@st.composite
def _places(draw: st.DrawFn) -> tuple[tuple[str, str], ...]:
    base = f"estate:{draw(_BASES)}"
    building, room = draw(st.sampled_from("12")), draw(st.sampled_from(["101", "301"]))
    chain = (("estate", base), ("building", f"{base}/b{building}"), ("room", f"{base}/b{building}/r{room}"))
    return chain[: draw(st.integers(0, 3))]


@st.composite
def histories(draw: st.DrawFn) -> list[Profile]:
    """A few dozen calls that share much: phones, places, names, words, moments."""
    count = draw(st.integers(2, 45))
    words = st.lists(st.sampled_from(["渗水", "噪音", "电梯", "停用", "孩子"]), max_size=3, unique=True).map(tuple)
    return [
        Profile(
            id=f"j{number:02}",
            at_s=START + draw(st.integers(0, 500)) * DAY,
            phone=draw(st.sampled_from(["", "19900001111", "19900002222"])),
            caller_name=draw(_PARTIES),
            unit="柳河派出所",
            places=draw(_places()),
            people=tuple(draw(st.lists(_PARTIES, max_size=2))),
            kind=draw(st.sampled_from(["", "leak", "noise"])),
            kind_confidence=0.5,
            content_topics=draw(words),
            outcome_topics=draw(words),
            refers_back=draw(st.booleans()),
        )
        for number in range(count)
    ]


def by_anchor(profiles: list[Profile]) -> dict[Anchor, list[Profile]]:
    """Every anchor with its calls."""
    found: dict[Anchor, list[Profile]] = {}
    for profile in profiles:
        for anchor in anchors(profile):
            found.setdefault(anchor, []).append(profile)
    return found


#: More calls than any anchor compares.
CROWD = max(CAPS.values()) + 5
