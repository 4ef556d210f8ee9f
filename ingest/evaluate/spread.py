"""How accuracy is spread: over folds and scenarios, by kind of dispute, by how many calls a dispute has.

Every measure is a sum over incidents, so each incident is judged once, within its whole groups, and any part of them
can be summed up: the parts of B-cubed and of pairwise add up to the whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, pstdev

from rich.cells import set_cell_size

from ingest.evaluate.answer import Answer
from ingest.evaluate.scores import Comparison, Score, score_of
from ingest.extract.kinds import NAMES
from ingest.resolve.labelled import FOLDS, Labelled, fold_of

#: The sizes of true disputes that are told apart: the least and the most calls.
SIZES: tuple[tuple[int, int | None], ...] = ((2, 2), (3, 5), (6, 10), (11, 20), (21, None))
_UNKNOWN = "-"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One incident: calls in its true dispute, in the predicted one, and in both, itself included."""

    true: int
    predicted: int
    both: int


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the incidents, how many disputes they are of, and how well these were told."""

    name: str
    disputes: int
    incidents: int
    b_cubed: Score
    pairwise: Score


@dataclass(frozen=True, slots=True)
class Spread:
    """Least, middle and most of an F1 over several parts, and its standard deviation."""

    least: float
    middle: float
    most: float
    deviation: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Of at least one value."""
        return cls(min(values), median(values), max(values), pstdev(values))


@dataclass(frozen=True, slots=True)
class Accuracy:
    """All of it for one labelled set. Incidents that stand alone are part of ``whole`` and of ``folds`` only."""

    name: str
    whole: Part
    folds: Sequence[Part]
    scenarios: Sequence[Part]
    kinds: Sequence[Part]
    sizes: Sequence[Part]


def verdicts(truth: Mapping[str, str], predicted: Mapping[str, str]) -> dict[str, Verdict]:
    """Every judged incident that is of a dispute, true or predicted."""
    comparison = Comparison.of(Answer(truth), Answer(predicted))
    shared = comparison.overlaps()
    found = {}
    for incident in sorted(comparison.true_of.keys() | comparison.predicted_of.keys()):
        true, guess = comparison.true_of.get(incident), comparison.predicted_of.get(incident)
        found[incident] = Verdict(
            len(comparison.true[true]) if true is not None else 1,
            len(comparison.predicted[guess]) if guess is not None else 1,
            shared[true, guess] if true is not None and guess is not None else 1,
        )
    return found


def b_cubed(judged: Sequence[Verdict]) -> Score:
    """The mean share of an incident's predicted group that is its dispute, and of its dispute that is in the group."""
    if not judged:
        return Score(1.0, 1.0)
    return Score(
        sum(verdict.both / verdict.predicted for verdict in judged) / len(judged),
        sum(verdict.both / verdict.true for verdict in judged) / len(judged),
    )


def pairwise(judged: Sequence[Verdict]) -> Score:
    """Over the pairs that each incident is in, once for either end."""
    return score_of(
        sum(verdict.both - 1 for verdict in judged),
        sum(verdict.predicted - 1 for verdict in judged),
        sum(verdict.true - 1 for verdict in judged),
    )


def accuracy(labelled: Labelled, predicted: Mapping[str, str]) -> Accuracy:
    """How well ``predicted`` (id -> group; a call without one stands alone) tells the disputes of ``labelled``."""
    judged = verdicts(labelled.dispute, predicted)
    disputed = [incident for incident, verdict in judged.items() if verdict.true > 1]
    kinds = _kinds(labelled)

    def parts(incidents: Iterable[str], of: Callable[[str], str]) -> list[Part]:
        chosen: defaultdict[str, list[str]] = defaultdict(list)
        for incident in incidents:
            chosen[of(incident)].append(incident)
        return [part(name, chosen[name]) for name in sorted(chosen)]

    def part(name: str, incidents: Sequence[str]) -> Part:
        some = [judged[incident] for incident in incidents]
        disputes = len({labelled.dispute[incident] for incident in incidents} - {""})
        return Part(name, disputes, len(some), b_cubed(some), pairwise(some))

    by_size = {size.name: size for size in parts(disputed, lambda incident: size_name(judged[incident].true))}
    return Accuracy(
        labelled.name,
        part("all", list(judged)),
        parts(judged, lambda incident: f"{fold_of(labelled, incident):02d}/{FOLDS}"),
        parts(disputed, lambda incident: labelled.scenario[incident]),
        parts(disputed, lambda incident: kinds[labelled.dispute[incident]]),
        [by_size[name] for least, _ in SIZES if (name := size_name(least)) in by_size],
    )


def size_name(calls: int) -> str:
    """The row of ``SIZES`` that a dispute of so many calls falls into."""
    for least, most in SIZES:
        if most is None:
            return f"> {least - 1}"
        if calls <= most:
            return f"{least}-{most}" if least < most else str(least)
    raise AssertionError("the last size has no end")


def _kinds(labelled: Labelled) -> Mapping[str, str]:
    """Dispute -> its kind: as the truth says, or as most of its calls are read."""
    read: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for profile in labelled.profiles:
        if profile.kind and (dispute := labelled.dispute.get(profile.id)):
            read[dispute][NAMES[profile.kind]] += 1
    most = {dispute: max(sorted(count), key=lambda name: count[name]) for dispute, count in read.items()}
    return {name: labelled.kind.get(name) or most.get(name, _UNKNOWN) for name in labelled.dispute.values()}


def report(labelled: Labelled, predicted: Mapping[str, str]) -> str:
    """All parts as a text table, with the spread over folds and over scenarios; of judged pairs, how many are told."""
    if labelled.pairs:
        return _pairs(labelled, predicted)
    told = accuracy(labelled, predicted)
    head = f"{'':<28}{'disputes':>9}{'calls':>7}{'B-cubed P/R/F1':>20}{'pairwise P/R/F1':>20}"
    lines = [f"{told.name}, cross-validated", head, _line(told.whole), ""]
    own = len(told.scenarios) == told.whole.disputes  # every dispute is a scenario of its own
    # A fold without a dispute has only calls to glue: it says nothing about finding.
    folds = [part for part in told.folds if part.disputes]
    for title, parts in (("fold", folds), ("dispute" if own else "scenario", told.scenarios)):
        lines.append(f"over {len(parts)} {title}s".ljust(28) + f"{'least/middle/most F1 (deviation)':>56}")
        for measure in ("b_cubed", "pairwise"):
            spread = Spread.of([getattr(part, measure).f1 for part in parts])
            values = f"{spread.least:.3f}/{spread.middle:.3f}/{spread.most:.3f} ({spread.deviation:.3f})"
            lines.append(f"  {measure.replace('_', '-')}".ljust(28) + f"{values:>56}")
    for title, parts in (("by fold", told.folds), ("by kind", told.kinds), ("by calls in the dispute", told.sizes)):
        lines += ["", title, *map(_line, parts)]
    if not own:
        lines += ["", "by scenario", *map(_line, told.scenarios)]
    return "\n".join(lines) + "\n"


def _pairs(labelled: Labelled, predicted: Mapping[str, str]) -> str:
    """Judged pairs were chosen for being doubtful, so these figures are lower than those of whole sets."""
    lines = [f"{labelled.name}, cross-validated", f"{'':<28}{'pairs':>9}{'told right':>12}"]
    for title, wanted in (("  same", True), ("  different", False)):
        pairs = [sorted(pair) for pair, same in labelled.pairs.items() if same is wanted]
        right = sum((predicted.get(one, one) == predicted.get(other, other)) is wanted for one, other in pairs)
        lines.append(f"{title:<28}{len(pairs):>9}{right:>12}")
    return "\n".join(lines) + "\n"


def _line(part: Part) -> str:
    cells = "".join(
        f"{score.precision:.3f}/{score.recall:.3f}/{score.f1:.3f}".rjust(20) for score in (part.b_cubed, part.pairwise)
    )
    return set_cell_size(f"  {part.name}", 28) + f"{part.disputes:>9}{part.incidents:>7}" + cells
