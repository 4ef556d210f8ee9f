"""Interactions: what two pieces of evidence mean together beyond each alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.resolve.evidence.comparing import Bools, Found
from ingest.resolve.evidence.people import somebody_in_common

_PIECES = ("pairs", "characters")
_WITHIN_A_FORTNIGHT = ("quarter_hour", "hours", "day", "fortnight")


@dataclass(frozen=True, slots=True)
class _Holds:
    """What holds of each pair, put together once from single pieces of evidence.

    ``person``: the callers are one, as far as anyone can tell; ``party``: a party is surely named in both; ``anyone``:
    either, or a surname; ``named``: somebody is known or named in both, be it by the surname.
    """

    person: Bools
    party: Bools
    anyone: Bools
    named: Bools
    here: Bools
    soon: Bools
    within: Bools
    kind: Bools
    topic: npt.NDArray[np.float32]

    @classmethod
    def of(cls, f: Found) -> _Holds:
        person = np.maximum(f["caller.proven"], f["caller.full_name"] * f["unit.same"]) > 0
        party = (f["party.text_masked"] > 0) | (f["counter_report.masked"] > 0) | (f["party.two_surnames"] > 0)
        return cls(
            person=person,
            party=party,
            anyone=person | party | (f["counter_report.surname"] > 0) | (f["party.text_surname"] > 0),
            named=somebody_in_common(f),
            here=f["place.own"] > 0,
            soon=np.asarray((f["time.quarter_hour"] + f["time.hours"]) > 0),
            within=np.logical_or.reduce([f[f"time.{name}"] > 0 for name in _WITHIN_A_FORTNIGHT]),
            kind=f["kind.same"] > 0,
            topic=f["topic.all"],
        )


def together(f: Found) -> Found:
    """All interactions of the evidence ``f``."""
    holds = _Holds.of(f)
    return {
        **_spoken_here(f, holds),
        **_spoken_in_a_crowd(f),
        **_crowd(f, holds),
        **_of_caller(f, holds),
        **_of_place(f, holds),
        **_inside_a_place(f, holds),
        **_of_party_and_subject(f, holds),
    }


def _spoken_here(f: Found, holds: _Holds) -> Found:
    """Agreement in wording at one place, and of one caller."""
    here = holds.here
    return {
        name: values
        for pieces in _PIECES
        for name, values in {
            f"place_topic.{pieces}": here * f[f"topic.{pieces}_all"],
            f"place_topic.{pieces}_best": here * f[f"topic.{pieces}_best"],
            f"place_topic.{pieces}_none": here & (f[f"topic.{pieces}_none"] > 0),
            f"place_topic.{pieces}_soon": (here & holds.within) * f[f"topic.{pieces}_all"],
            f"place_topic.{pieces}_strangers": (here & ~holds.named) * f[f"topic.{pieces}_all"],
            f"caller.{pieces}": (f["caller.proven"] > 0) * f[f"topic.{pieces}_all"],
        }.items()
    }


def _spoken_in_a_crowd(f: Found) -> Found:
    """Agreement in wording where many call."""
    return {
        f"topic.{pieces}_{how}_{where}": f[f"topic.{pieces}_{how}"] * values
        for pieces in _PIECES
        for how in ("all", "best")
        for where, values in (("common", f["place.base_common"]), ("crowd", f["place.base_rate"]))
    }


def _crowd(f: Found, holds: _Holds) -> Found:
    nobody = ~holds.anyone & (f["party.none_shared"] == 0)
    return {
        "place.crowd_kind": (holds.here & holds.kind) * f["place.base_rate"],
        "place.crowd_nobody_named": (holds.here & nobody) * f["place.base_rate"],
        "place.crowd_soon": (holds.here & holds.soon) * f["place.base_rate"],
    }


def _of_caller(f: Found, holds: _Holds) -> Found:
    person = holds.person
    return {
        "caller.and_topic": person * holds.topic,
        "caller.and_place": person & holds.here,
        "caller.elsewhere": person & (f["place.differs"] > 0),
        "caller.other_kind": person * f["kind.differs"],
        "caller.same_kind": person * f["kind.same"],
        "caller.and_opponent": person & (f["opponent.same"] > 0),
        "caller.other_opponent": person & (f["opponent.differs"] > 0),
        "caller.refers_back": person * f["refers_back.later"],
        "caller.no_topic": person & (f["topic.none"] > 0),
    }


def _of_place(f: Found, holds: _Holds) -> Found:
    here, kind, topic = holds.here, holds.kind, holds.topic
    return {
        "place.and_topic": here * topic,
        "place.and_kind": here & kind,
        "place.other_kind": here * f["kind.differs"],
        "place.and_party": here & holds.party,
        "place.strangers": here & (f["party.none_shared"] > 0),
        "place.strangers_same_kind": here & kind & (f["party.none_shared"] > 0),
        "place.nobody_named": here & ~holds.anyone & (f["party.none_shared"] == 0),
        "place.refers_back": here * f["refers_back.later"],
        "place.soon": here & holds.soon,
        "place.soon_topic": (here & holds.soon) * topic,
        "place.common": here * f["place.base_common"],
        "place.common_strangers": here * f["place.base_common"] * ~holds.anyone,
        "place.poi_only": here & (f["building.same"] == 0) & (f["building.differs"] == 0),
    }


def _inside_a_place(f: Found, holds: _Holds) -> Found:
    return {
        "room.and_topic": f["room.same"] * holds.topic,
        "room.and_kind": (f["room.same"] > 0) & holds.kind,
        "building.and_topic": f["building.same"] * holds.topic,
        "building.and_kind": (f["building.same"] > 0) & holds.kind,
        "building.and_party": (f["building.same"] > 0) & holds.anyone,
    }


def _of_party_and_subject(f: Found, holds: _Holds) -> Found:
    party, kind, topic = holds.party, holds.kind, holds.topic
    return {
        "party.and_topic": party * topic,
        "party.and_kind": party & kind,
        "party.elsewhere": party & (f["place.differs"] > 0),
        "thing.and_kind": (f["thing.same"] > 0) & kind,
        "thing.and_topic": f["thing.same"] * topic,
        "thing.and_party": (f["thing.same"] > 0) & holds.anyone,
        "name_word.and_topic": f["name_word.share"] * topic,
        "name_word.and_wording": f["name_word.share"] * f["wording.text"],
        "topic.strangers": topic * ~holds.anyone,
        "topic.long_after": topic * f["time.long"],
    }
