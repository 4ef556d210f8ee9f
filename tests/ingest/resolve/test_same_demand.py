from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.resolve.conflicts import Conflicts
from ingest.resolve.groups import Ties
from ingest.resolve.profile import Party, Profile
from ingest.resolve.same_demand import Decisions, Looks, group, link_all, settle
from ingest.resolve.second_look import SecondLook
from ingest.resolve.weights import standard
from tests.ingest.resolve.calls import call, histories, leak


def _of(profiles: list[Profile], decisions: Decisions | None = None) -> set[frozenset[str]]:
    return set(settle(profiles, link_all(profiles), decisions).values())


def _neighbour(member: str, day: float, **said: object) -> Profile:
    flat = "estate:翠竹园/b7"
    return leak(
        member,
        day,
        **{
            "phone": "19900005555",
            "caller": "tel:19900005555:周丽",
            "caller_name": Party("周", "丽", True),
            "people": (Party("吴"),),
            "places": (("estate", "estate:翠竹园"), ("building", flat), ("room", f"{flat}/r1101")),
            "floor": "11",
            **said,
        },
    )


def test_two_leaks_in_one_estate_are_two_disputes() -> None:
    calls = [leak("a1", 0), leak("a2", 3), _neighbour("b1", 1), _neighbour("b2", 4)]
    assert _of(calls) == {frozenset({"a1", "a2"}), frozenset({"b1", "b2"})}


def test_a_counter_report_is_the_same_dispute() -> None:
    counter = leak(
        "c", 1, phone="19900006666", caller="", caller_name=Party("孙", "强", True), people=(Party("钱", "伟", True),)
    )
    assert _of([leak("a", 0), counter]) == {frozenset({"a", "c"})}


def test_silent_calls_are_not_grouped_by_their_emptiness() -> None:
    silent = [call(f"s{n}", n, invalid=True, unit="柳河派出所", category="无效警情") for n in range(5)]
    assert all(len(members) == 1 for members in _of(silent))


def test_a_person_decides() -> None:
    calls = [leak("a1", 0), leak("a2", 3), _neighbour("b1", 1)]
    joined = _of(calls, Decisions(together=[{"a1", "b1"}]))
    assert any({"a1", "b1"} <= members for members in joined)
    assert frozenset({"a1", "a2"}) not in _of(calls, Decisions(apart=[({"a1"}, {"a2"})]))


@given(histories())
@settings(max_examples=60, deadline=None)
def test_who_looks_again_sees_what_a_first_look_sees(history: list[Profile]) -> None:
    calls = sorted(history, key=lambda profile: profile.order)
    changed = replace(calls[0], kind="noise", caller_name=Party("吴", "丽", True), text_places=())
    one, other = (frozenset(profile.id for profile in calls[start::2]) for start in (0, 1))
    looks = Looks()
    for now, ties in ((calls, (2.0, 1)), ([changed, *calls[1:]], (2.0, 1)), (calls, (2.0, 1)), (calls, (3.0, 2))):
        known = {profile.id: profile for profile in now}
        given_ties = Ties(ties[0], ties[1], 2.0, 1)
        again = SecondLook(known, standard(), looks)(one, other, given_ties)
        assert again == SecondLook(known, standard())(one, other, given_ties)
    links = link_all(calls)
    assert settle(calls, links, looks=looks) == settle(calls, links)


@given(histories(), st.permutations(range(4)))
@settings(max_examples=60, deadline=None)
def test_a_group_made_of_its_parts_is_the_one_made_of_its_calls(history: list[Profile], order: list[int]) -> None:
    known = {profile.id: profile for profile in history}
    ids = sorted(known)
    parts = [frozenset(ids[at::4]) for at in order if ids[at::4]]
    look, grown = SecondLook(known, standard()), parts[0]
    for part in parts[1:]:
        look.summary(grown), look.summary(part)
        grown |= part
        assert look.summary(grown) == SecondLook(known, standard()).summary(grown)
    assert look.summary(parts[0]) == SecondLook(known, standard()).summary(parts[0])


def test_one_component_alone_gives_what_everything_gives() -> None:
    calls = [leak("a1", 0), leak("a2", 3)]
    assert group(calls, link_all(calls)) == [frozenset({"a1", "a2"})]


def test_two_dwellings_with_nobody_in_common_cannot_be_one() -> None:
    room = "estate:翠竹园/b2"
    upstairs = leak(
        "u",
        1,
        caller_name=Party("周"),
        people=(Party("吴"),),
        places=(("estate", "estate:翠竹园"), ("building", room), ("room", f"{room}/r901")),
    )
    shared = leak(
        "v", 1, people=(Party("钱"),), places=(("building", room), ("room", f"{room}/r901")), caller_name=Party("周")
    )
    profiles = {profile.id: profile for profile in (leak("a", 0), upstairs, shared)}
    conflicts = Conflicts(profiles)
    assert conflicts(frozenset("a"), frozenset("u"))
    assert not conflicts(frozenset("a"), frozenset("v"))
    assert not conflicts(frozenset("a"), frozenset("a"))


def test_a_leak_is_of_one_building_and_noise_may_be_of_several() -> None:
    other = "estate:翠竹园/b7"
    strangers = {
        "caller_name": Party("周"),
        "people": (Party("吴"),),
        "places": (("estate", "estate:翠竹园"), ("building", other), ("room", f"{other}/r901")),
    }
    leaks = {"a": leak("a", 0), "b": leak("b", 1, **strangers)}
    assert Conflicts(leaks)(frozenset("a"), frozenset("b"))
    noises = {"a": leak("a", 0, kind="noise"), "b": leak("b", 1, kind="noise", **strangers)}
    assert not Conflicts(noises)(frozenset("a"), frozenset("b"))
