"""The measures. Everything is judged over the incidents that the truth lists, and no others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.evaluate.answer import FLAGS, Answer, RepeatKey

Groups = dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, each 0..1 (1 when there was nothing to be wrong about)."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean; 0 when both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score_of(right: int, predicted: int, true: int) -> Score:
    """From counts: how many were right, how many were predicted, how many there are."""
    return Score(right / predicted if predicted else 1.0, right / true if true else 1.0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Truth and prediction as groups of judged incidents. Groups have two or more members."""

    true: Groups
    predicted: Groups
    true_of: Mapping[str, str]
    predicted_of: Mapping[str, str]

    @classmethod
    def of(cls, truth: Answer, predicted: Answer) -> Comparison:
        """Compare over the incidents that ``truth`` lists."""
        judged = truth.assignments
        true = _groups((incident, judged[incident]) for incident in judged)
        guessed = _groups((incident, predicted.assignments.get(incident, "")) for incident in judged)
        return cls(true, guessed, _membership(true), _membership(guessed))

    def overlaps(self) -> Counter[tuple[str, str]]:
        """(true dispute, predicted dispute) -> incidents they share."""
        return Counter(
            (dispute, self.predicted_of[incident])
            for incident, dispute in self.true_of.items()
            if incident in self.predicted_of
        )


def b_cubed(comparison: Comparison) -> Score:
    """B-cubed (Bagga and Baldwin 1998) over incidents of true disputes and of predicted groups.

    An incident outside every group is alone in a group of its own.
    """
    incidents = comparison.true_of.keys() | comparison.predicted_of.keys()
    shared = comparison.overlaps()
    precision = recall = 0.0
    for incident in incidents:
        true, guess = comparison.true_of.get(incident), comparison.predicted_of.get(incident)
        both = shared[true, guess] if true is not None and guess is not None else 1
        precision += both / (len(comparison.predicted[guess]) if guess is not None else 1)
        recall += both / (len(comparison.true[true]) if true is not None else 1)
    return Score(precision / len(incidents), recall / len(incidents)) if incidents else Score(1.0, 1.0)


def pairwise(comparison: Comparison) -> Score:
    """Over pairs of incidents put into one dispute."""
    return score_of(
        sum(_pairs(count) for count in comparison.overlaps().values()),
        sum(_pairs(len(group)) for group in comparison.predicted.values()),
        sum(_pairs(len(group)) for group in comparison.true.values()),
    )


def found(comparison: Comparison, least: float = 0.5) -> Score:
    """Disputes found: a true and a predicted one whose Jaccard overlap is above ``least`` (then it is the only one)."""
    right = sum(_jaccard(comparison, pair, shared) > least for pair, shared in comparison.overlaps().items())
    return score_of(right, len(comparison.predicted), len(comparison.true))


def found_exactly(comparison: Comparison) -> Score:
    """Disputes whose incidents are all there and no others."""
    right = sum(_jaccard(comparison, pair, shared) == 1 for pair, shared in comparison.overlaps().items())
    return score_of(right, len(comparison.predicted), len(comparison.true))


def matching(comparison: Comparison) -> dict[str, str]:
    """Predicted dispute -> true one: the pair that shares most incidents first, each dispute once.

    Equal overlaps go to the higher Jaccard overlap, then to the smaller ids, so the answer is always the same.
    """
    overlaps = comparison.overlaps()
    order = sorted(overlaps, key=lambda pair: (-overlaps[pair], -_jaccard(comparison, pair, overlaps[pair]), pair))
    match: dict[str, str] = {}
    taken: set[str] = set()
    for true, guess in order:
        if true not in taken and guess not in match:
            match[guess] = true
            taken.add(true)
    return match


def repeats(
    truth: frozenset[RepeatKey], predicted: frozenset[RepeatKey], comparison: Comparison, *, exact: bool
) -> Score:
    """Over (matched dispute, pattern, window) and, with ``exact``, the count too.

    A predicted dispute without two judged incidents is not judged; one that matches none is wrong.
    """
    match = matching(comparison)
    size = 4 if exact else 3
    true_keys = {key[:size] for key in truth if key[0] in comparison.true}
    guesses = {
        (match.get(key[0], f"\0{key[0]}"), *key[1:])[:size] for key in predicted if key[0] in comparison.predicted
    }
    return score_of(len(true_keys & guesses), len(guesses), len(true_keys))


def flags(truth: Answer, predicted: Answer) -> dict[str, Score]:
    """Flag -> its score over the incidents whose flags the truth gives; empty when either side gives none."""
    if truth.flags is None or predicted.flags is None:
        return {}
    scores = {}
    for flag in FLAGS:
        true, guess = truth.flags[flag], predicted.flags[flag] & truth.flagged
        scores[flag] = score_of(len(true & guess), len(guess), len(true))
    return scores


def _groups(pairs: Iterable[tuple[str, str]]) -> Groups:
    groups: Groups = defaultdict(set)
    for incident, dispute in pairs:
        if dispute:
            groups[dispute].add(incident)
    return {dispute: incidents for dispute, incidents in groups.items() if len(incidents) > 1}


def _membership(groups: Groups) -> dict[str, str]:
    return {incident: dispute for dispute, incidents in groups.items() for incident in incidents}


def _jaccard(comparison: Comparison, pair: tuple[str, str], shared: int) -> float:
    true, guess = pair
    return shared / (len(comparison.true[true]) + len(comparison.predicted[guess]) - shared)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
