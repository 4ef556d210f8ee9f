"""A single call gets the links that a batch gives it, whatever was compared before it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from ingest.resolve.anchors import Anchor, anchors
from ingest.resolve.links import link_all, recent
from ingest.resolve.one_call import Comparing
from ingest.resolve.profile import Profile
from tests.ingest.resolve.calls import by_anchor, histories, leak


def predecessors(profile: Profile, others: list[Profile]) -> dict[Anchor, list[Profile]]:
    held = by_anchor(others)
    return {anchor: recent(profile, anchor, held.get(anchor, ()))[::-1] for anchor in anchors(profile)}


@given(histories())
def test_single_calls_in_any_order_get_the_links_of_a_batch(profiles: list[Profile]) -> None:
    comparing = Comparing()
    found = [link for profile in profiles[::-1] for link in comparing.links(profile, predecessors(profile, profiles))]
    key = lambda link: (link.later_id, link.earlier_id)  # noqa: E731
    assert sorted(found, key=key) == sorted(link_all(profiles), key=key)


def test_a_call_that_was_corrected_is_compared_as_it_is_now() -> None:
    comparing, earlier = Comparing(), leak("a", 1)
    later = leak("b", 2)
    before = comparing.links(later, predecessors(later, [earlier]))
    moved = replace(earlier, places=(("estate", "estate:松涛苑"),), floor="")
    after = comparing.links(later, predecessors(later, [moved]))
    assert before == link_all([earlier, later])
    assert after == link_all([moved, later])
    assert after != before
