"""Evidence: what speaks for and against two calls being about the same demand, one named number each.

A name is ``reason.detail``: the reason is what an officer is told (reasons.toml), the detail what is measured.
Missing knowledge is 0, never a difference. Everything depends on the two calls and on the counts at their
shared anchors, nothing on the rest of the data.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.resolve.anchors import CAPS, KINDS
from ingest.resolve.candidates import Pairs
from ingest.resolve.columns import Columns
from ingest.resolve.sets import Values

Features = dict[str, Values]
Found = dict[str, npt.NDArray[Any]]  # as measured, of any number type
Bools = npt.NDArray[np.bool_]

#: Both are letters, not call slips: whoever writes at length says everything, so each agreement tells another story.
IN_WRITING = "wording.in_writing"

_HOUR, _DAY = 3_600, 86_400
_GAPS: tuple[tuple[str, int, int], ...] = (
    ("quarter_hour", 0, _HOUR // 4),
    ("hours", _HOUR // 4, 6 * _HOUR),
    ("day", 6 * _HOUR, 2 * _DAY),
    ("fortnight", 2 * _DAY, 14 * _DAY),
    ("months", 60 * _DAY, 150 * _DAY),
    ("long", 150 * _DAY, 10**9),
)
#: Anchor kinds at which it tells how many calls came between two.
_CROWDED = ("base", "base_kind", "base_topic", "building", "surname_kind")
_MOST_A_DAY, _LEAST_GAP_DAYS = 20, 0.1
#: Anchor kinds of which two calls can share several, and how many are counted.
_SEVERAL, _MOST_SHARED = ("base_topic", "base_surname"), 8
#: Steps of agreement in wording, 0..1.
_STEPS = (("some", 0.1), ("much", 0.2), ("most", 0.35))
_NO_AGREEMENT = 0.03
#: Anchor kind -> the reason it gives.
_ANCHOR_REASONS = {
    "phone": "phone",
    "id": "caller",
    "caller": "caller",
    "room": "room",
    "building": "building",
    "base": "place",
    "base_kind": "place",
    "base_topic": "place_topic",
    "base_surname": "place_party",
    "full_name": "party",
    "masked_name": "party",
    "surname_kind": "party",
    "thing": "thing",
    "name_word": "name_word",
    "wording": "wording",
    "title": "wording",
}


def evidence(columns: Columns, found: Pairs) -> Features:
    """Every piece of evidence for each candidate pair, in a fixed order."""
    pair = _Compare(columns, found)
    features: Found = {}
    features |= _anchor_rarity(found)
    features |= _callers(pair)
    features |= _parties(pair)
    features |= _places(pair)
    features |= _subject(pair)
    features |= _spoken(pair)
    features |= _circumstances(pair)
    features |= _crowd(pair, found)
    features |= _together(features)
    features |= _once(pair, features)
    return {name: values.astype(np.float32) for name, values in features.items()}


class _Compare:
    """The comparisons that evidence is made of, for all pairs at once."""

    def __init__(self, columns: Columns, found: Pairs) -> None:
        self.columns, self.later, self.earlier = columns, found.later, found.earlier

    def same(self, code: str) -> Bools:
        values = self.columns.codes[code]
        return np.asarray((values[self.later] == values[self.earlier]) & (values[self.later] > 0))

    def differs(self, code: str) -> Bools:
        """Both are known, and they are not the same."""
        values = self.columns.codes[code]
        one, other = values[self.later], values[self.earlier]
        return np.asarray((one != other) & (one > 0) & (other > 0))

    def shared(self, left: str, right: str) -> Values:
        """The weight of what the later call's ``left`` and the earlier call's ``right`` share."""
        return self.columns.sets[left].shared(self.columns.sets[right], self.later, self.earlier)

    def sizes(self, name: str) -> tuple[Values, Values]:
        """The weight of the whole set ``name`` of the later and of the earlier call."""
        every = self.columns.sets[name].weight
        return every[self.later], every[self.earlier]

    def flag(self, name: str) -> tuple[Values, Values]:
        values = self.columns.flags[name]
        return values[self.later], values[self.earlier]

    def gap_s(self) -> npt.NDArray[np.int64]:
        return self.columns.at_s[self.later] - self.columns.at_s[self.earlier]


def _anchor_rarity(found: Pairs) -> Found:
    """Per anchor kind: is one shared, and how common is it (0 unique .. 1 at the cap)."""
    features: Found = {}
    for number, kind in enumerate(KINDS):
        counts = found.counts[:, number].astype(np.float32)
        shared = counts >= 0
        common = np.log1p(np.maximum(counts, 0)) / np.log1p(CAPS[kind])
        features[f"{_ANCHOR_REASONS[kind]}.{kind}"] = shared.astype(np.float32)
        features[f"{_ANCHOR_REASONS[kind]}.{kind}_common"] = np.where(shared, common, 0.0)
    return features


def _crowd(pair: _Compare, found: Pairs) -> Found:
    """How crowded the place, the subject there, ... is: where calls come daily, two in a week are chance.

    ``back``: how many calls back the other lies; ``rate``: calls between the two by their days apart, as a
    logarithm; ``quiet``: the days in which none came between.
    """
    gap_days = np.maximum(pair.gap_s() / _DAY, _LEAST_GAP_DAYS)
    features: Found = {}
    for kind in _CROWDED:
        number, name = KINDS.index(kind), f"{_ANCHOR_REASONS[kind]}.{kind}"
        back = found.back[:, number].astype(np.float32)
        between = np.maximum(back - 1, 0)
        features |= {
            f"{name}_back": np.where(back > 0, np.log1p(np.maximum(back, 0)) / np.log1p(CAPS[kind]), 0),
            f"{name}_latest": back == 1,
            f"{name}_second": found.counts[:, number] == 1,
            f"{name}_rate": np.log1p(np.minimum(between / gap_days, _MOST_A_DAY) * 30) / 6,
            f"{name}_quiet": np.where(back == 1, np.log1p(gap_days), 0),
        }
    for kind in _SEVERAL:
        shared, name = found.shared[:, KINDS.index(kind)], f"{_ANCHOR_REASONS[kind]}.{kind}"
        features |= {
            f"{name}_shared": np.minimum(shared, _MOST_SHARED) / _MOST_SHARED,
            f"{name}_two": shared >= 2,
            f"{name}_four": shared >= 4,
        }
    return features


def _callers(pair: _Compare) -> Found:
    known = pair.same("surname")
    name_differs = pair.differs("surname") | (known & pair.differs("last"))
    full = known & pair.same("given")
    masked = known & pair.same("last")
    proven = pair.same("id") | pair.same("caller")
    phone = pair.same("phone")
    return {
        "caller.proven": proven,
        "phone.other_name": phone & name_differs & ~proven,
        "caller.full_name": full,
        "caller.masked_name": masked & ~full,
        "caller.surname_only": known & ~masked & ~name_differs,
        "caller.name_differs": name_differs & ~proven,
        "caller.id_differs": pair.differs("id"),
    }


def _parties(pair: _Compare) -> Found:
    features: Found = {}
    for how in ("full", "masked", "surname"):
        features[f"party.text_{how}"] = np.minimum(pair.shared(f"text_{how}", f"text_{how}"), 2)
        crossed = pair.shared(f"own_{how}", f"other_{how}") + pair.shared(f"other_{how}", f"own_{how}")
        features[f"counter_report.{how}"] = np.minimum(crossed, 2)
    everyone = pair.shared("any_surname", "any_surname")
    later, earlier = pair.sizes("any_surname")
    features["party.two_surnames"] = everyone >= 2
    features["party.disjoint"] = (everyone == 0) & (np.minimum(later, earlier) >= 2)
    features["party.none_shared"] = (everyone == 0) & (np.minimum(later, earlier) >= 1)
    masked = pair.shared("any_masked", "any_masked")
    later, earlier = pair.sizes("any_masked")
    features["party.two_masked"] = masked >= 2
    features["party.masked_disjoint"] = (masked == 0) & (np.minimum(later, earlier) >= 2)
    others = pair.shared("other_surname", "other_surname")
    later, earlier = pair.sizes("other_surname")
    crossed = features["counter_report.surname"]
    features["opponent.same"] = (others >= 1) & (crossed == 0)
    features["opponent.differs"] = (others == 0) & (crossed == 0) & (np.minimum(later, earlier) >= 1)
    return features


def _places(pair: _Compare) -> Found:
    own = pair.shared("base", "base")
    crossed = pair.shared("base", "text_base") + pair.shared("text_base", "base")
    spoken = pair.shared("text_base", "text_base")
    later, earlier = pair.sizes("base")
    building, stairs, room = pair.same("building"), pair.same("stairs"), pair.same("room")
    here = own > 0
    finer = pair.shared("finer", "text_finer") + pair.shared("text_finer", "finer")
    return {
        "place.own": here,
        "place.crossed": (crossed > 0) & ~here,
        "place.spoken": (spoken > 0) & ~here & (crossed == 0),
        "place.differs": (own == 0) & (crossed == 0) & (later > 0) & (earlier > 0),
        "place.unknown": (later == 0) | (earlier == 0),
        "place.estate_differs": pair.differs("estate"),
        "place.poi_differs": pair.differs("poi") & ~pair.same("estate"),
        "place.number_differs": pair.differs("number") & ~here,
        "room.same": here & building & room & ~pair.differs("stairs"),
        "building.stairs_same": here & building & stairs,
        "building.same": here & building,
        "building.differs": here & pair.differs("building"),
        "building.floor_same": here & building & ~pair.differs("stairs") & pair.same("floor"),
        "building.floor_differs": here & building & pair.differs("floor"),
        "building.stairs_differ": here & building & pair.differs("stairs"),
        "room.differs": here & building & ~pair.differs("stairs") & pair.differs("room"),
        "room.spoken": finer > 0,
    }


def _subject(pair: _Compare) -> Found:
    call, note = _agreement(pair, "call", "call"), _agreement(pair, "note", "note")
    across = np.maximum(_agreement(pair, "call", "note"), _agreement(pair, "note", "call"))
    every = _agreement(pair, "topic", "topic")
    text = _agreement(pair, "text", "text")
    kind_later, kind_earlier = pair.flag("kind_confidence")
    sure = np.minimum(kind_later, kind_earlier)
    plate_later, plate_earlier = pair.sizes("plate")
    plate = pair.shared("plate", "plate") > 0
    return {
        "topic.call": call,
        "topic.note": note,
        "topic.across": across,
        "topic.all": every,
        "topic.some": every > 0.15,
        "topic.much": every > 0.3,
        "topic.most": every > 0.5,
        "topic.none": _nothing_shared(pair, "topic"),
        "wording.text": text,
        "wording.titles": _agreement(pair, "title", "title"),
        "wording.near_equal": text > 0.5,
        "name_word.share": np.maximum(_contained(pair, "names", "text"), _contained(pair, "text", "names")),
        "kind.same": pair.same("kind") * sure,
        "kind.differs": pair.differs("kind") * sure,
        "category.same": pair.same("category"),
        "category.differs": pair.differs("category"),
        "thing.same": pair.shared("thing", "thing") > 0,
        "thing.plate": plate,
        "thing.plate_differs": ~plate & (np.minimum(plate_later, plate_earlier) > 0),
    }


def _spoken(pair: _Compare) -> Found:
    """How far the wording agrees once names are taken out, in pairs of characters and in single ones.

    Words for one thing differ (客梯, 电梯), and a dictionary does not know them all; their characters agree.
    """
    features: Found = {}
    for pieces in ("pairs", "characters"):
        said, noted, both = f"said_{pieces}", f"noted_{pieces}", f"both_{pieces}"
        call, note, every = _agreement(pair, said, said), _agreement(pair, noted, noted), _agreement(pair, both, both)
        across = np.maximum(_agreement(pair, said, noted), _agreement(pair, noted, said))
        features |= {
            f"topic.{pieces}_call": call,
            f"topic.{pieces}_note": note,
            f"topic.{pieces}_across": across,
            f"topic.{pieces}_all": every,
            f"topic.{pieces}_best": np.maximum(np.maximum(call, note), across),
            **{f"topic.{pieces}_{step}": every > above for step, above in _STEPS},
            f"topic.{pieces}_none": every < _NO_AGREEMENT,
        }
    return features


def _agreement(pair: _Compare, left: str, right: str) -> Values:
    """Weight shared over the geometric mean of the whole weights, 0..1; 0 when either has none."""
    later, earlier = pair.sizes(left)[0], pair.sizes(right)[1]
    return np.asarray(pair.shared(left, right) / np.sqrt(np.maximum(later * earlier, 1.0)), dtype=np.float32)


def _contained(pair: _Compare, left: str, right: str) -> Values:
    """The part of the names' character pairs that the other's text holds, by weight."""
    size = pair.sizes("names")[0 if left == "names" else 1]
    return np.where(size > 0, pair.shared(left, right) / np.maximum(size, 1.0), 0.0).astype(np.float32)


def _nothing_shared(pair: _Compare, name: str, least: int = 4) -> Bools:
    later, earlier = pair.sizes(name)
    return np.asarray((pair.shared(name, name) == 0) & (later >= least) & (earlier >= least))


def _circumstances(pair: _Compare) -> Found:
    gap = pair.gap_s()
    later_back, earlier_back = pair.flag("refers_back")
    later_danger, earlier_danger = pair.flag("danger")
    later_invalid, earlier_invalid = pair.flag("invalid")
    return {
        **{f"time.{name}": (gap >= low) & (gap < high) for name, low, high in _GAPS},
        "refers_back.later": later_back,
        "refers_back.earlier": earlier_back,
        "danger.both": np.minimum(later_danger, earlier_danger) >= 3,
        "danger.worse": later_danger >= earlier_danger + 3,
        "unit.same": pair.same("unit"),
        "unit.differs": pair.differs("unit"),
        "refers_back.day_named": (pair.shared("days_named", "day") > 0) & (gap >= _DAY // 4),
        "amount.same": pair.shared("amount", "amount") > 0,
        "amount.differs": _nothing_shared(pair, "amount", 1),
        "invalid.either": np.maximum(later_invalid, earlier_invalid),
        IN_WRITING: np.minimum(*pair.flag("in_writing")),
    }


def _somebody_in_common(f: Found) -> Bools:
    """Somebody is known or named in both calls, be it by the surname alone."""
    told = ("caller.proven", "party.two_surnames", "counter_report.surname", "party.text_surname")
    return np.asarray(np.logical_or.reduce([f[name] > 0 for name in told]))


def _once(pair: _Compare, f: Found) -> Found:
    """What befalls once (a theft, a lost child) is over within hours: later calls of strangers tell of another one."""
    later, earlier = pair.flag("event")
    after = pair.gap_s() >= _GAPS[1][2]
    known, named = f["caller.proven"] > 0, _somebody_in_common(f)
    both, either = np.minimum(later, earlier), np.maximum(later, earlier)
    return {
        "event.both": both * after,
        "event.either": either * after,
        "event.soon": both * ~after,
        "event.same": both * pair.same("event") * after,
        "event.known": both * known,
        "event.strangers": both * (after & ~named),
        "event.either_strangers": either * (after & ~named),
    }


def _together(f: Found) -> Found:
    """Interactions: what two pieces of evidence mean together beyond each alone."""
    person = np.maximum(f["caller.proven"], f["caller.full_name"] * f["unit.same"]) > 0
    topic = f["topic.all"]
    party = (f["party.text_masked"] > 0) | (f["counter_report.masked"] > 0) | (f["party.two_surnames"] > 0)
    anyone = person | party | (f["counter_report.surname"] > 0) | (f["party.text_surname"] > 0)
    here = f["place.own"] > 0
    soon = (f["time.quarter_hour"] + f["time.hours"]) > 0
    kind = f["kind.same"] > 0
    named = _somebody_in_common(f)
    within = sum(f[f"time.{name}"] for name in ("quarter_hour", "hours", "day", "fortnight")) > 0
    spoken = {
        name: values
        for pieces in ("pairs", "characters")
        for name, values in {
            f"place_topic.{pieces}": here * f[f"topic.{pieces}_all"],
            f"place_topic.{pieces}_best": here * f[f"topic.{pieces}_best"],
            f"place_topic.{pieces}_none": here & (f[f"topic.{pieces}_none"] > 0),
            f"place_topic.{pieces}_soon": (here & within) * f[f"topic.{pieces}_all"],
            f"place_topic.{pieces}_strangers": (here & ~named) * f[f"topic.{pieces}_all"],
            f"caller.{pieces}": (f["caller.proven"] > 0) * f[f"topic.{pieces}_all"],
        }.items()
    }
    crowd = {
        f"topic.{pieces}_{how}_{where}": f[f"topic.{pieces}_{how}"] * values
        for pieces in ("pairs", "characters")
        for how in ("all", "best")
        for where, values in (("common", f["place.base_common"]), ("crowd", f["place.base_rate"]))
    }
    return {
        **spoken,
        **crowd,
        "place.crowd_kind": (here & kind) * f["place.base_rate"],
        "place.crowd_nobody_named": (here & ~anyone & (f["party.none_shared"] == 0)) * f["place.base_rate"],
        "place.crowd_soon": (here & soon) * f["place.base_rate"],
        "caller.and_topic": person * topic,
        "caller.and_place": person & here,
        "caller.elsewhere": person & (f["place.differs"] > 0),
        "caller.other_kind": person * f["kind.differs"],
        "caller.same_kind": person * f["kind.same"],
        "caller.and_opponent": person & (f["opponent.same"] > 0),
        "caller.other_opponent": person & (f["opponent.differs"] > 0),
        "caller.refers_back": person * f["refers_back.later"],
        "caller.no_topic": person & (f["topic.none"] > 0),
        "place.and_topic": here * topic,
        "place.and_kind": here & kind,
        "place.other_kind": here * f["kind.differs"],
        "place.and_party": here & party,
        "place.strangers": here & (f["party.none_shared"] > 0),
        "place.strangers_same_kind": here & kind & (f["party.none_shared"] > 0),
        "place.nobody_named": here & ~anyone & (f["party.none_shared"] == 0),
        "place.refers_back": here * f["refers_back.later"],
        "place.soon": here & soon,
        "place.soon_topic": (here & soon) * topic,
        "place.common": here * f["place.base_common"],
        "place.common_strangers": here * f["place.base_common"] * ~anyone,
        "place.poi_only": here & (f["building.same"] == 0) & (f["building.differs"] == 0),
        "room.and_topic": f["room.same"] * topic,
        "room.and_kind": (f["room.same"] > 0) & kind,
        "building.and_topic": f["building.same"] * topic,
        "building.and_kind": (f["building.same"] > 0) & kind,
        "building.and_party": (f["building.same"] > 0) & anyone,
        "party.and_topic": party * topic,
        "party.and_kind": party & kind,
        "party.elsewhere": party & (f["place.differs"] > 0),
        "thing.and_kind": (f["thing.same"] > 0) & kind,
        "thing.and_topic": f["thing.same"] * topic,
        "thing.and_party": (f["thing.same"] > 0) & anyone,
        "name_word.and_topic": f["name_word.share"] * topic,
        "name_word.and_wording": f["name_word.share"] * f["wording.text"],
        "topic.strangers": topic * ~anyone,
        "topic.long_after": topic * f["time.long"],
    }
