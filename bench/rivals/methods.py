"""The methods, each from records in memory to groups. What can be tuned is tuned on records of other scenarios."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.rivals import texts
from bench.rivals.linkage import Linkage, Model
from bench.rivals.pairs import AVERAGE, JOINED, Cut, Grouping, best_cut, group
from bench.rivals.records import Records
from ingest import fitting
from ingest.evaluate.baselines import LABELS
from ingest.facts import read
from ingest.incident import Incident
from ingest.resolve.fit import fit
from ingest.resolve.profile import Profile
from ingest.resolve.same_demand import link_all, settle
from ingest.resolve.weights import Weights, standard

OURS = "Fengqiao"
#: Match weights in log-odds at which splink's pairs may count.
_WEIGHTS = (-1.0, 0.0, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True, slots=True)
class Linked:
    """splink's model and the cut that was found best with it."""

    model: Model
    cut: Cut


@dataclass(frozen=True, slots=True)
class Method:
    """How records become groups: ``grouped(records, rule)``; ``train`` gives the rule from records with truth.

    ``said`` puts the rule into words.
    """

    grouped: Callable[[Sequence[Incident], Any], Grouping]
    train: Callable[[Records], Any] = lambda _records: None
    said: Callable[[Any], str] = lambda _rule: ""


def profiles(incidents: Sequence[Incident]) -> list[Profile]:
    """Our own reading, callers included: what splink is given as well."""
    return fitting.profiles([read(incident) for incident in incidents])


def ours(incidents: Sequence[Incident], rule: Weights | None) -> Grouping:
    """Texts to groups with the weights ``rule``; those that Fengqiao ships with when it is None."""
    seen = profiles(incidents)
    found = settle(seen, link_all(seen, rule), weights=rule)
    return {member: min(members) for member, members in found.items() if len(members) > 1}


def _fitted(records: Records) -> Weights:
    return fit([fitting.labelled(records.file, records.answers)], standard())[0]


def _by_expectation(records: Records) -> Linked:
    linkage = Linkage(profiles(records.incidents))
    return _cut(linkage, linkage.by_expectation(), records, JOINED)


def _by_labels(records: Records) -> Linked:
    linkage = Linkage(profiles(records.incidents))
    return _cut(linkage, linkage.by_labels(records.truth.assignments), records, JOINED)


def _by_labels_averaged(records: Records) -> Linked:
    linkage = Linkage(profiles(records.incidents))
    return _cut(linkage, linkage.by_labels(records.truth.assignments), records, AVERAGE)


def _cut(linkage: Linkage, model: Model, records: Records, how: str) -> Linked:
    scored = linkage.scored(model)
    return Linked(model, best_cut(scored, records.truth.assignments, [Cut(how, weight) for weight in _WEIGHTS]))


def _clustered(incidents: Sequence[Incident], rule: Linked) -> Grouping:
    return Linkage(profiles(incidents)).grouped(rule.model, rule.cut.at)


def _averaged(incidents: Sequence[Incident], rule: Linked) -> Grouping:
    return group(Linkage(profiles(incidents)).scored(rule.model), rule.cut)


def _labelled_by(name: str) -> Method:
    return Method(lambda incidents, _rule: {i: label for i, label in LABELS[name](incidents).items() if label})


def _cut_in_words(rule: Linked) -> str:
    return f"pairs of match weight {rule.cut.at:g} (log-odds), {rule.cut.how}"


#: In the order in which they are shown.
METHODS: dict[str, Method] = {
    OURS: Method(ours),
    f"{OURS}, trained on labels": Method(ours, _fitted),
    "splink, trained on labels": Method(_clustered, _by_labels, _cut_in_words),
    "splink, labels, average linkage": Method(_averaged, _by_labels_averaged, _cut_in_words),
    "splink, its own EM": Method(_clustered, _by_expectation, _cut_in_words),
    "MinHash LSH + TF-IDF": Method(
        texts.grouped, texts.train, lambda rule: f"Jaccard {rule.bar:g}, cosine {rule.cut.at:g}, {rule.cut.how}"
    ),
    **{name: _labelled_by(name) for name in LABELS},
}
