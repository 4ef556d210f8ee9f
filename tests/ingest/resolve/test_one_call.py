"""A single call gets the links that a batch gives it, whatever was compared before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.resolve import one_call
from ingest.resolve.anchors import anchors
from ingest.resolve.links import Link, link_all, recent
from ingest.resolve.one_call import Compared, Comparing
from ingest.resolve.profile import Profile
from tests.ingest.resolve.calls import by_anchor, histories, leak


def compared(row: int, profiles: Sequence[Profile]) -> Compared:
    """The call in the row with those before it among all."""
    held, row_of = by_anchor(list(profiles)), {profile.id: at for at, profile in enumerate(profiles)}
    call = profiles[row]
    before = {anchor: recent(call, anchor, held.get(anchor, ()))[::-1] for anchor in anchors(call)}
    return row, {anchor: [row_of[other.id] for other in others] for anchor, others in before.items()}


def links(comparing: Comparing, rows: Sequence[int], profiles: Sequence[Profile]) -> list[Link]:
    calls = [compared(row, profiles) for row in rows]
    rows_in = {row for call, at in calls for row in (call, *(row for there in at.values() for row in there))}
    comparing.put({row: profiles[row] for row in comparing.missing(rows_in)})
    found = comparing.links(calls)
    ends = zip(found.later.tolist(), found.earlier.tolist(), found.scores.tolist(), found.reasons, strict=True)
    return sorted(Link(profiles[later].id, profiles[earlier].id, *rest) for later, earlier, *rest in ends)


@pytest.mark.parametrize("kept", [one_call._KEPT, 5], ids=["all kept", "few kept"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(profiles=histories(), at_once=st.integers(1, 5))
def test_few_calls_in_any_order_get_the_links_of_a_batch(
    monkeypatch: pytest.MonkeyPatch, kept: int, profiles: list[Profile], at_once: int
) -> None:
    monkeypatch.setattr(one_call, "_KEPT", kept)
    comparing, rows = Comparing(), list(range(len(profiles)))[::-1]
    lots = [rows[start : start + at_once] for start in range(0, len(rows), at_once)]
    found = [link for lot in lots for link in links(comparing, lot, profiles)]
    assert sorted(found) == sorted(link_all(profiles))


def test_a_call_that_was_corrected_is_compared_as_it_is_now() -> None:
    comparing, earlier, later = Comparing(), leak("a", 1), leak("b", 2)
    before = links(comparing, [1], [earlier, later])
    moved = replace(earlier, places=(("estate", "estate:松涛苑"),), floor="")
    comparing.forget([0])
    after = links(comparing, [1], [moved, later])
    assert before == link_all([earlier, later])
    assert after == link_all([moved, later])
    assert after != before
