import random

import pytest
from hypothesis import given, settings

from ingest.resolve.evidence import evidence
from ingest.resolve.links import Link, link_all, link_one
from ingest.resolve.profile import Party, Profile
from ingest.resolve.reasons import codes, say
from ingest.resolve.same_demand import settle
from ingest.resolve.weights import standard
from tests.ingest.resolve.calls import CROWD, by_anchor, call, histories, leak


def _sorted(links: list[Link]) -> list[Link]:
    return sorted(links, key=lambda link: (link.later_id, link.earlier_id))


def _one_by_one(profiles: list[Profile]) -> list[Link]:
    known = by_anchor(profiles)
    return [link for profile in profiles for link in link_one(profile, known)]


@settings(max_examples=15, deadline=None)
@given(histories())
def test_single_arrivals_give_exactly_the_links_of_the_batch(profiles: list[Profile]) -> None:
    assert _sorted(_one_by_one(profiles)) == _sorted(link_all(profiles))


def test_single_arrivals_equal_the_batch_at_a_hub_too() -> None:
    crowd = [leak(f"c{n:03}", n / 3, text="楼上卫生间渗水" + "泡" * (n % 5)) for n in range(CROWD)]
    assert _sorted(_one_by_one(crowd)) == _sorted(link_all(crowd))


def test_the_order_of_the_input_changes_nothing() -> None:
    profiles = [leak(f"a{n}", n) for n in range(12)]
    shuffled = random.Random(7).sample(profiles, len(profiles))
    assert link_all(shuffled) == link_all(profiles)


def test_the_same_quarrel_scores_higher_than_a_neighbours() -> None:
    again = leak("again", 2, phone="19900003333", caller="")
    flat = "estate:翠竹园/b7"
    neighbour = leak(
        "neighbour",
        2,
        phone="19900004444",
        caller="",
        caller_name=Party("周", "丽", True),
        people=(Party("吴"),),
        places=(("estate", "estate:翠竹园"), ("building", flat), ("room", f"{flat}/r1101")),
        floor="11",
    )
    calls = [leak("first", 1), again, neighbour]
    links = link_all(calls)
    scores = {link.later_id: link.score for link in links}
    assert scores["again"] > standard().sure
    # In the same words, one staircase further: not enough to join, and joined by nothing.
    assert scores.get("neighbour", -1) < standard().sure
    assert settle(calls, links)["neighbour"] == {"neighbour"}


def test_a_switchboard_alone_links_nobody() -> None:
    calls = [
        call("a", 0, phone="0940123456", caller_name=Party("钱", "伟", True), content_topics=("钥匙", "开锁")),
        call("b", 90, phone="0940123456", caller_name=Party("周", "丽", True), content_topics=("噪音", "装修")),
    ]
    assert all(link.score < 0 for link in link_all(calls))


def test_reasons_are_short_strongest_first_and_name_nobody() -> None:
    (link,) = link_all([leak("a", 0), leak("b", 1)])
    sizes = [abs(float(reason.partition(":")[2])) for reason in link.reasons]
    assert 0 < len(sizes) <= 5
    assert sizes == sorted(sizes, reverse=True)
    assert not any(word in "".join(link.reasons) for word in ("钱", "孙", "1990", "翠竹"))


def test_every_reason_can_be_said_in_both_languages() -> None:
    for code in codes():
        for weight in ("+1.2", "-0.4"):
            assert weight in say(f"{code}:{weight}", "zh")
            assert weight in say(f"{code}:{weight}", "en")
    with pytest.raises(KeyError):
        say("nonsense:+1.0")


def test_every_weight_is_of_evidence_that_is_measured_and_every_reason_has_words() -> None:
    from ingest.resolve.anchors import anchors
    from ingest.resolve.candidates import candidates
    from ingest.resolve.columns import Columns

    profiles = [leak("a", 0), leak("b", 1)]
    columns = Columns.of(profiles)
    (found,) = candidates([anchors(profile) for profile in profiles], columns.at_s)
    measured = set(evidence(columns, found).names)
    assert set(standard().evidence) <= measured
    assert {name.partition(".")[0] for name in measured} <= codes()
