"""rjieba in jieba's place: the same cut of whole bodies of text without new-word guessing, and where they part."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import jieba
import pytest
import rjieba

from ingest.evaluate import labelled_texts
from ingest.sample.generate import generate


def labelled() -> list[str]:
    """Every column of every labelled text."""
    rows = [row for part in labelled_texts.PARTS for row in labelled_texts.load(labelled_texts.TEXTS / f"{part}.jsonl")]
    return [row[column] for row in rows for column in ("address", "content", "outcome") if row.get(column)]


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Addresses, calls and notes of a sample."""
    file: Path = tmp_path_factory.mktemp("sample") / "calls.csv"
    generate(1500, 11, None, file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return sorted({row[column] for row in rows for column in ("警情地址", "报警内容", "处警情况") if row[column]})


def parted(texts: list[str], *, guessing: bool) -> list[str]:
    """The texts that the two cut differently."""
    cutter = rjieba.Jieba()
    return [text for text in texts if cutter.cut(text, guessing) != jieba.lcut(text, HMM=guessing)]


def test_without_guessing_both_cut_every_text_alike(invented: list[str]) -> None:
    texts = labelled() + invented
    assert len(texts) > 2000
    assert parted(texts, guessing=False) == []


def test_with_guessing_they_part_just_at_numbers_joined_by_a_dash() -> None:
    """0940-5613321 stays whole in rjieba; harmless, since numbers are masked and nothing here guesses."""
    texts = labelled()
    apart = parted(texts, guessing=True)
    assert apart
    assert all(re.search(r"[0-9A-Za-z]-[0-9]", text) for text in apart)
    assert parted([re.sub(r"(?<=\w)-(?=\d)", "，", text) for text in apart], guessing=True) == []
