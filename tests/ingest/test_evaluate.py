"""The measures against a case counted by hand, and what is not judged."""

from pathlib import Path

import pytest

from ingest.evaluate import evaluate, from_rows, read
from ingest.evaluate.report import score
from ingest.evaluate.scores import Comparison, matching

# Truth: {a b c} {d e}, f and g alone. Prediction: {a b} {c d f}, e and g alone.
TRUE = {"a": "T1", "b": "T1", "c": "T1", "d": "T2", "e": "T2", "f": "", "g": ""}
GUESS = {"a": "P1", "b": "P1", "c": "P2", "d": "P2", "f": "P2", "e": ""}


def near(value: float) -> object:
    return pytest.approx(value)


def test_b_cubed_by_hand() -> None:
    # Over a-f (g is in no group). Precision: a 2/2, b 2/2, c 1/3, d 1/3, e 1/1, f 1/3 = 4 / 6.
    # Recall: a 2/3, b 2/3, c 1/3, d 1/2, e 1/2, f 1/1 = 3 2/3 / 6.
    taken = score(from_rows(TRUE), from_rows(GUESS))["b_cubed"]
    assert taken.precision == near(4 / 6)
    assert taken.recall == near((11 / 3) / 6)


def test_pairwise_by_hand() -> None:
    # True pairs ab ac bc de; predicted ab cd cf df; both ab.
    taken = score(from_rows(TRUE), from_rows(GUESS))["pairwise"]
    assert (taken.precision, taken.recall, taken.f1) == (near(1 / 4), near(1 / 4), near(1 / 4))


def test_callers_are_judged_where_the_truth_knows_who_called() -> None:
    # True pairs ab ac bc; predicted ab cd. The caller of d is not known: only a, b, c are judged.
    truth = from_rows({}, callers={"a": "P1", "b": "P1", "c": "P1", "d": ""})
    taken = score(truth, from_rows({}, callers={"a": "k", "b": "k", "c": "m", "d": "m"}))
    assert (taken["callers_pairwise"].precision, taken["callers_pairwise"].recall) == (1.0, near(1 / 3))
    assert taken["callers_b_cubed"].recall == near((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert "callers_b_cubed" not in score(from_rows(TRUE), from_rows(GUESS))


def test_persons_are_read_beside_the_assignments(tmp_path: Path) -> None:
    (tmp_path / "assignments.csv").write_text("incident_id,dispute_id\na,\n", encoding="utf-8")
    assert read(tmp_path).callers is None
    (tmp_path / "persons.csv").write_text("incident_id,person_id,topic\na,P1,leak\n", encoding="utf-8")
    assert read(tmp_path).callers == {"a": "P1"}
    (tmp_path / "persons.csv").write_text("incident_id,who\na,P1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="person_id"):
        read(tmp_path)


def test_found_by_hand() -> None:
    # T1 and P1 share 2 of 3 (> 0.5); T2 and P2 share 1 of 4.
    taken = score(from_rows(TRUE), from_rows(GUESS))
    assert (taken["found"].precision, taken["found"].recall) == (near(1 / 2), near(1 / 2))
    assert taken["found_exactly"].f1 == 0


def test_half_an_overlap_is_not_found() -> None:
    truth = from_rows({"a": "T", "b": "T", "c": "T", "d": "T"})
    assert score(truth, from_rows({"a": "P", "b": "P"}))["found"].f1 == 0


def test_matching_takes_the_largest_overlap_first_and_each_once() -> None:
    truth = from_rows({"a": "T1", "b": "T1", "c": "T1", "d": "T2", "e": "T2"})
    guess = from_rows({"a": "P1", "b": "P1", "c": "P2", "d": "P2", "e": "P2"})
    assert matching(Comparison.of(truth, guess)) == {"P1": "T1", "P2": "T2"}


def test_repeats_by_hand() -> None:
    def row(dispute: str, pattern: str, window: int, count: int) -> dict[str, object]:
        return {"dispute_id": dispute, "pattern": pattern, "window": window, "count": count}

    truth = from_rows(TRUE, [row("T1", "caller", 7, 3), row("T1", "place", 7, 2), row("T2", "matter", 7, 2)])
    guess = from_rows(GUESS, [row("P1", "caller", 7, 2), row("P1", "place", 7, 2), row("P2", "place", 7, 2)])
    # P1 is T1, P2 is T2 (one shared incident). Right: T1 place 7 with its count; without counts T1 caller too.
    taken = score(truth, guess)
    assert (taken["repeats"].precision, taken["repeats"].recall) == (near(1 / 3), near(1 / 3))
    assert (taken["repeats_any_count"].precision, taken["repeats_any_count"].recall) == (near(2 / 3), near(2 / 3))


def test_flags_by_hand() -> None:
    def row(incident: str, **flags: object) -> dict[str, object]:
        return {"incident_id": incident, "invalid": 0, "malicious": 0, "non_police": 0, **flags}

    truth = from_rows(TRUE, flags=[row("a", invalid=1), row("b", invalid="1"), row("c", non_police=1), row("d")])
    guess = from_rows(GUESS, flags=[row("a", invalid=True), row("d", invalid=1), row("z", invalid=1)])
    taken = score(truth, guess)
    assert (taken["invalid"].precision, taken["invalid"].recall) == (near(1 / 2), near(1 / 2))
    assert (taken["non_police"].precision, taken["non_police"].recall) == (1, 0)


def test_incidents_the_truth_does_not_list_are_not_judged() -> None:
    plain = score(from_rows(TRUE), from_rows(GUESS))
    more = {**GUESS, "x": "P1", "y": "P1", "z": "P3", "w": "P3"}
    assert score(from_rows(TRUE), from_rows(more)) == plain


def test_the_truth_itself_is_perfect_and_everything_alone_finds_nothing() -> None:
    truth = from_rows(TRUE)
    assert {taken.f1 for taken in score(truth, truth).values()} == {1.0}
    alone = score(truth, from_rows({}))
    assert (alone["pairwise"].recall, alone["found"].recall, alone["b_cubed"].precision) == (0, 0, 1)


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8-sig")


def test_files_with_other_columns_and_fewer_files_are_read(tmp_path: Path) -> None:
    write(tmp_path / "assignments.csv", "incident_id,dispute_id,note\na,T1,\nb,T1,\nc,,\n")
    write(tmp_path / "repeats.csv", "dispute_id,pattern,window,peak,distinct_callers\nT1,caller,7,2,1\n")
    answer = read(tmp_path)
    assert answer.assignments == {"a": "T1", "b": "T1", "c": ""}
    assert answer.repeats == frozenset({("T1", "caller", 7, 2)})
    assert answer.flags is None
    report = evaluate(tmp_path, tmp_path)
    assert report.lines["prediction"]["repeats"].f1 == 1
    assert "invalid" not in report.lines["prediction"]
    assert evaluate(tmp_path / "assignments.csv", tmp_path).disputes == 1


def test_a_directory_without_assignments_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"assignments\.csv"):
        read(tmp_path)
    write(tmp_path / "assignments.csv", "id,group\na,1\n")
    with pytest.raises(ValueError, match="incident_id"):
        read(tmp_path)
