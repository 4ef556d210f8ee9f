"""Profiles as columns: the numbers and sparse sets that evidence is computed from, for many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.resolve.profile import Profile
from ingest.resolve.sets import Members, members

Codes = npt.NDArray[np.int32]

_IN_WRITING = 60  # characters: a letter to a hotline or a message board; a call slip is shorter
_BASES = ("estate", "poi", "number", "village")


@dataclass(frozen=True, slots=True)
class Columns:
    """One row a profile. Codes are equal when the values are, 0 for unknown; sets are ``Members``."""

    at_s: npt.NDArray[np.int64]
    codes: dict[str, Codes]
    sets: dict[str, Members]
    flags: dict[str, npt.NDArray[np.float32]]

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> Columns:
        """The columns of ``profiles``, row by row."""
        return cls(
            at_s=np.array([profile.at_s for profile in profiles], dtype=np.int64),
            codes={name: _codes(read(profile) for profile in profiles) for name, read in _CODES.items()},
            sets=members(profiles),
            flags={
                name: np.array([read(profile) for profile in profiles], dtype=np.float32)
                for name, read in _FLAGS.items()
            },
        )


def _codes(values: Iterable[str]) -> Codes:
    numbers = {"": 0}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int32)


def _part(profile: Profile, level: str) -> str:
    return next((key for found, key in profile.places if found == level), "")


def _whole(level: str) -> Callable[[Profile], str]:
    return lambda profile: _part(profile, level)


def _step(level: str) -> Callable[[Profile], str]:
    """The part's own name without what it hangs under: two calls may give different bases of one building."""
    return lambda profile: _part(profile, level).rpartition("/")[2]


_CODES: dict[str, Callable[[Profile], str]] = {
    "phone": lambda profile: profile.phone,
    "id": lambda profile: profile.id_number,
    "caller": lambda profile: profile.caller,
    "surname": lambda profile: profile.caller_name.surname,
    "last": lambda profile: profile.caller_name.given[-1:],
    "given": lambda profile: profile.caller_name.given if profile.caller_name.full else "",
    "unit": lambda profile: profile.unit,
    "kind": lambda profile: profile.kind,
    "event": lambda profile: profile.event,
    "category": lambda profile: profile.category,
    **{level: _whole(level) for level in _BASES},
    **{level: _step(level) for level in ("building", "room")},
    "stairs": _step("unit"),
    "floor": lambda profile: profile.floor,
}
_FLAGS: dict[str, Callable[[Profile], float]] = {
    "refers_back": lambda profile: profile.refers_back,
    "invalid": lambda profile: profile.invalid,
    "danger": lambda profile: profile.danger,
    "kind_confidence": lambda profile: profile.kind_confidence,
    "event": lambda profile: profile.event_confidence,
    "in_writing": lambda profile: len(profile.text) >= _IN_WRITING,
}
