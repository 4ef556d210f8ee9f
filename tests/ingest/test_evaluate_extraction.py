"""Extraction measured on labelled texts, and the comparison of places on address pairs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.evaluate import address_pairs, labelled_texts


def _themes(part: str) -> set[str]:
    return {row["theme"] for row in labelled_texts.load(labelled_texts.TEXTS / f"{part}.jsonl")}


def test_the_parts_of_our_texts_share_no_theme_and_are_large_enough() -> None:
    parts = [_themes(part) for part in labelled_texts.PARTS]
    assert len(set().union(*parts)) == sum(map(len, parts)) >= 45
    assert sum(len(labelled_texts.load(labelled_texts.TEXTS / f"{part}.jsonl")) for part in labelled_texts.PARTS) >= 400


def test_a_field_is_right_where_label_and_extraction_agree() -> None:
    row = {
        "kind": "leak",
        "address": "翠竹园3栋2单元501室",
        "content": "楼上漏水，要求赔偿3000元",
        "mentions": {
            "amounts": [3000.0, 7.0],
            "places": {"estate": ["翠竹园"], "building": ["3"], "unit": ["2"], "room": ["501"]},
        },
    }
    found = labelled_texts.compare([row])
    assert (found["amount"].right, found["amount"].predicted, found["amount"].true) == (1, 1, 2)
    assert all(found[level].score.f1 == 1 for level in ("estate", "building", "unit", "room"))
    assert "| amount | 1.000 | 0.500 | 0.667 | 2 |" in labelled_texts.table(found)


def test_a_line_that_is_no_labelled_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(json.dumps({"kind": "leak", "mentions": {}}) + "\n{\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        labelled_texts.load(file)


def test_no_address_is_in_both_halves() -> None:
    pairs = [address_pairs.Pair(f"玉泉路{n}号", f"玉泉路{n + 1}号", 0) for n in range(0, 400, 3)]
    pairs += [address_pairs.Pair("玉泉路0号", "玉泉路3号", 1), address_pairs.Pair("玉泉路4号", "玉泉路6号", 1)]
    tuned, judged = address_pairs.halves(pairs)
    known = {address for pair in tuned for address in (pair.one, pair.other)}
    assert known
    assert judged
    assert not known & {address for pair in judged for address in (pair.one, pair.other)}
    assert len(tuned) + len(judged) == len(pairs)


def test_the_best_bar_parts_same_from_different_and_minds_no_related_pair() -> None:
    pairs = [address_pairs.Pair("", "", label) for label in (2, 1, 2, 0, 0)]
    assert address_pairs.best_bar([0.9, 0.8, 0.7, 0.6, 0.1], pairs) == 0.7


def test_the_table_says_how_places_fare_beside_the_baselines(tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    names = ("翠竹园", "东篱苑", "怡景花园", "听涛雅居", "云栖花苑", "金域蓝湾", "丁香公寓", "望岳小区")
    lines = [f"{name}3栋2单元501\t{name}3号楼二单元501室\t2" for name in names]
    lines += [f"{name}3栋2单元502\t{name}4栋1单元703\t0" for name in names]
    file.write_text("\n".join(["a\tb\tlabel", *lines]) + "\n", encoding="utf-8")
    table = address_pairs.table(address_pairs.load(file))
    cells = {
        line.split(" | ")[0].lstrip("| "): line.split(" | ") for line in table.splitlines() if line.startswith("|")
    }
    assert cells["places compared"][2:5] == ["1.000", "1.000", "1.000"]
    assert cells["equal text"][4] == "0.000"


def test_edit_similarity_counts_edits() -> None:
    assert address_pairs.edit_similarity(address_pairs.Pair("玉泉路8号", "玉泉路18号", 0)) == 1 - 1 / 6


def test_a_line_that_is_no_pair_is_named(tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("玉泉路8号\t玉泉路8号\t2\n玉泉路8号\t2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        address_pairs.load(file)
