from hypothesis import given, settings

from ingest.resolve.anchors import CAPS, LOOK_BACK_S, anchors
from ingest.resolve.candidates import candidates
from ingest.resolve.columns import Columns
from ingest.resolve.profile import Profile
from tests.ingest.resolve.calls import CROWD, START, call, histories


def _pairs(profiles: list[Profile], block: int = 8_000) -> dict[tuple[str, str], list[int]]:
    ordered = sorted(profiles, key=lambda profile: profile.order)
    columns = Columns.of(ordered)
    return {
        (ordered[later].id, ordered[earlier].id): counts
        for found in candidates([anchors(p) for p in ordered], columns.at_s, block=block)
        for later, earlier, counts in zip(
            found.later.tolist(), found.earlier.tolist(), found.counts.tolist(), strict=True
        )
    }


def _brute_force(profiles: list[Profile]) -> dict[tuple[str, str], list[int]]:
    ordered = sorted(profiles, key=lambda profile: profile.order)
    kinds = list(CAPS)
    expected: dict[tuple[str, str], list[int]] = {}
    for at, later in enumerate(ordered):
        for anchor in anchors(later):
            before = [
                other for other in ordered[:at] if anchor in anchors(other) and later.at_s - other.at_s <= LOOK_BACK_S
            ][-CAPS[anchor.kind] :]
            for other in before:
                counts = expected.setdefault((later.id, other.id), [-1] * len(kinds))
                number = kinds.index(anchor.kind)
                counts[number] = len(before) if counts[number] < 0 else min(counts[number], len(before))
    return expected


@settings(max_examples=15, deadline=None)
@given(histories())
def test_candidates_are_those_of_brute_force(profiles: list[Profile]) -> None:
    assert _pairs(profiles) == _brute_force(profiles)


@settings(max_examples=10, deadline=None)
@given(histories())
def test_blocks_change_nothing(profiles: list[Profile]) -> None:
    assert _pairs(profiles, block=3) == _pairs(profiles)


def test_only_the_latest_calls_at_a_hub_are_compared() -> None:
    crowd = [call(f"c{n:03}", n, phone="19900000000") for n in range(CROWD)]
    newest = max(crowd, key=lambda profile: profile.order).id
    earlier = sorted(earlier for later, earlier in _pairs(crowd) if later == newest)
    assert earlier == [f"c{n:03}" for n in range(CROWD - 1 - CAPS["phone"], CROWD - 1)]


def test_the_look_back_ends_to_the_second() -> None:
    inside = Profile("b", START + LOOK_BACK_S, phone="1")
    outside = Profile("c", START + LOOK_BACK_S + 1, phone="1")
    assert set(_pairs([Profile("a", START, phone="1"), inside])) == {("b", "a")}
    assert not _pairs([Profile("a", START, phone="1"), outside])


def test_a_call_that_says_nothing_has_no_anchor() -> None:
    assert anchors(call("a", 0, invalid=True)) == ()
