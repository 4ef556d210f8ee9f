"""A single call gets the links that a batch gives it, whatever was compared before it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ingest.resolve.anchors import Anchor, anchors
from ingest.resolve.links import link_all, recent
from ingest.resolve.one_call import Comparing
from ingest.resolve.profile import Profile
from tests.ingest.resolve.calls import by_anchor, histories, leak


def predecessors(profile: Profile, others: list[Profile]) -> dict[Anchor, list[Profile]]:
    held = by_anchor(others)
    return {anchor: recent(profile, anchor, held.get(anchor, ()))[::-1] for anchor in anchors(profile)}


@given(histories(), st.integers(1, 5))
def test_few_calls_in_any_order_get_the_links_of_a_batch(profiles: list[Profile], at_once: int) -> None:
    comparing = Comparing()
    compared = [(profile, predecessors(profile, profiles)) for profile in profiles[::-1]]
    lots = [compared[start : start + at_once] for start in range(0, len(compared), at_once)]
    found = [link for lot in lots for link in comparing.links(lot)]
    key = lambda link: (link.later_id, link.earlier_id)  # noqa: E731
    assert sorted(found, key=key) == sorted(link_all(profiles), key=key)


def test_a_call_that_was_corrected_is_compared_as_it_is_now() -> None:
    comparing, earlier = Comparing(), leak("a", 1)
    later = leak("b", 2)
    before = comparing.links([(later, predecessors(later, [earlier]))])
    moved = replace(earlier, places=(("estate", "estate:松涛苑"),), floor="")
    after = comparing.links([(later, predecessors(later, [moved]))])
    assert before == link_all([earlier, later])
    assert after == link_all([moved, later])
    assert after != before
