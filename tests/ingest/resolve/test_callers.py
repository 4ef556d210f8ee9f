"""Callers: switchboards, one name at one site, and what people decided, whatever the order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.casework.decisions import Decision, constraints
from ingest.resolve import callers
from ingest.resolve.callers import resolve_callers
from ingest.resolve.who import Call, Name, Observation, telling_sites

ID_BAI, ID_HE = "999999198001010015", "999999198001010023"
HOME = "estate:向阳里小区"
PHONE = "13800000001"


def call(phone: str = "", name: str = "", id_number: str = "", site: str = "") -> Call:
    """白建国 is a full name, 白某国 and 白某 are partial ones."""
    surname, masked, given = name[:1], "某" in name, name[1:].replace("某", "")
    read = (surname, given, bool(given) and not masked)
    said = Observation.of(phone=phone, name=read, id_number=id_number, account=name, unit="滨河所")
    return Call(said, (site,) if site and said.full else ())


def people(calls: Iterable[Call]) -> set[frozenset[int]]:
    """The calls of each caller, by their places in the list; those of nobody are left out."""
    keys = resolve_callers({str(at): made for at, made in enumerate(calls)})
    return {frozenset(int(at) for at, own in keys.items() if own == key) for key in keys.values()}


STAFF = [call("09400000000", name) for name in ("白建国", "何秀英", "张伟民", "李小梅")]


@pytest.mark.parametrize("name", ["", "白某"])
def test_who_gives_no_name_on_a_switchboard_is_nobody(name: str) -> None:
    assert people([*STAFF, call("09400000000", name), call("09400000000", name)]) == {frozenset({n}) for n in range(4)}


def test_an_id_number_alone_does_not_glue_the_names_of_a_switchboard() -> None:
    assert people([*STAFF, call("09400000000", "", ID_BAI)]) == {frozenset({n}) for n in range(5)}


def test_a_nameless_call_on_a_desk_number_is_nobody_even_where_one_name_was_seen() -> None:
    assert people([call("4000000001", "白建国"), call("4000000001"), call("4000000001")]) == {frozenset({0})}


@pytest.mark.parametrize("desk", ["12345", "110", "12348", "96110"])
def test_a_short_code_is_no_caller(desk: str) -> None:
    assert people([call("", desk), call("", desk)]) == set()


def test_a_long_number_written_as_the_caller_is_an_account() -> None:
    assert people([call("", "20231174"), call("", "20231174")]) == {frozenset({0, 1})}


def test_an_id_number_alone_and_the_only_name_on_a_number_are_one() -> None:
    assert people([call(PHONE, "", ID_BAI), call(PHONE, "白建国")]) == {frozenset({0, 1})}
    assert len(people([call(PHONE, "", ID_BAI), call(PHONE, "白建国"), call(PHONE, "何秀英")])) == 3


def test_a_name_with_a_character_left_out_is_the_same_persons() -> None:
    assert people([call(PHONE, "周红玉"), call(PHONE, "周玉")]) == {frozenset({0, 1})}
    assert len(people([call(PHONE, "周红玉"), call(PHONE, "周小玉"), call(PHONE, "周玉")])) == 3


def test_one_full_name_at_one_site_joins_numbers() -> None:
    other = "13800000002"
    assert people([call(PHONE, "白建国", site=HOME), call(other, "白建国", site=HOME)]) == {frozenset({0, 1})}
    assert len(people([call(PHONE, "白建国", site=HOME), call(other, "白建国")])) == 2
    assert len(people([call(PHONE, "白某国", site=HOME), call(other, "白某国", site=HOME)])) == 2
    assert len(people([call(PHONE, "白建国", ID_BAI, HOME), call(other, "白建国", ID_HE, HOME)])) == 2


def test_a_short_name_counts_within_one_building_only() -> None:
    places = (("estate", HOME), ("building", f"{HOME}/b3"), ("room", f"{HOME}/b3/r501"))
    assert telling_sites(Name("白", "建国", full=True), places) == (HOME,)
    assert telling_sites(Name("白", "军", full=True), places) == (f"{HOME}/b3",)
    assert telling_sites(Name("白", "国"), places) == ()


def test_undecided_calls_follow_the_larger_side_of_a_split_and_keep_the_key() -> None:
    calls = {i: call(PHONE, "白建国") for i in "abcde"}
    keys = resolve_callers(calls, together=[{"d"}], apart=[({"d"}, {"a", "b", "c"})])
    assert {i: keys[i] for i in "abce"} == dict.fromkeys("abce", f"tel:{PHONE}:白建国")
    assert keys["d"] == f"tel:{PHONE}:白建国#d"


def test_new_calls_of_either_number_go_to_the_merged_person() -> None:
    calls = {"a": call(PHONE, "白建国"), "b": call("13800000002", "王芳"), "c": call("13800000002", "王芳")}
    keys = resolve_callers(calls, together=[{"a", "b"}])
    assert keys["a"] == keys["b"] == keys["c"]


def test_a_merge_of_a_nameless_call_on_a_switchboard_takes_just_that_call() -> None:
    calls = {str(at): made for at, made in enumerate([*STAFF, call("09400000000"), call("09400000000")])}
    keys = resolve_callers(calls, together=[{"0", "4"}])
    assert keys["4"] == keys["0"]
    assert "5" not in keys


MADE = st.builds(
    call,
    st.sampled_from(["", PHONE, "13800000002", "4000000001"]),
    st.sampled_from(["", "白某", "白建国", "白军", "何秀英", "周红玉", "周玉", "A909164"]),
    st.sampled_from(["", "", ID_BAI, ID_HE]),
    st.sampled_from(["", HOME]),
)
WORLDS = st.lists(MADE, min_size=2, max_size=12).map(lambda made: {f"i{at:02d}": one for at, one in enumerate(made)})


@st.composite
def decided_worlds(draw: st.DrawFn) -> tuple[dict[str, Call], list[Decision]]:
    calls = draw(WORLDS)
    ids = st.sets(st.sampled_from(sorted(calls)), min_size=1, max_size=4)
    decisions = []
    for at in range(draw(st.integers(0, 4))):
        joined, left = draw(ids), draw(ids)
        right = draw(ids) - left
        if draw(st.booleans()):
            decisions.append(Decision(str(at), "merge", "民警", at, frozenset(joined), frozenset(), frozenset()))
        else:
            decisions.append(Decision(str(at), "split", "民警", at, frozenset(left), frozenset(left), frozenset(right)))
    return calls, decisions


def obeying(calls: Mapping[str, Call], decisions: Iterable[Decision]) -> dict[str, str]:
    asked = constraints(decisions)
    return resolve_callers(calls, asked.together, asked.apart)


@given(decided_worlds())
def test_sayings_that_share_nothing_are_who_they_were_among_the_others(
    world: tuple[dict[str, Call], list[Decision]],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(callers, "_alone", lambda *_: set())
        joined = obeying(*world)
    assert obeying(*world) == joined


@given(decided_worlds())
def test_together_is_together_and_apart_is_apart(world: tuple[dict[str, Call], list[Decision]]) -> None:
    calls, decisions = world
    asked, keys = constraints(decisions), obeying(calls, decisions)
    for block in asked.together:
        assert len({keys.get(i, "") for i in block}) == 1
    for left, right in asked.apart:
        shared = {keys[i] for i in left if i in keys} & {keys[i] for i in right if i in keys}
        assert not shared


@given(decided_worlds(), st.data())
def test_neither_calls_nor_decisions_have_an_order(
    world: tuple[dict[str, Call], list[Decision]], data: st.DataObject
) -> None:
    calls, decisions = world
    shuffled = {i: calls[i] for i in data.draw(st.permutations(sorted(calls)))}
    assert obeying(calls, decisions) == obeying(shuffled, data.draw(st.permutations(decisions)))


@given(decided_worlds())
def test_an_undone_decision_leaves_nothing_behind(world: tuple[dict[str, Call], list[Decision]]) -> None:
    calls, decisions = world
    for gone in decisions:
        rest = [decision for decision in decisions if decision is not gone]
        assert obeying(calls, rest) == obeying(calls, list(reversed(rest)))
    assert obeying(calls, []) == resolve_callers(calls)


@given(decided_worlds())
def test_what_shares_nothing_can_be_settled_alone(world: tuple[dict[str, Call], list[Decision]]) -> None:
    """One neighbourhood gives what the whole gives: strangers on other numbers and in other places change no key."""
    calls, decisions = world
    strangers = {f"s{at}": call(f"1390000000{at}", "石小军", site=f"estate:{at}") for at in range(4)}
    whole = obeying(calls | strangers, decisions)
    assert {i: key for i, key in whole.items() if i in calls} == obeying(calls, decisions)
    assert len({whole[i] for i in strangers}) == len(strangers)


@given(WORLDS)
def test_different_full_names_on_one_number_meet_only_by_an_id_number(calls: dict[str, Call]) -> None:
    keys = resolve_callers(calls)
    for one, other in combinations(calls, 2):
        said = calls[one].said, calls[other].said
        if said[0].full and said[1].full and said[0].surname != said[1].surname and keys.get(one) == keys.get(other):
            assert keys[one].startswith("id:")
