"""Every method on the same records, each in a process of its own so that memory is its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bench.measure import Meter, Stage
from bench.rivals.methods import METHODS, profiles
from bench.rivals.pairs import Grouping
from bench.rivals.records import Records
from bench.rivals.window import Seen, repeats, seen
from ingest.evaluate import scores
from ingest.evaluate.answer import Answer
from ingest.evaluate.scores import Comparison, Score

T = TypeVar("T")
#: A file as for ingest, and its truth.
Source = tuple[Path, Path]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one method made of the records, how well and at what cost. ``repeats`` is None where truth has none."""

    method: str
    rule: str
    stage: Stage
    grouping: Grouping
    b_cubed: Score
    pairwise: Score
    repeats: Score | None


def train(source: Source, names: list[str]) -> dict[str, Any]:
    """Method -> its rule, found on records with truth."""
    return {name: _alone(_trained, source, name) for name in names}


def compare(source: Source, rules: Mapping[str, Any]) -> list[Outcome]:
    """The methods that ``rules`` has on the records of ``source``."""
    truth, known = Records.of(*source).truth, _alone(_seen, source)
    outcomes = []
    for name, rule in rules.items():
        stage, grouping = _alone(_grouped, source, name, rule)
        outcomes.append(judged(truth, known, stage, METHODS[name].said(rule), grouping))
    return outcomes


def judged(truth: Answer, known: Mapping[str, Seen], stage: Stage, rule: str, grouping: Grouping) -> Outcome:
    """The groups with their scores; every method's groups get the callers and places that we read."""
    guess = Answer(grouping, repeats(grouping, known))
    comparison = Comparison.of(truth, guess)
    of_repeats = None
    if truth.repeats is not None and guess.repeats is not None:
        of_repeats = scores.repeats(truth.repeats, guess.repeats, comparison, exact=True)
    return Outcome(
        stage.name, rule, stage, grouping, scores.b_cubed(comparison), scores.pairwise(comparison), of_repeats
    )


def _trained(source: Source, name: str) -> Any:
    return METHODS[name].train(Records.of(*source))


def _seen(source: Source) -> dict[str, Seen]:
    return {profile.id: seen(profile) for profile in profiles(Records.of(*source).incidents)}


def _grouped(source: Source, name: str, rule: Any) -> tuple[Stage, Grouping]:
    records = Records.of(*source)
    meter = Meter(with_engine=False)
    grouping = meter.call(name, lambda: METHODS[name].grouped(records.incidents, rule))
    return meter.stages[0], dict(grouping)


def _alone(work: Callable[..., T], *given: object) -> T:
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given).result()
