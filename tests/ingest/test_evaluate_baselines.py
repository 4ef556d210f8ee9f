"""The baselines: what each groups, and the whole report over a sample."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ingest.evaluate import evaluate
from ingest.evaluate.baselines import baselines, caller_baselines, normal_address
from ingest.evaluate.text_groups import group_texts
from ingest.incident import COLUMNS, Incident
from ingest.sample import generate

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 5, 1, 8, tzinfo=ZONE)


def call(number: int, **fields: str) -> Incident:
    return Incident(f"J{number}", START + timedelta(days=number), **fields)


def test_phone_and_address_baselines_group_what_is_equal_and_leave_out_what_is_missing() -> None:
    records = [
        call(1, phone="13000000001", address="松江苑3栋2单元501", category="纠纷"),
        call(2, phone="13000000001", address="", category="纠纷"),
        call(3, phone="", address="松江苑三号楼二单元501室", category="纠纷"),
        call(4, phone="", address="松江苑3-2-501", category="求助"),
    ]
    answers = baselines(records)
    assert answers["exact phone"].assignments == {"J1": "13000000001", "J2": "13000000001", "J3": "", "J4": ""}
    grouped = answers["address + category"].assignments
    assert grouped["J1"] == grouped["J3"] != ""
    assert grouped["J2"] == grouped["J4"] == ""
    assert ("13000000001", "caller", 7, 2) in (answers["exact phone"].repeats or ())


def test_callers_by_phone_or_id_number_are_joined_by_either() -> None:
    records = [
        call(1, phone="13000000001", caller_id_number="999999198001010011"),
        call(2, phone="+86 130-0000-0001"),
        call(3, phone="13000000002", caller_id_number="999999198001010011"),
        call(4, phone="13000000003"),
        call(5, phone="未知"),
    ]
    found = caller_baselines(records)["phone or ID number"]
    assert found["J1"] == found["J2"] == found["J3"] != found["J4"]
    assert found["J5"] == ""


def test_of_two_records_with_one_id_the_later_counts() -> None:
    records = [call(1, phone="1"), call(2, phone="2"), call(1, phone="2")]
    assert baselines(records)["exact phone"].assignments == {"J1": "2", "J2": "2"}


@pytest.mark.parametrize(
    "address",
    ["松江苑3栋2单元501", "松江苑三号楼二单元五楼501室", "澜北区松江苑3幢2单元501室", "松江苑３-２-５０１"],
)
def test_written_forms_of_one_flat_have_one_normal_form(address: str) -> None:
    assert normal_address(address) == "松江苑3-2-501"


TEXTS = [
    "楼上漏水天花板掉皮要求赔偿",
    "楼上漏水天花板掉皮不肯赔偿",
    "工地拖欠木工班工资",
    "工地拖欠木工班工资两个月",
    "猫卡在树上下不来",
]


def test_texts_are_grouped_by_what_they_share() -> None:
    groups = group_texts(TEXTS)
    assert groups[0] == groups[1] != groups[2] == groups[3]
    assert len(set(groups)) == 3


def test_large_files_are_split_and_still_group_what_is_close() -> None:
    # Enough different texts that no gram is in more than one of fifty.
    many = [f"{chr(0x4E00 + 7 * n)}{chr(0x5E00 + 5 * n)}{chr(0x6E00 + 3 * n)}" * 2 for n in range(200) for _ in "ab"]
    groups = group_texts(many, dense=50)
    assert all(groups[2 * n] == groups[2 * n + 1] for n in range(200))
    assert len(set(groups)) == 200


@pytest.mark.parametrize("texts", [[], ["", ""], ["字"]])
def test_texts_without_anything_to_share_do_not_fail(texts: list[str]) -> None:
    assert len(group_texts(texts)) == len(texts)


def test_a_report_over_a_sample_shows_the_truth_above_every_baseline(tmp_path: Path) -> None:
    out = tmp_path / "calls.csv"
    generate(1500, 5, None, out)
    truth = out.with_suffix(".truth")
    report = evaluate(truth, truth, incidents_of(out))
    best = report.as_dict()
    assert {measure["f1"] for measure in best["prediction"].values()} == {1.0}
    for name in ("exact phone", "address + category", "TF-IDF 2-3-grams"):
        assert 0 < best[name]["b_cubed"]["f1"] < 0.9
        assert best[name]["repeats"]["f1"] <= best[name]["repeats_any_count"]["f1"] < 0.8
        assert name in report.table()
    assert len(report.table().splitlines()) == 2 + 11
    for name in ("exact phone", "phone or ID number"):
        assert 0.1 < best[name]["callers_pairwise"]["f1"] < best[name]["callers_b_cubed"]["f1"] < 0.97


def incidents_of(path: Path) -> list[Incident]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{field: row[column] for field, column in COLUMNS.items()} for row in csv.DictReader(file)]
    times = [datetime.fromisoformat(row.pop("reported_at")).astimezone(ZONE) for row in rows]
    return [Incident(reported_at=time, **row) for time, row in zip(times, rows, strict=True)]
