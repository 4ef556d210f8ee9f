"""Advice on a call: whose matter it is, and that every kind of dispute has its words in both languages."""

from __future__ import annotations

import pytest

from graph.casework.advice import Whose, advise
from ingest.extract.kinds import NAMES


@pytest.mark.parametrize(
    ("kind", "danger", "tense", "whose"),
    [
        ("wages", 0, False, "agency"),
        ("wages", 2, False, "police-first"),
        ("wages", 0, True, "police-first"),
        ("wages", 4, False, "police"),
        ("harassment", 0, False, "police"),
        ("", 0, False, "unclear"),
        ("", 5, False, "police"),
    ],
)
def test_whose_matter_it_is(kind: str, danger: int, tense: bool, whose: Whose) -> None:
    assert advise(kind, danger, again=False, tense=tense).whose == whose


@pytest.mark.parametrize("kind", sorted(set(NAMES) - {"other"}))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_has_something_to_ask_and_to_say(kind: str, language: str) -> None:
    advice = advise(kind, 0, again=False, language=language)
    assert advice.ask
    assert advice.say
    assert advice.ask != advise("", 0, again=False, language=language).ask


def test_what_was_reported_before_and_what_is_grave_add_to_it() -> None:
    plain, again, grave = (
        advise("leak", danger, again=before) for danger, before in ((0, False), (0, True), (4, False))
    )
    assert set(plain.ask) < set(again.ask)
    assert set(plain.ask) < set(grave.ask)
    assert grave.ask[0] != plain.ask[0]
