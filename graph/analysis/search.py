"""One box for everything: callers, phones, places, disputes, things and incidents by the first characters typed.

Words are looked up in the full-text indexes of ``graph.schema``, by character and by pinyin or its initials; numbers
by their beginning. Of a phone number only the whole or the last four digits find it: with any other part somebody
could guess digit by digit what is masked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import neo4j
from neo4j import Driver, Transaction

from graph import schema, settings
from graph.analysis.whiteboard import Node, Whiteboard
from graph.session import opened
from graph.statements import statements

CYPHER = statements(Path(__file__).with_suffix(".cypher"))
#: In the order in which they are shown.
LABELS = ("Dispute", "Caller", "Phone", "Location", "Thing", "Person", "Incident")
_INDEXES = [node.search_index for node in schema.NODES if node.searched]
#: Candidates from each index; of these the best of each label are shown.
_LOOKED_AT = 30
_TERMS = re.compile(r"[0-9a-z]+|[\u3400-\u9fff]+")
_ENDING = 4
_LONGEST = 60
#: A number of a phone as it is kept, out of what somebody typed; '' when it is none.
PhoneOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. ``calls``: how many incidents it is part of; ``beside``: where it lies or which unit has it;
    ``numbers``: a caller's phones; ``names``: a phone's callers."""

    node: Node
    calls: int
    beside: tuple[str, ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """``score``: how well its words fit; what was found by its number fits best."""

    node_id: str
    label: str
    name: str | None
    key: str
    calls: int
    score: float


def search(driver: Driver, board: Whiteboard, text: str, each: int, phone_of: PhoneOf) -> list[Hit]:
    """What ``text`` may mean to somebody who sees what stands on ``board``: ``each`` of a label at most.

    Cost: a few dozen candidates of each index, however many there are; of these only the best are looked at closely.
    """
    asked = unicodedata.normalize("NFKC", text).strip()[:_LONGEST]
    if not asked:
        return []
    with (
        opened(driver, default_access_mode=neo4j.READ_ACCESS) as session,
        session.begin_transaction(timeout=settings.number("FENGQIAO_QUERY_SECONDS")) as transaction,
    ):
        found = _candidates(transaction, asked, phone_of)
        found.sort(key=lambda one: (_misses(one, asked), -one.calls, -one.score, one.key))
        ranked = {label: [one for one in found if one.label == label] for label in LABELS}
        shown = _seen(board, ranked, each)
        said = {row[0]: row[1:] for row in _ask(transaction, "said", nodes=[node.node_id for node, _ in shown])}
    return [_hit(node, calls, said[node.node_id]) for node, calls in shown if node.node_id in said]


def _candidates(transaction: Transaction, asked: str, phone_of: PhoneOf) -> list[_Candidate]:
    found: dict[str, _Candidate] = {}
    if words := _words(asked):
        for row in _ask(transaction, "worded", indexes=_INDEXES, words=words, most=_LOOKED_AT):
            found[row[0]] = _Candidate(*row)
    if any(character.isdigit() for character in asked):
        ending = asked if asked.isdecimal() and len(asked) == _ENDING else None
        upper, phone = asked.upper() if asked.upper() != asked else None, phone_of(asked) or None
        for row in _ask(transaction, "numbered", text=asked, upper=upper, phone=phone, ending=ending, most=_LOOKED_AT):
            found[row[0]] = replace(_Candidate(*row), score=float("inf"))
    return list(found.values())


def _seen(board: Whiteboard, ranked: dict[str, list[_Candidate]], each: int) -> list[tuple[Node, int]]:
    """The best ``each`` of every label that may be seen, with their calls; most often one question tells."""
    nodes: dict[str, Node] = {}
    waiting = {label: list(found) for label, found in ranked.items()}
    while fresh := [one.node_id for found in waiting.values() for one in found[:each]]:
        nodes |= board.seen(fresh)
        waiting = {
            label: found[each:]
            for label, found in waiting.items()
            if sum(one.node_id in nodes for one in ranked[label]) < each
        }
    shown = [[one for one in found if one.node_id in nodes][:each] for found in ranked.values()]
    return [(nodes[one.node_id], one.calls) for found in shown for one in found]


def _words(asked: str) -> str:
    """The question in the index's own language: characters that stand together, words that begin so, all of them."""
    terms = _TERMS.findall(asked.lower())
    return " AND ".join(f"{term}*" if term.isascii() else f'"{term}"' for term in terms)


def _hit(node: Node, calls: int, said: Sequence[list[str | None]]) -> Hit:
    beside, numbers, names = (tuple(value for value in part if value) for part in said)
    return Hit(node, calls, beside, numbers, names)


def _misses(candidate: _Candidate, asked: str) -> int:
    """0 for what is called just so, 1 for what begins so, 2 for the rest."""
    called = [name.casefold() for name in (candidate.name, candidate.key) if name]
    wanted = asked.casefold()
    return 0 if wanted in called else 1 if any(name.startswith(wanted) for name in called) else 2


def _ask(transaction: Transaction, name: str, **parameters: Any) -> list[list[Any]]:
    """The lists that the statement's one row holds."""
    row = transaction.run(CYPHER[name], **parameters).single(strict=True)
    return list(row["found"])
