"""The rivals: every method groups real records of the held-out scenarios, on equal terms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.rivals import run
from bench.rivals.command import sample
from bench.rivals.methods import METHODS, OURS
from bench.rivals.pairs import AVERAGE, JOINED, Cut, Scored, group
from bench.rivals.run import Outcome, Source, compare, train
from bench.rivals.table import HEADS, cells
from bench.rivals.window import repeats, seen
from ingest.evaluate.answer import read
from ingest.resolve.profile import Party, Profile

_ROWS = 400
_DAY_S = 86_400


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Every method, tuned on a small sample of the train scenarios and run on one of the others.

    In this process: starting one for each takes longer than all of the work.
    """
    directory = tmp_path_factory.mktemp("rivals")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "_alone", lambda work, *given: work(*given))
        rules = train(sample(directory, _ROWS, "train"), list(METHODS))
        return {outcome.method: outcome for outcome in compare(_held_out(directory), rules)}


def _held_out(directory: Path) -> Source:
    return sample(directory, _ROWS, "heldout")


def test_every_method_finds_some_disputes_and_is_scored(outcomes: dict[str, Outcome]) -> None:
    assert list(outcomes) == list(METHODS)
    for outcome in outcomes.values():
        assert len(set(outcome.grouping.values())) > 1, outcome.method
        assert 0 < outcome.b_cubed.f1 < 1, outcome.method
        assert outcome.stage.seconds > 0, outcome.method
        assert outcome.repeats is not None, outcome.method


def test_in_a_process_of_its_own_a_method_finds_the_same(outcomes: dict[str, Outcome], tmp_path: Path) -> None:
    [apart] = compare(_held_out(tmp_path), {"exact phone": None})
    assert apart.grouping == outcomes["exact phone"].grouping


def test_knowing_the_records_beats_the_exact_phone(outcomes: dict[str, Outcome]) -> None:
    by_phone = next(outcome for name, outcome in outcomes.items() if "phone" in name)
    assert outcomes[OURS].pairwise.f1 > by_phone.pairwise.f1


def test_the_table_has_a_line_a_method_and_ours_is_the_measure(outcomes: dict[str, Outcome]) -> None:
    lines = list(cells(list(outcomes.values())))
    assert [line[0] for line in lines] == list(METHODS)
    assert {len(line) for line in lines} == {len(HEADS) + 1}
    assert lines[0][2] == "1.00"


def test_a_hub_glues_what_is_joined_and_not_what_is_averaged() -> None:
    one, other = np.array([0, 2, 1]), np.array([1, 3, 2])
    scored = Scored(tuple("abcd"), one, other, np.array([5.0, 5.0, 3.0]), slack=4.0)
    joined, averaged = (group(scored, Cut(how, 2.0)) for how in (JOINED, AVERAGE))
    assert len(set(joined.values())) == 1
    assert len(set(averaged.values())) == 2


def test_repeats_of_any_grouping_follow_the_window_rule() -> None:
    profiles = [
        Profile(
            id=f"i{n}", at_s=n * _DAY_S, caller="p1", caller_name=Party("白"), places=(("estate", "estate:安和里"),)
        )
        for n in range(4)
    ]
    known = {profile.id: seen(profile) for profile in profiles}
    found = repeats(dict.fromkeys(known, "i0"), known)
    assert ("i0", "caller", 7, 4) in found
    assert ("i0", "place", 7, 4) in found
    assert not any(pattern == "matter" for _, pattern, _, _ in found)


def test_the_truth_of_the_sample_is_what_is_compared_with(tmp_path: Path) -> None:
    file, truth = _held_out(tmp_path)
    assert file.is_file()
    assert read(truth).assignments
