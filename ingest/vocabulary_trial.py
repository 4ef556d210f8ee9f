"""A vocabulary tried out on calls that there are: which of them would be read otherwise, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from neo4j import Driver

from graph.session import opened
from graph.statements import statements
from ingest import load
from ingest.extract import Extractor, dangers, flags, kinds, references, word_lists
from ingest.extract.text import narrow
from ingest.extract.word_lists import Vocabulary
from ingest.incident import Incident

CYPHER = statements(Path(__file__).with_suffix(".cypher"))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the words of one call say: kind in Chinese or '', gravest danger 0 to 5 and its words, flags."""

    kind: str
    danger: int
    danger_words: tuple[str, ...]
    invalid: bool
    malicious: bool
    non_police: bool
    refers_back: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A call that would be read otherwise."""

    incident: Incident
    before: Judgement
    after: Judgement


def latest(driver: Driver, count: int) -> list[Incident]:
    """The latest ``count`` calls as they were written, the latest first."""
    with opened(driver) as session:
        return [load.stored(record) for record in session.run(CYPHER["latest"], count=count)]


def tried(incidents: Sequence[Incident], vocabulary: Vocabulary) -> list[Difference]:
    """Those of the incidents that the vocabulary reads otherwise than the one in force. About 0.3 ms each."""
    places = Extractor()
    has_place = [bool(places.place(incident.address)) for incident in incidents]

    def judgements() -> list[Judgement]:
        return [_judged(incident, placed) for incident, placed in zip(incidents, has_place, strict=True)]

    before = judgements()
    with word_lists.trying(vocabulary):
        after = judgements()
    read = zip(incidents, before, after, strict=True)
    return [Difference(incident, was, now) for incident, was, now in read if was != now]


def _judged(incident: Incident, has_place: bool) -> Judgement:
    """As ``Extractor.extract`` reads it, without what no word of the lists can change."""
    content, outcome = narrow(incident.content), narrow(incident.outcome)
    kind, _ = kinds.classify(incident.category, content, outcome)
    found = list(dict.fromkeys((d.term, d.grade) for t in (content, outcome) for d in dangers.find(t, "")))
    return Judgement(
        kinds.NAMES.get(kind, ""),
        max((grade for _, grade in found), default=0),
        tuple(term for term, _ in found),
        *flags.judge(incident.category, content, outcome, has_place=has_place),
        bool(references.find(content) or references.find(outcome)),
    )
