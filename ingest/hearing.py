"""What a dispatcher knows while the caller is still talking, read as a record would be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from ingest.extract import extract
from ingest.extract.kinds import NAMES
from ingest.incident import Incident
from ingest.resolve.where import SITE_LEVELS, locate


@dataclass(frozen=True, slots=True)
class Heard:
    """The number in national form, the place by key and name ('' when it is no site), and what the text says.

    ``kind`` is the Chinese name of ``kind_key``. ``danger`` 0 (none) .. 5 (killing), with its words.
    """

    phone: str
    place: str
    place_name: str
    kind: str
    kind_key: str
    danger: int
    danger_words: tuple[str, ...]
    refers_back: bool
    non_police: bool


def hear(phone: str, address: str, text: str) -> Heard:
    """Read what is given; '' for what is not known yet."""
    mentions = extract(Incident("-", datetime.now(UTC), phone=phone, address=address, content=text))
    chain = locate(mentions.place)
    site = chain[-1] if chain and chain[-1].level in SITE_LEVELS else None
    return Heard(
        phone=mentions.calling_phone,
        place=site.key if site else "",
        place_name=site.name if site else "",
        kind=NAMES.get(mentions.kind, ""),
        kind_key=mentions.kind,
        danger=max((danger.grade for danger in mentions.dangers), default=0),
        danger_words=tuple(danger.term for danger in mentions.dangers),
        refers_back=mentions.refers_back,
        non_police=mentions.non_police,
    )
