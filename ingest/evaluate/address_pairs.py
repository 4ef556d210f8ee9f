"""Pairs of addresses: how well the same place is told from a different one, beside plain baselines."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from sklearn.feature_extraction.text import TfidfVectorizer

from ingest.evaluate.scores import score_of
from ingest.extract.addresses import parse
from ingest.resolve.same_site import compare, same_from
from ingest.resolve.where import same_place

DIFFERENT, RELATED, SAME = 0, 1, 2
LABELS = {DIFFERENT: "different", RELATED: "related", SAME: "same"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two written addresses and their label: 0 different, 1 related, 2 the same place."""

    one: str
    other: str
    label: int


Measure = Callable[[Pair], float]


def load(file: Path) -> list[Pair]:
    """The pairs of a tab-separated file, with or without a heading; ValueError names a line that is none."""
    pairs = []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if len(row) != 3 or row[2] not in ("0", "1", "2"):
                if number == 1:
                    continue
                raise ValueError(f"{file}, line {number}: not two addresses and a label")
            pairs.append(Pair(row[0], row[1], int(row[2])))
    return pairs


def halves(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """(for tuning, for judging): no address, and none it is paired with, is in both."""
    leader: dict[str, str] = {}

    def find(address: str) -> str:
        while (above := leader.setdefault(address, address)) != address:
            leader[address] = leader[above]
            address = above
        return address

    for pair in pairs:
        low, high = sorted((find(pair.one), find(pair.other)))
        leader[high] = low
    parts: tuple[list[Pair], list[Pair]] = ([], [])
    for pair in pairs:
        parts[crc32(find(pair.one).encode()) & 1].append(pair)
    return parts


def table(pairs: Sequence[Pair]) -> str:
    """Precision, recall and F1 of the same place against a different one, on the half of the pairs that set no bar.

    Beside them what share of the related pairs was called the same, and F1 when each of those counts as wrong.
    """
    tuned, judged = halves(pairs)
    measures: dict[str, tuple[Measure, float | None]] = {
        "places compared": (_compared, same_from()),
        "equal normal forms": (lambda pair: float(same_place(parse(pair.one), parse(pair.other))), 0.5),
        "equal text": (lambda pair: float(pair.one == pair.other), 0.5),
        "bigram Jaccard": (lambda pair: jaccard(pair.one, pair.other), None),
        "edit similarity": (edit_similarity, None),
        "TF-IDF of 2-3-grams": (_tf_idf(tuned), None),
    }
    there = Counter(pair.label for pair in judged)
    counted = ", ".join(f"{there[label]} {name}" for label, name in LABELS.items())
    heads = ["method", "bar", "precision", "recall", "F1", "related called same", "F1, related wrong"]
    lines = [f"{len(judged)} pairs judged: {counted}\n", _line(heads), _line(["---"] * len(heads))]
    for name, (measure, fixed) in measures.items():
        bar = best_bar([measure(pair) for pair in tuned], tuned) if fixed is None else fixed
        called = Counter(pair.label for pair in judged if measure(pair) >= bar)
        lines.append(_line([name, f"{bar:.2f}", *_figures(called, there)]))
    return "\n".join(lines)


def _figures(called: Counter[int], there: Counter[int]) -> list[str]:
    score = score_of(called[SAME], called[SAME] + called[DIFFERENT], there[SAME])
    strict = score_of(called[SAME], called.total(), there[SAME])
    related = called[RELATED] / max(1, there[RELATED])
    return [f"{value:.3f}" for value in (score.precision, score.recall, score.f1, related, strict.f1)]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def best_bar(measured: Sequence[float], pairs: Sequence[Pair]) -> float:
    """The value from which on ``pairs`` are best called the same (F1 against different; related ones do not count)."""
    ranked = sorted(((value, pair.label) for value, pair in zip(measured, pairs, strict=True)), reverse=True)
    all_same = sum(label == SAME for _, label in ranked)
    right = called = 0
    best, bar = -1.0, 1.0
    for at, (value, label) in enumerate(ranked):
        right += label == SAME
        called += label != RELATED
        last = at + 1 == len(ranked) or ranked[at + 1][0] < value
        if last and (f1 := 2 * right / max(1, called + all_same)) > best:
            best, bar = f1, value
    return bar


def jaccard(one: str, other: str) -> float:
    """Overlap of the two texts' character bigrams, 0..1."""
    first, second = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return len(first & second) / len(first | second) if first | second else 0.0


def edit_similarity(pair: Pair) -> float:
    """1 - edits (insert, delete, replace) over the longer length, 0..1."""
    row = list(range(len(pair.other) + 1))
    for at, char in enumerate(pair.one, 1):
        before, row[0] = row[0], at
        for to, yours in enumerate(pair.other, 1):
            before, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, before + (char != yours))
    return 1 - row[-1] / max(1, len(pair.one), len(pair.other))


def _tf_idf(known: Sequence[Pair]) -> Measure:
    model = TfidfVectorizer(analyzer="char", ngram_range=(2, 3))
    model.fit([address for pair in known for address in (pair.one, pair.other)])
    return lambda pair: float((model.transform([pair.one]) @ model.transform([pair.other]).T).sum())


def _compared(pair: Pair) -> float:
    return compare(parse(pair.one), parse(pair.other), (pair.one, pair.other)).score
