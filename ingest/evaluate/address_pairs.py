"""Pairs of addresses: how well the same place is told from a different one, beside two plain baselines."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.evaluate.scores import Score, score_of
from ingest.extract.addresses import parse
from ingest.resolve.where import same_place

SAME = 2
LABELS = {0: "different", 1: "related", 2: "same"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two written addresses and their label: 0 different, 1 related, 2 the same place."""

    one: str
    other: str
    label: int


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


def table(pairs: Sequence[Pair]) -> str:
    """Precision, recall and F1 of "same place" on the second half of the pairs; the first sets the threshold.

    Beside them how many pairs of each label were called the same.
    """
    tuned, judged = pairs[: len(pairs) // 2], pairs[len(pairs) // 2 :]
    bar = threshold(tuned)
    methods: dict[str, Callable[[Pair], bool]] = {
        "places compared": lambda pair: same_place(parse(pair.one), parse(pair.other)),
        "equal text": lambda pair: pair.one == pair.other,
        f"bigram Jaccard >= {bar:.2f}": lambda pair: jaccard(pair.one, pair.other) >= bar,
    }
    there = Counter(pair.label for pair in judged)
    head = " | ".join(f"{name} (of {there[label]})" for label, name in LABELS.items())
    lines = [f"{len(judged)} pairs judged\n", f"| method | precision | recall | F1 | called same: {head} |"]
    lines.append("| --- | --- | --- | --- |" + " --- |" * len(LABELS))
    for name, method in methods.items():
        called = Counter(pair.label for pair in judged if method(pair))
        score = _score(called, there)
        counts = " | ".join(str(called[label]) for label in LABELS)
        lines.append(f"| {name} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} | {counts} |")
    return "\n".join(lines)


def threshold(pairs: Sequence[Pair]) -> float:
    """The bar for bigram Jaccard, in steps of 0.05, that has the best F1 on ``pairs``."""
    measured = [(jaccard(pair.one, pair.other), pair.label) for pair in pairs]
    there = Counter(pair.label for pair in pairs)

    def f1(bar: float) -> float:
        return _score(Counter(label for value, label in measured if value >= bar), there).f1

    return max((step / 20 for step in range(1, 21)), key=f1)


def jaccard(one: str, other: str) -> float:
    """Overlap of the two texts' character bigrams, 0..1."""
    first, second = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return len(first & second) / len(first | second) if first | second else 0.0


def _score(called: Counter[int], there: Counter[int]) -> Score:
    return score_of(called[SAME], called.total(), there[SAME])
