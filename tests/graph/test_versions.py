"""Versions of what an administrator sets: numbered, never changed, and of two people who save at once one is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph.versions import SHIPPED, Superseded, Versions


@pytest.mark.usefixtures("as_shipped")
def test_the_latest_is_in_force_and_earlier_ones_stay() -> None:
    ours, theirs = Versions("tests"), Versions("tests")  # as in two processes
    assert ours.in_force() is SHIPPED
    ours.save({"week": 3}, "wang", "看一看", seen=0)
    ours.save({"week": 4}, "li", "", seen=1)
    assert theirs.in_force().values == {"week": 4}
    assert [(one.number, one.by, one.why) for one in theirs.every()] == [(2, "li", ""), (1, "wang", "看一看")]
    assert theirs.in_force() is theirs.in_force()


def test_what_was_seen_must_still_be_in_force(as_shipped: Path) -> None:
    versions = Versions("tests")
    versions.save({"week": 3}, "wang", "", seen=0)
    with pytest.raises(Superseded):
        versions.save({"week": 9}, "li", "", seen=0)
    assert versions.in_force().values == {"week": 3}
    assert [file.name for file in (as_shipped / "rules" / "tests").iterdir()] == ["000001.json"]


@pytest.mark.usefixtures("as_shipped")
def test_of_many_who_save_at_once_one_does() -> None:
    def save(number: int) -> bool:
        try:
            Versions("tests").save({"week": number}, f"one{number}", "", seen=0)
        except Superseded:
            return False
        return True

    with ThreadPoolExecutor(max_workers=8) as several:
        assert sum(several.map(save, range(24))) == 1
