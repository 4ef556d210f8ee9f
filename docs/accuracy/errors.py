"""The worst errors in words: which calls were parted or glued, and what the evidence said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from docs.accuracy.held_out import HeldOut
from ingest.resolve.reasons import say
from ingest.resolve.weights import standard

#: A pair of calls, as (score, one, other); the score is None when they were never compared.
Seen = tuple[float | None, str, str]
_SHOWN = 90  # characters of a call


@dataclass(frozen=True, slots=True)
class Error:
    """``pairs`` of calls that were parted (``glued`` False: one dispute in several groups) or glued (the reverse).

    ``parts``: the pieces, the largest first.
    """

    glued: bool
    name: str
    pairs: int
    parts: Sequence[Sequence[str]]


def worst(seen: HeldOut, count: int = 10) -> list[Error]:
    """The errors with most wrong pairs, every dispute and every group once."""
    found = [*_errors(seen, glued=False), *_errors(seen, glued=True)]
    return sorted(found, key=lambda error: (-error.pairs, error.glued, error.name))[:count]


def _errors(seen: HeldOut, *, glued: bool) -> Iterator[Error]:
    whole, inside = seen.labelled.dispute, seen.grouping
    if glued:
        whole, inside = inside, whole
    for name, members in seen.members(whole).items():
        parts: dict[str, list[str]] = {}
        for member in members:
            # A call that stands alone is a part of its own.
            parts.setdefault(inside.get(member) or f"alone {member}", []).append(member)
        sizes = [len(part) for part in parts.values()]
        wrong = (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2
        if wrong:
            yield Error(glued, name, wrong, sorted(parts.values(), key=lambda part: (-len(part), part)))


def explained(seen: HeldOut, errors: Sequence[Error]) -> str:
    """Every error as a numbered paragraph of Markdown with two of its calls."""
    return "\n".join(_explained(seen, number, error) for number, error in enumerate(errors, 1))


def _explained(seen: HeldOut, number: int, error: Error) -> str:
    first, second = error.parts[0], error.parts[1]
    links = [_seen(seen, one, other) for one, other in product(first, second)]
    score, one, other = max(links, key=lambda link: (link[0] is not None, link[0] or 0.0, link[1], link[2]))
    lines = [
        f"**{number}. {_headline(seen, error)}**",
        "",
        f"{_what(error)} {_why(seen, error, links)}",
        "",
        f"- {_call(seen, one)}",
        f"- {_call(seen, other)}",
        f"- {_evidence(seen, score, one, other)}",
        "",
    ]
    return "\n".join(lines)


def _headline(seen: HeldOut, error: Error) -> str:
    matters = Counter(seen.labelled.scenario.get(member, "alone") for part in error.parts for member in part)
    names = ", ".join(name.replace("_", " ") for name, _ in matters.most_common(3))
    return f"{'Glued' if error.glued else 'Parted'}: {names} ({error.pairs:,} pairs wrong)"


def _what(error: Error) -> str:
    calls = sum(map(len, error.parts))
    pieces = [len(part) for part in error.parts if len(part) > 1]
    loose = _count(calls - sum(pieces), "call")
    sizes = " + ".join(map(str, pieces))
    if error.glued:
        held = f"{_count(len(pieces), 'dispute')} ({sizes} calls)" if pieces else "no true dispute"
        strangers = f", and {loose} that belong to nothing else in it" if calls > sum(pieces) else ""
        return f"A group of {calls} calls holds {held}{strangers}."
    found = f"came out as {_count(len(pieces), 'group')} ({sizes} calls)" if pieces else "was not found at all"
    alone = f", and {loose} stood alone" if calls > sum(pieces) else ""
    return f"One dispute of {calls} calls {found}{alone}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _why(seen: HeldOut, error: Error, links: Sequence[Seen]) -> str:
    """What the pairs across the two largest parts say."""
    scores = [score for score, _, _ in links if score is not None]
    never = len(links) - len(scores)
    speaking = sum(score > 0 for score in scores)
    least = standard().missing
    mean = (sum(max(score, least) for score in scores) + least * never) / len(links)
    people = [_people(seen, part) for part in error.parts[:2]]
    both = sorted(people[0] & people[1])
    shared = f"the name {both[0]} is said in both" if both else "no name is said in both"
    told = (
        f"Of {_count(len(links), 'pair')} across the two largest parts {never:,} share nothing to be compared by, "
        f"{speaking:,} speak for one matter and {len(scores) - speaking:,} against; the mean is {mean:+.2f}, "
        f"and {shared}."
    )
    if error.glued and mean <= 0:
        return f"{told} Not these pairs joined them, but the second look at whole groups, or calls between them."
    if not error.glued and mean > standard().sure:
        return f"{told} A hard conflict, or what they grew into before, kept them apart."
    return told


def _people(seen: HeldOut, part: Sequence[str]) -> set[str]:
    profiles = seen.profiles
    return {
        person.surname + person.given
        for member in part
        for person in (profiles[member].caller_name, *profiles[member].people)
        if person.given
    }


def _seen(seen: HeldOut, one: str, other: str) -> Seen:
    link = seen.pair(one, other)
    return (link.score if link else None), one, other


def _call(seen: HeldOut, member: str) -> str:
    call = seen.incidents[member]
    text = " ".join(call.content.split())
    said = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return f"{call.reported_at:%Y-%m-%d %H:%M}, {call.address or 'no address'}: {said}"


def _evidence(seen: HeldOut, score: float | None, one: str, other: str) -> str:
    link = seen.pair(one, other)
    if link is None or score is None:
        return "These two share nothing that calls are compared by: no phone, person, place, thing or rare wording."
    reasons = ", ".join(say(reason, "en") for reason in link.reasons)
    return f"The likest pair across the two largest parts; evidence {score:+.1f}: {reasons}."
