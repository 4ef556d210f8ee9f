"""Scores of one prediction and of the baselines, as numbers and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.evaluate import scores
from ingest.evaluate.answer import FLAGS, Answer, read
from ingest.evaluate.baselines import baselines, caller_baselines
from ingest.evaluate.scores import Comparison, Score
from ingest.incident import Incident

_CALLER_MEASURES = ("callers_b_cubed", "callers_pairwise")
_MEASURES = ("b_cubed", "pairwise", "found", "found_exactly", "repeats", "repeats_any_count", *FLAGS, *_CALLER_MEASURES)
_TITLES = {
    "b_cubed": "B-cubed",
    "pairwise": "pairwise",
    "found": "disputes found",
    "found_exactly": "found exactly",
    "repeats": "repeats",
    "repeats_any_count": "repeats, any count",
    "invalid": "flag invalid",
    "malicious": "flag malicious",
    "non_police": "flag non-police",
    "callers_b_cubed": "callers B-cubed",
    "callers_pairwise": "callers pairwise",
}


@dataclass(frozen=True, slots=True)
class Report:
    """Line ('prediction' or a baseline) -> measure -> score. A measure that could not be taken is missing."""

    judged: int
    disputes: int
    lines: Mapping[str, Mapping[str, Score]]

    def table(self) -> str:
        """Precision/recall/F1 of every measure, one column a line."""
        width = max(len(name) for name in self.lines) + 2
        width = max(width, len("0.000/0.000/0.000") + 2)
        head = "P/R/F1".ljust(20) + "".join(name.rjust(width) for name in self.lines)
        rows = [f"{self.judged} incidents judged, {self.disputes} true disputes", head]
        for measure in _MEASURES:
            if any(measure in line for line in self.lines.values()):
                cells = (_cell(line.get(measure)).rjust(width) for line in self.lines.values())
                rows.append(_TITLES[measure].ljust(20) + "".join(cells))
        return "\n".join(rows)

    def as_dict(self) -> dict[str, dict[str, dict[str, float]]]:
        """Line -> measure -> precision, recall, f1: for a file that machines read."""
        return {
            name: {
                measure: {"precision": score.precision, "recall": score.recall, "f1": score.f1}
                for measure, score in line.items()
            }
            for name, line in self.lines.items()
        }


def evaluate(truth: Path | Answer, predicted: Path | Answer, incidents: Iterable[Incident] = ()) -> Report:
    """Score a prediction against the truth; with ``incidents`` (the records themselves) also the baselines.

    Paths are directories of exports or an assignments file; see ``answer.read`` for errors.
    """
    right = read(truth) if isinstance(truth, Path) else truth
    guess = read(predicted) if isinstance(predicted, Path) else predicted
    lines = {"prediction": score(right, guess)}
    records = list(incidents)
    if records:
        lines |= {name: score(right, baseline) for name, baseline in baselines(records).items()}
        if right.callers is not None:
            for name, callers in caller_baselines(records).items():
                lines[name] = lines.get(name, {}) | caller_scores(right.callers, callers)
    return Report(len(right.assignments), len(Comparison.of(right, guess).true), lines)


def score(truth: Answer, predicted: Answer) -> dict[str, Score]:
    """Measure -> score of one answer."""
    comparison = Comparison.of(truth, predicted)
    taken = {
        "b_cubed": scores.b_cubed(comparison),
        "pairwise": scores.pairwise(comparison),
        "found": scores.found(comparison),
        "found_exactly": scores.found_exactly(comparison),
    }
    if truth.repeats is not None and predicted.repeats is not None:
        taken["repeats"] = scores.repeats(truth.repeats, predicted.repeats, comparison, exact=True)
        taken["repeats_any_count"] = scores.repeats(truth.repeats, predicted.repeats, comparison, exact=False)
    if truth.callers is not None and predicted.callers is not None:
        taken |= caller_scores(truth.callers, predicted.callers)
    return taken | scores.flags(truth, predicted)


def caller_scores(truth: Mapping[str, str], predicted: Mapping[str, str]) -> dict[str, Score]:
    """Measure -> score of who called: both map an incident to a person, '' for nobody known.

    An incident whose person the truth does not know is not judged.
    """
    known = {incident: person for incident, person in truth.items() if person}
    comparison = Comparison.of(Answer(known), Answer(predicted))
    return {"callers_b_cubed": scores.b_cubed(comparison), "callers_pairwise": scores.pairwise(comparison)}


def _cell(score: Score | None) -> str:
    return f"{score.precision:.3f}/{score.recall:.3f}/{score.f1:.3f}" if score else "-"
