"""Labelled texts: what extraction finds in them against what stands in them, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from ingest.evaluate.scores import Score, score_of
from ingest.extract import extract
from ingest.extract.mentions import Danger, Level, Mentions
from ingest.incident import Incident

TEXTS = Path(__file__).parent / "texts"
PARTS = ("dev", "heldout", "heldout2")

_LEVELS = tuple(level for level in Level if level is not Level.CITY)
_THINGS = ("company", "school", "hospital", "project")
FIELDS = (
    *("phone", "id_number", "plate", "amount", "name", "role"),
    *(level.value for level in _LEVELS),
    *("near", *_THINGS, "kind", "danger", "danger_grade", "danger_denied", "danger_speaker", "reference"),
    "same_address",
)

Values = Mapping[str, frozenset[Any]]
_WHEN = datetime(2024, 1, 1, tzinfo=UTC)
_COLUMNS = ("address", "content", "outcome")


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a field was right, was predicted, and is there."""

    right: int
    predicted: int
    true: int

    @property
    def score(self) -> Score:
        """Precision and recall."""
        return score_of(self.right, self.predicted, self.true)


def load(file: Path) -> list[dict[str, Any]]:
    """The labelled rows of a JSON-lines file; ValueError names the line that is none."""
    rows = []
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        try:
            row = orjson.loads(line)
            row["mentions"], row["kind"]
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise ValueError(f"{file}, line {number}: not a labelled text ({error})") from error
        rows.append(row)
    return rows


def compare(rows: Iterable[Mapping[str, Any]]) -> dict[str, Tally]:
    """Field -> tally over the labelled ``rows``."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        true, found = labelled(row), predicted(row)
        for field in FIELDS:
            counts[field, "right"] += len(true[field] & found[field])
            counts[field, "predicted"] += len(found[field])
            counts[field, "true"] += len(true[field])
    return {field: Tally(*(counts[field, part] for part in ("right", "predicted", "true"))) for field in FIELDS}


def table(tallies: Mapping[str, Tally]) -> str:
    """Field, precision, recall, F1 and count as a Markdown table; fields that never occur are left out."""
    lines = ["| field | precision | recall | F1 | count |", "| --- | --- | --- | --- | --- |"]
    for field, tally in tallies.items():
        if tally.true or tally.predicted:
            score = tally.score
            lines.append(f"| {field} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} | {tally.true} |")
    return "\n".join(lines)


def labelled(row: Mapping[str, Any]) -> Values:
    """Field -> the labelled values of ``row``."""
    said = row["mentions"]
    dangers = said.get("dangers", ())
    standing = [danger for danger in dangers if not danger["denied"]]
    values: dict[str, Iterable[Any]] = {
        "phone": said.get("phones", ()),
        "id_number": said.get("id_numbers", ()),
        "plate": said.get("plates", ()),
        "amount": said.get("amounts", ()),
        "name": (person["name"] for person in said.get("people", ())),
        "role": ((person["name"], person["role"]) for person in said.get("people", ())),
        "near": said.get("near", ()),
        "kind": [row["kind"]],
        "danger": (danger["term"] for danger in standing),
        "danger_grade": ((danger["term"], danger["grade"]) for danger in standing),
        "danger_denied": (danger["term"] for danger in dangers if danger["denied"]),
        "danger_speaker": ((danger["term"], danger["speaker"]) for danger in standing if danger["speaker"]),
        "reference": said.get("references", ()),
        "same_address": [True] if said.get("same_address") else [],
    }
    places = said.get("places", {})
    values |= {level.value: map(_written(level), places.get(level.value, ())) for level in _LEVELS}
    values |= {kind: [t["name"].casefold() for t in said.get("things", ()) if t["kind"] == kind] for kind in _THINGS}
    return {field: frozenset(values[field]) for field in FIELDS}


def _written(level: Level) -> Callable[[str], str]:
    """Names of sites are compared in lower case, as extraction gives them."""
    return str.casefold if level in (Level.ESTATE, Level.POI) else str


def predicted(row: Mapping[str, Any]) -> Values:
    """Field -> what extraction finds in ``row``, a word that overlaps a labelled one standing for it.

    A name that is labelled under another field (an estate taken for a project) is not judged a second time.
    """
    said = extract(Incident(id=row.get("id", "-"), reported_at=_WHEN, **{c: row.get(c, "") for c in _COLUMNS}))
    true = labelled(row)
    values = _plain(said) | _named(said, true) | _dangers(said, true)
    values["reference"] = {_aligned(word, true["reference"]) for word in said.references}
    return {field: frozenset(values[field]) for field in FIELDS}


def _plain(said: Mentions) -> dict[str, Iterable[Any]]:
    return {
        "phone": said.phones,
        "id_number": said.id_numbers,
        "plate": (thing.name for thing in said.things if thing.kind == "plate"),
        "amount": said.amounts,
        "name": (person.name for person in said.people),
        "role": ((person.name, person.role) for person in said.people),
        "near": said.near,
        "kind": [said.kind] if said.kind else [],
        "same_address": [True] if said.same_address else [],
    }


def _named(said: Mentions, true: Values) -> dict[str, Iterable[Any]]:
    values: dict[str, set[str]] = {field: set() for field in (*(level.value for level in _LEVELS), *_THINGS)}
    for place in (said.place, *said.text_places):
        for level, name in place.parts:
            if level in _LEVELS:
                values[level.value].add(name)
    for thing in said.things:
        name = thing.name.casefold()
        values.get({"shop": "poi"}.get(thing.kind, thing.kind), set()).add(name)
        for field in ("estate", "poi"):
            if name in true[field]:
                values[field].add(name)
    crossings = {name for name in values["poi"] if "×" in name}
    values["poi"] -= crossings
    values["road"] |= {road for name in crossings for road in name.split("×")}
    names = ("estate", "poi", *_THINGS)
    return {
        field: found - set().union(*(true[other] for other in names if other != field)) if field in names else found
        for field, found in values.items()
    }


def _dangers(said: Mentions, true: Values) -> dict[str, Iterable[Any]]:
    def aligned(danger: Danger, field: str) -> str:
        return _aligned(danger.term, true[field])

    matched = [(aligned(danger, "danger"), danger) for danger in said.dangers]
    known = [(term, danger) for term, danger in matched if term in true["danger"]]
    speaking = {term for term, _ in true["danger_speaker"]}
    return {
        "danger": {term for term, _ in matched},
        "danger_grade": {(term, max(d.grade for t, d in known if t == term)) for term, _ in known},
        "danger_denied": {aligned(danger, "danger_denied") for danger in said.denied_dangers},
        "danger_speaker": {(term, danger.speaker) for term, danger in known if danger.speaker and term in speaking},
    }


def _aligned(word: str, labels: frozenset[Any]) -> str:
    """The label that ``word`` overlaps (one holds the other), or the word itself."""
    return next((label for label in sorted(labels) if word in label or label in word), word)
