"""Two places compared by their levels: same, contained, different."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.addresses import parse
from ingest.extract.mentions import Place
from ingest.resolve.same_site import Relation, alike, compare, core

SITES = ("橘郡礼顿山", "文苑小区", "梅溪路18号", "A市A5区滨江花园", "上塘村三组12号", "和兴饭店")
INSIDE = ("", "3栋", "4栋", "3栋2单元501", "3栋2单元502")
ADDRESSES = st.builds("{}{}".format, st.sampled_from(SITES), st.sampled_from(INSIDE))


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("阳光花园3栋2单元501", "阳光花园3号楼二单元五楼501室", Relation.SAME),
        ("橘郡礼顿山", "礼顿山", Relation.SAME),
        ("文苑小区3栋", "文苑3号楼2单元501", Relation.CONTAINED),
        ("阳光花园", "阳光花园3栋", Relation.CONTAINED),
        ("阳光花园3栋", "阳光花园4栋", Relation.DIFFERENT),
        ("建设路12号", "建设路18号", Relation.DIFFERENT),
        ("阳光花园", "月亮湾", Relation.DIFFERENT),
    ],
)
def test_relation(one: str, other: str, relation: Relation) -> None:
    assert compare(parse(one), parse(other)).relation is relation


def test_nothing_known_is_no_place_in_common() -> None:
    assert compare(Place(), parse("阳光花园")).relation is Relation.DIFFERENT
    assert compare(parse("不详"), parse("不详")).score == -math.inf


@given(ADDRESSES, ADDRESSES)
def test_either_may_stand_first(one: str, other: str) -> None:
    forward, backward = compare(parse(one), parse(other)), compare(parse(other), parse(one))
    assert forward.relation is backward.relation
    assert forward.score == pytest.approx(backward.score, abs=0.002)


@given(ADDRESSES, ADDRESSES)
def test_another_room_of_the_house_is_less_like_it_than_the_room_itself(one: str, other: str) -> None:
    itself = compare(parse(one), parse(one)).score
    assert compare(parse(one), parse(other)).score <= itself + 1


def test_names_are_compared_without_their_sort() -> None:
    assert core("文苑小区") == "文苑"
    assert core("小区") == "小区"
    assert alike("文苑小区", "文苑花园") == 1.0
    assert alike("文苑小区", "梅园小区") < 0.5
