"""What is remembered of one call beside the graph, for comparing it with others: plain rows, no database."""

from __future__ import annotations

from dataclasses import dataclass, fields
from hashlib import blake2b
from operator import attrgetter

import orjson

from ingest.extract.mentions import Mentions
from ingest.incident import Incident
from ingest.resolve.anchor_numbers import anchor_numbers
from ingest.resolve.profile import Profile
from ingest.resolve.where import locate
from ingest.resolve.who import Observation

#: Characters of a call's text that may become the title of a dispute without a place.
_OPENING = 30


@dataclass(frozen=True, slots=True)
class Recollection:
    """One call as it is kept. ``hash`` is that of its content, ``reading`` a number for what was read from it.

    ``account``: the message board's account that it was written from, '' for none.

    ``shown``: JSON of what a dispute shows of its calls, see ``SHOWN``; ``anchors``: their numbers, 8 bytes each;
    ``profile``: JSON, without the caller, who is found later.
    """

    id: str
    at_s: int
    hash: str
    reading: int
    account: str
    shown: bytes
    anchors: bytes
    profile: bytes

    def __reduce__(self) -> tuple[type[Recollection], tuple[object, ...]]:
        """By its values in order, as an incident is."""
        return Recollection, _VALUES(self)

    @property
    def version(self) -> str:
        """See ``version``."""
        return version(self.hash, self.reading)


_VALUES = attrgetter(*(field.name for field in fields(Recollection)))
#: The names of the values in ``Recollection.shown``.
SHOWN = ("account", "unit", "case_number", "opening", "place_key", "place_name")


def version(hash_: str, reading: int) -> str:
    """Tells apart what a call says and how it was read: from the properties that its node has."""
    return f"{hash_}:{reading}"


def recollect(incident: Incident, mentions: Mentions, profile: Profile) -> Recollection:
    """What is kept of an incident and of what was read from it."""
    place = locate(mentions.place)
    key, name = (place[-1].key, place[-1].name) if place else ("", "")
    shown = (incident.caller_name, incident.unit, incident.case_number, incident.content[:_OPENING], key, name)
    said = Observation.of(
        phone=profile.phone,
        name=("", "", False),
        id_number=profile.id_number,
        account=incident.caller_name,
        unit="",
    )
    packed = profile.to_json()
    flagged = (mentions.malicious, mentions.non_police, [danger.term for danger in mentions.dangers])
    return Recollection(
        incident.id,
        profile.at_s,
        incident.content_hash(),
        int.from_bytes(blake2b(packed + orjson.dumps(flagged), digest_size=8).digest(), "little", signed=True),
        said.surname if said.scope == "account" else "",
        orjson.dumps(shown),
        anchor_numbers(profile),
        packed,
    )
