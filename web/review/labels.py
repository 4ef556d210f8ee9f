"""What people said, as labels that weights are fitted to: pairs, and the records that they are of."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.fitting import PAIR_COLUMNS
from ingest.incident import COLUMNS, Incident
from web.review.tables import DIFFERENT, SAME, ReviewAnswer, ReviewPair


@dataclass(frozen=True)
class Label:
    """Two calls of which everybody who judged them says the same."""

    calls: tuple[str, str]
    same: bool
    reviewers: int


def labels(judged: Iterable[tuple[ReviewPair, Sequence[ReviewAnswer]]], in_force: Collection[str]) -> list[Label]:
    """Those pairs on which nobody contradicts anybody; who was unsure contradicts nobody.

    A word whose decision was undone elsewhere, so is none of those ``in_force``, counts no more.
    """
    found = []
    for pair, said in judged:
        valid = [one for one in said if not one.decision or one.decision in in_force]
        words = [one.answer for one in valid if one.answer in (SAME, DIFFERENT)]
        if len(set(words)) == 1:
            found.append(Label(pair.calls, words[0] == SAME, len(words)))
    return sorted(found, key=lambda label: label.calls)


def write(directory: Path, found: Sequence[Label], incidents: Iterable[Incident]) -> None:
    """records.csv and labels.csv into ``directory``, made if need be; names and numbers are whole in it."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    rows: list[Sequence[object]] = [list(PAIR_COLUMNS)]
    rows += [(*label.calls, int(label.same), label.reviewers) for label in found]
    _write(directory / "labels.csv", rows)
    records: list[Sequence[object]] = [list(COLUMNS.values())]
    records += [
        [one.reported_at.isoformat() if name == "reported_at" else getattr(one, name) for name in COLUMNS]
        for one in incidents
    ]
    _write(directory / "records.csv", records)


def _write(path: Path, rows: Iterable[Sequence[object]]) -> None:
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
