"""Links: pairs of calls with their score and the reasons for it, in bulk or for one new call."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from ingest.resolve.anchors import CAPS, LOOK_BACK_S, Anchor, anchors
from ingest.resolve.candidates import Pairs, candidates
from ingest.resolve.columns import Columns
from ingest.resolve.evidence import IN_WRITING, Features, evidence
from ingest.resolve.profile import Profile
from ingest.resolve.weights import Weights, standard

_TOP_REASONS = 5
_TELLING = 0.1  # a reason that moves the score less is not worth a word
_CHUNK = 60_000  # pairs weighed at once


@dataclass(frozen=True, slots=True)
class Link:
    """Two calls that may be about the same demand: ``score`` in log-odds, ``reasons`` 'code:+2.1', strongest first."""

    later_id: str
    earlier_id: str
    score: float
    reasons: tuple[str, ...] = ()


def link_all(profiles: Sequence[Profile], weights: Weights | None = None) -> list[Link]:
    """Every link among ``profiles`` (in any order), sorted by the later call's time, then the earlier's."""
    ordered = sorted(profiles, key=lambda profile: profile.order)
    return list(_links(ordered, [anchors(profile) for profile in ordered], weights or standard(), first=0))


def link_one(
    profile: Profile, predecessors: Mapping[Anchor, Sequence[Profile]], weights: Weights | None = None
) -> list[Link]:
    """The links from ``profile`` to earlier calls, exactly those ``link_all`` finds for it.

    Args:
        profile: the later call.
        predecessors: for each of its anchors the calls there, at least the most recent ``CAPS[kind]`` within
            the look-back; more, or later ones, do no harm.
    """
    mine = anchors(profile)
    at: dict[str, list[Anchor]] = {}
    known: dict[str, Profile] = {}
    for anchor in mine:
        for other in recent(profile, anchor, predecessors.get(anchor, ())):
            at.setdefault(other.id, []).append(anchor)
            known[other.id] = other
    if not known:
        return []
    ordered = sorted(known.values(), key=lambda other: other.order)
    held = [at[other.id] for other in ordered]
    return list(_links([*ordered, profile], [*held, mine], weights or standard(), first=len(ordered)))


def recent(profile: Profile, anchor: Anchor, others: Sequence[Profile]) -> list[Profile]:
    """Those of ``others`` that ``profile`` is compared with at ``anchor``: before it, within reach, the latest."""
    before = [other for other in others if other.order < profile.order and profile.at_s - other.at_s <= LOOK_BACK_S]
    return sorted(before, key=lambda other: other.order)[-CAPS[anchor.kind] :]


def _links(
    ordered: Sequence[Profile], held: Sequence[Sequence[Anchor]], weights: Weights, first: int
) -> Iterator[Link]:
    """Links whose later call is at row ``first`` or after. The weighing is numpy's, which threads share."""
    columns = Columns.of(ordered)

    def weigh(part: Pairs) -> list[Link]:
        features = evidence(columns, part)
        scores = score(features, weights)
        kept = np.flatnonzero(scores > weights.keep)
        ends = zip(part.later[kept].tolist(), part.earlier[kept].tolist(), strict=True)
        return [
            Link(ordered[later].id, ordered[earlier].id, value, reasons)
            for (later, earlier), value, reasons in zip(
                ends, scores[kept].tolist(), _reasons(features, weights, kept), strict=True
            )
        ]

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for found in candidates(held, columns.at_s, first=first):
            parts = [found.part(slice(start, start + _CHUNK)) for start in range(0, len(found), _CHUNK)]
            weighed = threads.map(weigh, parts) if len(parts) > 1 else map(weigh, parts)
            yield from chain.from_iterable(weighed)


def score(features: Features, weights: Weights) -> npt.NDArray[np.float64]:
    """Log-odds of each pair. Added up name by name, so that a pair's score is the same in any batch."""
    total = np.full(len(next(iter(features.values()))), weights.bias, dtype=np.float64)
    for _, worth in _worth(features, weights):
        total += worth
    return np.round(total, 4)


def _worth(features: Features, weights: Weights) -> Iterator[tuple[str, npt.NDArray[np.float64]]]:
    """What each piece of evidence that weighs anything adds to each pair."""
    letters = features[IN_WRITING].astype(np.float64)
    written = bool(letters.any())
    for name, values in features.items():
        weight = weights.evidence.get(name, 0.0)
        extra = weights.in_writing.get(name, 0.0) if written else 0.0
        if weight or extra:
            yield name, (weight + extra * letters) * values if extra else weight * values.astype(np.float64)


def _reasons(features: Features, weights: Weights, kept: npt.NDArray[np.int64]) -> list[tuple[str, ...]]:
    by_code: dict[str, npt.NDArray[np.float64]] = {}
    for name, worth in _worth({name: values[kept] for name, values in features.items()}, weights):
        code = name.partition(".")[0]
        by_code[code] = by_code.get(code, 0.0) + worth
    if not by_code or not len(kept):
        return [() for _ in kept]
    codes = sorted(by_code)
    table = np.stack([by_code[code] for code in codes], axis=1)
    order = np.argsort(-np.abs(table), axis=1, kind="stable")[:, :_TOP_REASONS]
    best = np.take_along_axis(table, order, axis=1)
    return [
        tuple(f"{codes[c]}:{w:+.1f}" for c, w in zip(row, weight, strict=True) if abs(w) >= _TELLING)
        for row, weight in zip(order.tolist(), best.tolist(), strict=True)
    ]
