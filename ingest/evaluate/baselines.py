"""What grouping without understanding reaches: the lines to stay above.

Each baseline groups incidents by one plain idea and then applies the window rule to its groups.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from scipy.cluster.hierarchy import DisjointSet

from ingest.evaluate.answer import FLAGS, Answer, RepeatKey
from ingest.evaluate.text_groups import group_texts
from ingest.extract import id_numbers, phones
from ingest.incident import Incident
from ingest.sample.truth import Event
from ingest.sample.truth import repeats as window_rule

_WORDS = Path(__file__).parent / "flag_words.toml"
_NUMERALS = str.maketrans("零一二三四五六七八九", "0123456789")
_COUNTED = re.compile(r"[零一二三四五六七八九]+(?=号|栋|幢|座|单元|楼|组)")


def baselines(incidents: Iterable[Incident]) -> dict[str, Answer]:
    """Name -> its answer. Of two records with the same id the later counts, as after a correction."""
    records = list({incident.id: incident for incident in incidents}.values())
    flags = flags_by_words(records)
    return {name: _answer(records, label(records), flags) for name, label in LABELS.items()}


def caller_baselines(incidents: Iterable[Incident]) -> dict[str, dict[str, str]]:
    """Name -> incident -> who called: by the number as written, and by the number in one form or the ID number."""
    records = list({incident.id: incident for incident in incidents}.values())
    seen = {record.id: _identities(record) for record in records}
    people: DisjointSet = DisjointSet({identity for found in seen.values() for identity in found})
    for found in seen.values():
        for identity in found[1:]:
            people.merge(found[0], identity)
    return {
        "exact phone": {record.id: record.phone for record in records},
        "phone or ID number": {i: str(people[found[0]]) if found else "" for i, found in seen.items()},
    }


def _identities(record: Incident) -> list[str]:
    return [found for found in (phones.normalise(record.phone), id_numbers.normalise(record.caller_id_number)) if found]


def flags_by_words(records: Sequence[Incident]) -> dict[str, frozenset[str]]:
    """Flag -> the incidents whose category, content or outcome has one of its words (flag_words.toml)."""
    words: dict[str, list[str]] = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    patterns = {flag: re.compile("|".join(map(re.escape, words[flag]))) for flag in FLAGS}
    return {
        flag: frozenset(
            record.id for record in records if pattern.search(f"{record.category}|{record.content}|{record.outcome}")
        )
        for flag, pattern in patterns.items()
    }


def normal_address(address: str) -> str:
    """The address with one form of digits, building and room words and without district and street; '' if none."""
    text = unicodedata.normalize("NFKC", address).replace(" ", "").strip("无")
    text = re.sub(r"([一二三四五六七八九])?十([一二三四五六七八九])?", _tens, text)
    text = _COUNTED.sub(lambda found: found[0].translate(_NUMERALS), text)
    text = re.sub(r"^.*?市(?=.)|^.{2,3}[区县](?=.)", "", text)
    text = re.sub(r"^.{2,3}[区县](?=.)|^.{2,4}(街道|镇|乡)(?=.)", "", text)
    text = re.sub(r"(\d+)(?:号楼|幢|座|#|栋)", r"\1-", text)
    text = re.sub(r"单元", "-", text)
    return re.sub(r"\d+楼(?=\d)|室$|附近$|门口$|旁边$", "", text)


def _tens(found: re.Match[str]) -> str:
    tens, ones = found[1] or "一", found[2] or "零"
    return (tens + ones).translate(_NUMERALS)


def _address_and_category(record: Incident) -> str:
    address = normal_address(record.address)
    return f"{address}|{record.category}" if address else ""


def _by_text(records: Sequence[Incident]) -> dict[str, str]:
    groups = group_texts([f"{record.address} {record.content}" for record in records])
    return {record.id: f"T{group}" for record, group in zip(records, groups, strict=True)}


def _answer(records: Sequence[Incident], labels: Mapping[str, str], flags: Mapping[str, frozenset[str]]) -> Answer:
    groups: dict[str, list[Incident]] = defaultdict(list)
    for record in records:
        if labels[record.id]:
            groups[labels[record.id]].append(record)
    disputes = {label: members for label, members in groups.items() if len(members) > 1}
    assignments = {record.id: "" for record in records}
    assignments.update({record.id: label for label, members in disputes.items() for record in members})
    found: set[RepeatKey] = set()
    for label, members in disputes.items():
        for repeat in window_rule([_event(record) for record in members]):
            found.add((label, repeat.pattern, repeat.window, repeat.count))
    return Answer(assignments, frozenset(found), flags, frozenset(assignments))


def _event(record: Incident) -> Event:
    caller = record.phone or record.caller_name or record.id
    return Event(record.reported_at, caller, normal_address(record.address) or None)


#: Name -> records to their labels: records with one label are a group, those without ('') stand alone.
LABELS: dict[str, Callable[[Sequence[Incident]], Mapping[str, str]]] = {
    "exact phone": lambda records: {record.id: record.phone for record in records},
    "address + category": lambda records: {record.id: _address_and_category(record) for record in records},
    "TF-IDF 2-3-grams": _by_text,
}
