"""One box for everything: callers, phones, places, disputes, things and incidents by the first characters typed.

Words are looked up in the full-text indexes of ``graph.schema``, by character and by pinyin or its initials; numbers
by their beginning. Of a phone number only the whole or the last four digits find it: with any other part somebody
could guess digit by digit what is masked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
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


def search(driver: Driver, board: Whiteboard, text: str, each: int, phone_of: PhoneOf) -> list[Hit]:
    """What ``text`` may mean to somebody who sees what stands on ``board``: ``each`` of a label at most.

    Cost: a few dozen candidates of each index, however many there are.
    """
    asked = unicodedata.normalize("NFKC", text).strip()[:_LONGEST]
    if not asked:
        return []
    with (
        opened(driver, default_access_mode=neo4j.READ_ACCESS) as session,
        session.begin_transaction(timeout=settings.number("FENGQIAO_QUERY_SECONDS")) as transaction,
    ):
        scores = _candidates(transaction, asked, phone_of)
        said = _ask(transaction, "said", nodes=list(scores))
    nodes = board.seen(list(scores))
    found = [_hit(row, nodes[row["node_id"]]) for row in said if row["node_id"] in nodes and not row["merged"]]
    found.sort(key=lambda hit: (_misses(hit.node, asked), -hit.calls, -scores[hit.node.node_id], hit.node.key))
    return [hit for label in LABELS for hit in [hit for hit in found if hit.node.label == label][:each]]


def _candidates(transaction: Transaction, asked: str, phone_of: PhoneOf) -> dict[str, float]:
    """node_id -> how well its words fit; what was found by its number fits best."""
    scores: dict[str, float] = {}
    words = _words(asked)
    if words:
        for row in _ask(transaction, "worded", indexes=_INDEXES, words=words, most=_LOOKED_AT):
            scores[row["node_id"]] = row["score"]
    if any(character.isdigit() for character in asked):
        ending = asked if asked.isdecimal() and len(asked) == _ENDING else None
        texts, phone = list({asked, asked.upper()}), phone_of(asked) or None
        numbered = _ask(transaction, "numbered", texts=texts, phone=phone, ending=ending, most=_LOOKED_AT)
        scores |= {row["node_id"]: float("inf") for row in numbered}
    return scores


def _words(asked: str) -> str:
    """The question in the index's own language: characters that stand together, words that begin so, all of them."""
    terms = _TERMS.findall(asked.lower())
    return " AND ".join(f"{term}*" if term.isascii() else f'"{term}"' for term in terms)


def _hit(row: dict[str, Any], node: Node) -> Hit:
    kept = [tuple(value for value in row[name] if value) for name in ("beside", "numbers", "names")]
    return Hit(node, row["calls"], *kept)


def _misses(node: Node, asked: str) -> int:
    """0 for what is called just so, 1 for what begins so, 2 for the rest."""
    called = [name.casefold() for name in (node.name, node.key) if name]
    wanted = asked.casefold()
    return 0 if wanted in called else 1 if any(name.startswith(wanted) for name in called) else 2


def _ask(transaction: Transaction, name: str, **parameters: Any) -> list[dict[str, Any]]:
    return [record.data() for record in transaction.run(CYPHER[name], **parameters)]
