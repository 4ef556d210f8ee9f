"""Who called, as found now, against what the graph holds: only the difference is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from graph.analysis.sounds import sounds_of_person
from ingest.resolve.who import fullest_name
from ingest.settle.writing import Row, Writer


class Calling(NamedTuple):
    """One call and its caller's key until now and from now on, '' for nobody known."""

    id: str
    was: str
    key: str
    phone: str
    id_number: str
    account: str


def write_callers(writer: Writer, callings: Iterable[Calling]) -> None:
    """Give each call its caller, and each caller the fullest name it was written with.

    ``callings`` are all calls that the callers in them have.
    """
    #: (key, name as written) -> how often.
    names: Counter[tuple[str, str]] = Counter()
    named: Counter[tuple[str, str]] = Counter()
    id_numbers: dict[str, str] = {}
    changed: list[Calling] = []
    for calling in callings:
        if calling.was:
            named[calling.was, calling.account] += 1
        if calling.key:
            names[calling.key, calling.account] += 1
            id_numbers[calling.key] = max(id_numbers.get(calling.key, ""), calling.id_number)
        if calling.was != calling.key:
            changed.append(calling)
    shown, before = _fullest(names), _fullest(named)
    renamed = sorted(key for key, name in shown.items() if before.get(key) != name)
    writer.rows("callers", (_caller(key, shown[key], id_numbers[key]) for key in renamed))
    left = {calling.was for calling in changed if calling.was}
    _move(writer, sorted(changed), left, left - shown.keys())


def _fullest(written: Counter[tuple[str, str]]) -> dict[str, str]:
    """Key -> the fullest of the names that calls give the caller."""
    by_key = groupby(sorted(written), key=itemgetter(0))
    return {key: fullest_name({name: written[key, name] for _, name in pairs}) for key, pairs in by_key}


def _caller(key: str, name: str, id_number: str) -> Row:
    return {"key": key, "name": name, "sounds": sounds_of_person(name), "id_number": id_number or None}


def _move(writer: Writer, changed: list[Calling], left: set[str], gone: set[str]) -> None:
    """Give the changed calls their callers; ``left`` lost some of their calls, ``gone`` all of them."""
    went: dict[str, Counter[str]] = defaultdict(Counter)
    for one in changed:
        if one.was in gone and one.key:
            went[one.was][one.key] += 1
    forwarded = _forwarded(went)
    writer.rows("forward", forwarded)
    calling = [one for one in changed if one.key]
    numbers = sorted({(one.key, one.phone) for one in calling if one.phone})
    writer.rows("uses", ({"key": key, "number": phone} for key, phone in numbers))
    writer.rows("calls", ({"id": one.id, "key": one.key} for one in calling))
    writer.values("uncalled", "ids", [one.id for one in changed if not one.key])
    writer.values("keep", "keys", gone)
    writer.rows("forward_earlier", forwarded)
    writer.values("drop_uses", "keys", left)
    writer.values("drop_idle_callers", "keys", left)


def _forwarded(went: Mapping[str, Counter[str]]) -> list[Row]:
    """For each key that is no longer anyone's: the key that most of its calls have now."""
    return [{"key": key, "into": min(to, key=lambda caller: (-to[caller], caller))} for key, to in sorted(went.items())]
