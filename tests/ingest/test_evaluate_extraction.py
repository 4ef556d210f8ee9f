"""Extraction measured on labelled texts, and the comparison of places on address pairs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.evaluate import address_pairs, labelled_texts


def _themes(part: str) -> set[str]:
    return {row["theme"] for row in labelled_texts.load(labelled_texts.TEXTS / f"{part}.jsonl")}


def test_the_parts_of_our_texts_share_no_theme_and_are_large_enough() -> None:
    dev, heldout = _themes("dev"), _themes("heldout")
    assert dev.isdisjoint(heldout)
    assert len(dev | heldout) >= 25
    assert sum(len(labelled_texts.load(labelled_texts.TEXTS / f"{part}.jsonl")) for part in labelled_texts.PARTS) >= 250


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


def test_pairs_are_judged_on_the_half_that_set_no_threshold(tmp_path: Path) -> None:
    half = [
        "翠竹园3栋2单元501\t翠竹园3号楼二单元501室\t2",
        "翠竹园3栋2单元501\t翠竹园4栋2单元501\t0",
        "玉泉路8号\t玉泉路18号\t1",
    ]
    file = tmp_path / "pairs.tsv"
    file.write_text("\n".join(["a\tb\tlabel", *half, *half]) + "\n", encoding="utf-8")
    pairs = address_pairs.load(file)
    assert len(pairs) == 6
    table = address_pairs.table(pairs)
    assert "3 pairs judged" in table
    assert "| places compared | 1.000 | 1.000 | 1.000 | 0 | 0 | 1 |" in table


def test_a_line_that_is_no_pair_is_named(tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("玉泉路8号\t玉泉路8号\t2\n玉泉路8号\t2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        address_pairs.load(file)
