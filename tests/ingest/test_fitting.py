"""Fitting the weights of evidence to labelled records, as 'app.py fit' does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import fitting
from ingest.evaluate.answer import Answer
from ingest.evaluate.scores import Comparison, b_cubed, pairwise
from ingest.evaluate.spread import report
from ingest.resolve.evidence import IN_WRITING, Features
from ingest.resolve.fit import fit
from ingest.resolve.labelled import Labelled, table_of
from ingest.resolve.scoring import score
from ingest.resolve.weights import Weights, standard
from ingest.sample import generate


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Labelled:
    records = tmp_path_factory.mktemp("fit") / "calls.csv"
    generate(1_500, 7, None, records)
    return fitting.labelled(records, records.with_suffix("").with_name("calls.truth"))


def test_records_come_with_their_truth_and_folds_are_cut_by_scenario(labelled: Labelled) -> None:
    assert len(labelled.profiles) > 1_400
    disputes = {dispute for dispute in labelled.dispute.values() if dispute}
    assert 5 < len({labelled.scenario[i] for i, dispute in labelled.dispute.items() if dispute}) < len(disputes)
    assert labelled.scenario.keys() >= labelled.dispute.keys()  # a stranger's lone call is cut by what it is about
    assert any(profile.caller for profile in labelled.profiles)


def test_fitted_weights_tell_disputes_that_no_fold_saw(labelled: Labelled, tmp_path: Path) -> None:
    weights, [found] = fit([labelled], standard())
    comparison = Comparison.of(Answer(labelled.dispute), Answer(found))
    assert b_cubed(comparison).f1 > 0.85
    assert pairwise(comparison).f1 > 0.8
    weights.write(tmp_path / "weights.toml")
    again = Weights.read(tmp_path / "weights.toml")
    assert again.evidence.keys() <= weights.evidence.keys()
    assert all(again.evidence[name] == pytest.approx(weights.evidence[name], abs=0.001) for name in again.evidence)


def test_what_is_added_in_writing_is_added_to_letters_alone(labelled: Labelled) -> None:
    table = table_of(labelled)
    features = Features(table.names, table.values.T.copy())
    letters = features.table[table.names.index(IN_WRITING)]
    letters[:] = 0
    letters[::3] = 1
    plain = Weights(-1.0, {"topic.all": 2.0})
    more = Weights(-1.0, {"topic.all": 2.0}, {"topic.all": 1.5})
    gain = score(features, more) - score(features, plain)
    assert gain == pytest.approx(1.5 * letters * features.table[table.names.index("topic.all")], abs=2e-4)


def test_truth_without_records_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "assignments.csv").write_text("incident_id,dispute_id\n", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        fitting.labelled(tmp_path / "calls.csv", tmp_path / "nothing")


def judged(labelled: Labelled, path: Path) -> Path:
    """A file of judged pairs: of every third doubtful pair of the records, what the truth says."""
    table = table_of(labelled)
    ids = [profile.id for profile in table.ordered]
    lines = [
        f"{ids[one]},{ids[other]},{int(same)},1"
        for one, other, same in list(zip(table.later, table.earlier, table.same, strict=True))[::3]
    ]
    path.write_text("\n".join(["incident_id,other_id,same,reviewers", *lines]) + "\n", encoding="utf-8")
    return path


def test_judged_pairs_are_fitted_to_beside_whole_sets(
    labelled: Labelled, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    records = tmp_path_factory.mktemp("pairs") / "calls.csv"
    generate(300, 8, None, records)
    whole = fitting.labelled(records, records.with_suffix("").with_name("calls.truth"))
    pairs = fitting.labelled(records, judged(whole, tmp_path / "labels.csv"), 0.5)
    table = table_of(pairs)
    assert table.judged.sum() == len(pairs.pairs)
    assert 0 < table.same.sum() < table.judged.sum()
    ends = [
        frozenset((table.ordered[a].id, table.ordered[b].id)) for a, b in zip(table.later, table.earlier, strict=True)
    ]
    assert {pair for pair, same in zip(ends, table.same, strict=True) if same} == {
        pair for pair, same in pairs.pairs.items() if same
    }
    assert all(
        table.fold[a] == table.fold[b]
        for a, b in zip(table.later[table.judged], table.earlier[table.judged], strict=True)
    )
    weights, [_, found] = fit([labelled, pairs], standard())
    alone, _ = fit([labelled], standard())
    assert weights.evidence != alone.evidence
    same, different = (line.split() for line in report(pairs, found).splitlines()[2:])
    assert int(same[1]) + int(different[1]) == len(pairs.pairs)
    assert int(same[2]) > 0.7 * int(same[1])
    assert int(different[2]) > 0.7 * int(different[1])


@pytest.mark.parametrize(
    ("rows", "says"),
    [("C1,C2,yes\n", "same must be 0 or 1"), ("", "no pairs")],
)
def test_what_are_no_judged_pairs_is_an_error(labelled: Labelled, tmp_path: Path, rows: str, says: str) -> None:
    assert labelled
    records, pairs = tmp_path / "calls.csv", tmp_path / "labels.csv"
    generate(50, 8, None, records)
    pairs.write_text("incident_id,other_id,same\n" + rows, encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        fitting.labelled(records, pairs)


def test_pairs_that_share_nothing_cannot_be_fitted_to(tmp_path: Path) -> None:
    records, pairs = tmp_path / "calls.csv", tmp_path / "labels.csv"
    generate(50, 8, None, records)
    pairs.write_text("incident_id,other_id,same\nnone,nothing,1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="anything in common"):
        table_of(fitting.labelled(records, pairs))
