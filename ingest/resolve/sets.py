"""What profiles hold several of (words, people, places), as sparse matrices that compare many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ingest.resolve.profile import Party, Profile
from ingest.resolve.rarity import character_weight, pair_weight, word_weight
from ingest.resolve.wording import characters, phrases

Values = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
#: One collection of strings a profile.
Lists = Sequence[Collection[str]]

_PLATE = "plate"


@dataclass(frozen=True, slots=True)
class Members:
    """One set a row. ``weighted`` holds what each member weighs (whole numbers, so sums are exact), ``plain`` ones."""

    weighted: sparse.csr_array
    plain: sparse.csr_array
    weight: Values

    def shared(self, other: Members, rows: Rows, others: Rows) -> Values:
        """The weight of what ``rows`` of this and ``others`` of the other have in common, pair by pair."""
        both = self.weighted[rows].multiply(other.plain[others]).sum(axis=1)
        return np.asarray(both, dtype=np.float32).ravel()


def members(profiles: Sequence[Profile]) -> dict[str, Members]:
    """Every set of the profiles. Those made over one vocabulary may be compared with each other."""
    found = _vocabulary(
        {
            "call": [profile.content_topics for profile in profiles],
            "note": [profile.outcome_topics for profile in profiles],
            "topic": [profile.content_topics + profile.outcome_topics for profile in profiles],
        },
        word_weight,
    )
    found |= _spoken(profiles, "pairs", lambda text: phrases(text, 2), pair_weight)
    found |= _spoken(profiles, "characters", characters, character_weight)
    found |= _vocabulary(
        {
            "text": [phrases(profile.text, 2) for profile in profiles],
            "title": [phrases(profile.title, 2) for profile in profiles],
            "names": [{pair for name in profile.names for pair in phrases(name, 2)} for profile in profiles],
        },
        pair_weight,
    )
    found |= _vocabulary(
        {
            "base": [[key for _, key in profile.places if "/" not in key] for profile in profiles],
            "text_base": [[key for _, key in profile.text_places if "/" not in key] for profile in profiles],
            "finer": [[key for _, key in profile.places if "/" in key] for profile in profiles],
            "text_finer": [[key for _, key in profile.text_places if "/" in key] for profile in profiles],
        }
    )
    found |= _vocabulary(
        {
            "thing": [[f"{kind}:{name}" for kind, name in profile.things if kind != _PLATE] for profile in profiles],
            "plate": [[name for kind, name in profile.things if kind == _PLATE] for profile in profiles],
        }
    )
    found |= _vocabulary(
        {
            "day": [(profile.day,) if profile.day else () for profile in profiles],
            "days_named": [profile.days_named for profile in profiles],
        }
    )
    found |= _vocabulary({"amount": [profile.amounts for profile in profiles]})
    for how, key in (("full", _full), ("masked", _masked), ("surname", _surname)):
        found |= _people(profiles, how, key)
    return found


def _spoken(
    profiles: Sequence[Profile], pieces: str, cut: Callable[[str], set[str]], weigh: Callable[[str], int]
) -> dict[str, Members]:
    """The wording without names in ``pieces``: of the call, of the officer's note, of both."""
    said, noted = [cut(profile.said) for profile in profiles], [cut(profile.noted) for profile in profiles]
    both = [one | other for one, other in zip(said, noted, strict=True)]
    return _vocabulary({f"said_{pieces}": said, f"noted_{pieces}": noted, f"both_{pieces}": both}, weigh)


def _people(profiles: Sequence[Profile], how: str, key: Callable[[Party], str]) -> dict[str, Members]:
    def keys(people: Iterable[Party]) -> list[str]:
        return [name for person in people if (name := key(person))]

    return _vocabulary(
        {
            f"own_{how}": [keys((profile.caller_name,)) for profile in profiles],
            f"text_{how}": [keys(profile.people) for profile in profiles],
            f"any_{how}": [keys((profile.caller_name, *profile.people)) for profile in profiles],
            f"other_{how}": [keys(_others(profile)) for profile in profiles],
        }
    )


def _full(person: Party) -> str:
    return person.surname + person.given if person.full and person.given else ""


def _masked(person: Party) -> str:
    return person.surname + person.given[-1] if person.given else ""


def _surname(person: Party) -> str:
    return person.surname


def _others(profile: Profile) -> list[Party]:
    """The people in the texts who cannot be the caller."""
    own = profile.caller_name
    return [person for person in profile.people if person.surname != own.surname or _differ(person, own)]


def _differ(one: Party, other: Party) -> bool:
    return bool(one.given and other.given and one.given[-1] != other.given[-1])


def _vocabulary(family: dict[str, Lists], weigh: Callable[[str], int] = lambda _: 1) -> dict[str, Members]:
    numbers: dict[str, int] = {}
    numbered = {
        name: [sorted({numbers.setdefault(word, len(numbers)) for word in row}) if row else [] for row in rows]
        for name, rows in family.items()
    }
    weights = np.array([weigh(word) for word in numbers] or [0], dtype=np.float32)
    return {name: _members(rows, weights) for name, rows in numbered.items()}


def _members(rows: list[list[int]], weights: Values) -> Members:
    indices = np.array([number for row in rows for number in row], dtype=np.int32)
    starts = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int32)
    shape = (len(rows), len(weights))
    weighted = sparse.csr_array((weights[indices], indices, starts), shape=shape)
    plain = sparse.csr_array((np.ones(len(indices), dtype=np.float32), indices, starts), shape=shape)
    return Members(weighted, plain, np.asarray(weighted.sum(axis=1), dtype=np.float32).ravel())
