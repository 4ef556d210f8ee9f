"""Profiles as columns: the numbers and sparse sets that evidence is computed from, for many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ingest.resolve.profile import Party, Profile
from ingest.resolve.wording import pairs

Codes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float32]
Sets = sparse.csr_array

_BASES = ("estate", "poi", "number", "village")
_PLATE = "plate"


@dataclass(frozen=True, slots=True)
class Columns:
    """One row a profile. Codes are equal when the values are, 0 for unknown; sets are 0/1 matrices."""

    at_s: npt.NDArray[np.int64]
    codes: dict[str, Codes]
    sets: dict[str, Sets]
    flags: dict[str, Values]

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> Columns:
        """The columns of ``profiles``, row by row."""
        return cls(
            at_s=np.array([profile.at_s for profile in profiles], dtype=np.int64),
            codes={name: _codes(read(profile) for profile in profiles) for name, read in _CODES.items()},
            sets=_sets(profiles),
            flags={
                name: np.array([read(profile) for profile in profiles], dtype=np.float32)
                for name, read in _FLAGS.items()
            },
        )


def overlap(left: Sets, right: Sets, rows: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> Values:
    """How many members ``left[rows]`` and ``right[others]`` share, pair by pair."""
    shared = left[rows].multiply(right[others]).sum(axis=1)
    return np.asarray(shared, dtype=np.float32).ravel()


def sizes(members: Sets) -> Values:
    """How many members each row has."""
    return np.diff(members.indptr).astype(np.float32)


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
}


def _sets(profiles: Sequence[Profile]) -> dict[str, Sets]:
    people: dict[str, Sequence[tuple[Party, ...]]] = {
        "own": [(profile.caller_name,) for profile in profiles],
        "text": [profile.people for profile in profiles],
        "any": [(profile.caller_name, *profile.people) for profile in profiles],
        "other": [_others(profile) for profile in profiles],
    }
    grouped: list[dict[str, Sequence[Iterable[str]]]] = [
        {
            "call": [profile.content_topics for profile in profiles],
            "note": [profile.outcome_topics for profile in profiles],
            "topic": [profile.content_topics + profile.outcome_topics for profile in profiles],
        },
        {
            "base": [[key for _, key in profile.places if "/" not in key] for profile in profiles],
            "text_base": [[key for _, key in profile.text_places if "/" not in key] for profile in profiles],
        },
        {
            "finer": [[key for _, key in profile.places if "/" in key] for profile in profiles],
            "text_finer": [[key for _, key in profile.text_places if "/" in key] for profile in profiles],
        },
        {
            "thing": [[f"{kind}:{name}" for kind, name in profile.things if kind != _PLATE] for profile in profiles],
            "plate": [[name for kind, name in profile.things if kind == _PLATE] for profile in profiles],
        },
        {
            "text": [sorted(pairs(profile.text)) for profile in profiles],
            "names": [sorted({gram for name in profile.names for gram in pairs(name)}) for profile in profiles],
        },
    ]
    for how in ("full", "masked", "surname"):
        grouped.append(
            {f"{whose}_{how}": [_people_keys(held, how) for held in lists] for whose, lists in people.items()}
        )
    return {name: members for family in grouped for name, members in _matrices(family).items()}


def _others(profile: Profile) -> tuple[Party, ...]:
    """The people in the texts who cannot be the caller."""
    own = profile.caller_name
    return tuple(person for person in profile.people if person.surname != own.surname or _differ(person, own))


def _differ(one: Party, other: Party) -> bool:
    return bool(one.given and other.given and one.given[-1] != other.given[-1])


def _people_keys(people: Iterable[Party], how: str) -> list[str]:
    if how == "surname":
        return [person.surname for person in people if person.surname]
    if how == "masked":
        return [f"{person.surname}{person.given[-1]}" for person in people if person.given]
    return [f"{person.surname}{person.given}" for person in people if person.full and person.given]


def _matrices(family: Mapping[str, Sequence[Iterable[str]]]) -> dict[str, Sets]:
    """0/1 matrices over one vocabulary, so that members of any two of them can be compared."""
    numbers: dict[str, int] = {}
    indexed = {
        name: [sorted({numbers.setdefault(key, len(numbers)) for key in row}) for row in rows]
        for name, rows in family.items()
    }
    return {name: _matrix(rows, max(len(numbers), 1)) for name, rows in indexed.items()}


def _matrix(rows: list[list[int]], width: int) -> Sets:
    indices = np.array([number for row in rows for number in row], dtype=np.int32)
    starts = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int32)
    return sparse.csr_array((np.ones(len(indices), dtype=np.float32), indices, starts), shape=(len(rows), width))
