"""The sample: its size, its identity, its truth, its people."""

import csv
from collections import Counter, defaultdict
from datetime import datetime
from itertools import combinations_with_replacement
from pathlib import Path

import pytest
from stdnum.iso7064 import mod_11_2

from ingest.incident import COLUMNS
from ingest.sample import generate
from ingest.sample.people import id_number
from ingest.sample.scenarios import scenarios

ROWS = 6000
SEED = 11
TRUTH_FILES = {"assignments", "disputes", "repeats", "flags", "scenarios", "persons"}

Rows = list[dict[str, str]]


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def make(directory: Path, seed: int = SEED, split: str | None = None, rows: int = ROWS) -> Path:
    out = directory / "calls.csv"
    generate(rows, seed, split, out)
    return out


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def incidents(sample: Path) -> Rows:
    return rows_of(sample)


@pytest.fixture(scope="module")
def truth(sample: Path) -> dict[str, Rows]:
    return {name: rows_of(sample.with_suffix(".truth") / f"{name}.csv") for name in TRUTH_FILES}


def test_the_file_has_the_rows_asked_for_and_the_default_columns(sample: Path, incidents: Rows) -> None:
    assert len(incidents) == ROWS
    assert list(incidents[0]) == list(COLUMNS.values())
    assert sample.read_bytes().startswith(b"\xef\xbb\xbf")


def test_truth_has_the_export_columns(truth: dict[str, Rows]) -> None:
    assert list(truth["assignments"][0]) == ["incident_id", "dispute_id"]
    assert list(truth["flags"][0]) == ["incident_id", "invalid", "malicious", "non_police"]
    assert list(truth["repeats"][0]) == ["dispute_id", "pattern", "window", "count", "first_at", "last_at"]
    expected = "dispute_id title kind status risk level incidents callers first_at last_at unit escalated"
    assert list(truth["disputes"][0]) == expected.split()


def test_ids_are_unique_apart_from_corrections_and_repeated_rows(incidents: Rows) -> None:
    versions: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in incidents:
        versions[row["接警单编号"]].append(row)
    several = [rows for rows in versions.values() if len(rows) > 1]
    assert max(map(len, several)) == 2
    assert sum(first != last for first, last in several) == round(ROWS * 0.003)
    assert sum(first == last for first, last in several) == round(ROWS * 0.0005)


def test_truth_lists_every_incident_once(incidents: Rows, truth: dict[str, Rows]) -> None:
    ids = sorted({row["接警单编号"] for row in incidents})
    for name in ("assignments", "flags", "persons"):
        assert sorted(row["incident_id"] for row in truth[name]) == ids


def test_about_a_quarter_of_incidents_belong_to_disputes(truth: dict[str, Rows]) -> None:
    inside = sum(bool(row["dispute_id"]) for row in truth["assignments"])
    assert 0.22 < inside / len(truth["assignments"]) < 0.28


def test_every_sort_of_call_occurs(truth: dict[str, Rows], incidents: Rows) -> None:
    flags = Counter((row["invalid"], row["malicious"], row["non_police"]) for row in truth["flags"])
    assert flags["1", "1", "0"] > 20
    assert flags["1", "0", "0"] > 100
    assert flags["0", "0", "1"] > 300
    assert any(row["案件编号"] for row in incidents)
    assert any(row["escalated"] == "1" for row in truth["disputes"])
    assert any(not row["来电号码"] for row in incidents)
    assert any(not row["警情地址"] for row in incidents)


def test_an_escalated_dispute_has_exactly_one_case_number(incidents: Rows, truth: dict[str, Rows]) -> None:
    case = {row["接警单编号"]: row["案件编号"] for row in incidents}
    cases: Counter[str] = Counter()
    for row in truth["assignments"]:
        cases[row["dispute_id"]] += bool(case[row["incident_id"]])
    for row in truth["disputes"]:
        assert cases[row["dispute_id"]] == int(row["escalated"])


def test_times_end_before_november_2026_and_cover_a_month(incidents: Rows) -> None:
    times = [datetime.fromisoformat(row["报警时间"]) for row in incidents]
    assert max(times) < datetime(2026, 11, 1)
    assert 28 <= (max(times) - min(times)).days <= 31


def test_disputes_say_what_their_incidents_say(incidents: Rows, truth: dict[str, Rows]) -> None:
    at = {row["接警单编号"]: row["报警时间"] for row in incidents}
    person = {row["incident_id"]: row["person_id"] for row in truth["persons"]}
    members = defaultdict(list)
    for row in truth["assignments"]:
        members[row["dispute_id"]].append(row["incident_id"])
    for row in truth["disputes"]:
        inside = members[row["dispute_id"]]
        assert len(inside) == int(row["incidents"]) >= 2
        assert len({person[incident] for incident in inside}) == int(row["callers"])
        assert min(at[incident] for incident in inside) == row["first_at"]
        assert max(at[incident] for incident in inside) == row["last_at"]


def building_of(place: str) -> str:
    parts = place.split("-")
    return "-".join(parts[:2]) if len(parts) == 4 else place


def test_repeats_equal_a_brute_force_count(incidents: Rows, truth: dict[str, Rows]) -> None:
    """Every pair of first and last call of every dispute is tried; nothing is shared with the code under test."""
    at = {row["接警单编号"]: datetime.fromisoformat(row["报警时间"]) for row in incidents}
    who = {row["incident_id"]: (row["person_id"], building_of(row["place_id"])) for row in truth["persons"]}
    calls = defaultdict(list)
    for row in truth["assignments"]:
        if row["dispute_id"]:
            calls[row["dispute_id"]].append((at[row["incident_id"]], *who[row["incident_id"]]))
    expected = set()
    for dispute, inside in calls.items():
        for window, least in ((7, 2), (30, 3), (365, 5)):
            for pattern in ("caller", "place", "matter"):
                best = brute_force(sorted(inside), window, pattern)
                if best[0] >= least:
                    expected.add((dispute, pattern, str(window), *map(str, best)))
    assert {tuple(row.values()) for row in truth["repeats"]} == expected


def brute_force(calls: list[tuple[datetime, str, str]], window: int, pattern: str) -> tuple[int, datetime, datetime]:
    best = (0, datetime.min, datetime.min)
    keys = {call[{"caller": 1, "place": 2, "matter": 0}[pattern]] for call in calls} if pattern != "matter" else {None}
    for key in keys:
        chosen = [call for call in calls if key is None or key in call[1:]]
        times = [call[0] for call in chosen]
        for first, last in combinations_with_replacement(sorted(times), 2):
            inside = [call for call in chosen if first <= call[0] <= last]
            if (last - first).total_seconds() > window * 86400 or (key is None and len({c[1] for c in inside}) < 2):
                continue
            if len(inside) > best[0] or (len(inside) == best[0] and first < best[1]):
                best = (len(inside), first, last)
    return best


def test_same_arguments_write_the_same_bytes_and_another_seed_others(sample: Path, tmp_path: Path) -> None:
    again, other = make(tmp_path / "again"), make(tmp_path / "other", seed=SEED + 1)
    for name in sorted(TRUTH_FILES):
        assert (again.with_suffix(".truth") / f"{name}.csv").read_bytes() == (
            sample.with_suffix(".truth") / f"{name}.csv"
        ).read_bytes()
    assert again.read_bytes() == sample.read_bytes()
    assert other.read_bytes() != sample.read_bytes()


def test_splits_share_no_scenario(tmp_path: Path) -> None:
    seen = {}
    for split in ("train", "heldout"):
        out = make(tmp_path / split, split=split)
        seen[split] = {row["scenario"] for row in rows_of(out.with_suffix(".truth") / "scenarios.csv")}
        kinds = {row["kind"] for row in rows_of(out.with_suffix(".truth") / "disputes.csv")}
        assert len(kinds) >= 15
    assert not seen["train"] & seen["heldout"]
    assert seen["train"] | seen["heldout"] <= {scenario.key for scenario in scenarios()}


def test_a_million_rows_would_not_share_a_phone_by_accident(incidents: Rows) -> None:
    mobiles = [row["来电号码"] for row in incidents if len(row["来电号码"]) == 11 and row["来电号码"].isascii()]
    for number in mobiles:
        assert number[3:7] == "0000" or number[:3] in {"160", "164", "168", "169"} or number.startswith("0480"), number


def test_id_numbers_have_the_region_of_nobody_and_mostly_right_check_digits(incidents: Rows) -> None:
    numbers = [row["报警人身份证号"].upper() for row in incidents if row["报警人身份证号"]]
    assert all(number.startswith("999999") and len(number) == 18 for number in numbers)
    right = sum(number == id_number(number[6:14], int(number[14:17])) for number in numbers)
    assert 0.9 < right / len(numbers) < 1


def test_check_digit_follows_the_standard() -> None:
    for serial in range(1, 40):
        assert mod_11_2.is_valid(id_number("19491231", serial))


@pytest.mark.parametrize(("rows", "split"), [(49, None), (100, "test")])
def test_impossible_requests_are_refused(rows: int, split: str | None, tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        generate(rows, 1, split, tmp_path / "x.csv")
    assert not list(tmp_path.iterdir())
