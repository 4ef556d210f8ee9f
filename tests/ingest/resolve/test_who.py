"""Who called: one person on several numbers, several persons on one, and no glue between strangers."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from ingest.resolve import callers
from ingest.resolve.who import Call, Observation, fullest_name

ID_BAI, ID_HE = "999999198001010015", "999999198001010023"


def seen(phone: str = "", name: str = "", id_number: str = "", *, full: bool = True) -> Observation:
    return Observation.of(
        phone=phone, name=(name[:1], name[1:], full and len(name) > 1), id_number=id_number, account=name, unit="滨河所"
    )


def resolve_callers(observations: Iterable[Observation]) -> dict[Observation, str]:
    """The key of each observation, every one made by a call of its own at no place."""
    made = list(observations)
    keys = callers.resolve_callers({str(at): Call(said) for at, said in enumerate(made)})
    return {said: keys[str(at)] for at, said in enumerate(made) if str(at) in keys}


def same(*observations: Observation) -> bool:
    keys = resolve_callers(observations)
    return len({keys[o] for o in observations}) == 1


def test_an_id_number_joins_numbers() -> None:
    assert same(seen("13800000001", "白建国", ID_BAI), seen("13800000002", "白建国", ID_BAI))


def test_a_name_without_id_follows_its_number() -> None:
    assert same(seen("13800000001", "白建国", ID_BAI), seen("13800000001", "白建国"), seen("13800000001"))


def test_two_names_on_one_number_are_two_people() -> None:
    assert not same(seen("13800000001", "白建国"), seen("13800000001", "何秀英"))


def test_a_partial_name_goes_to_the_one_it_fits() -> None:
    bai, he, partial = (
        seen("13800000001", "白建国"),
        seen("13800000001", "何秀英"),
        seen("13800000001", "白", full=False),
    )
    keys = resolve_callers([bai, he, partial])
    assert keys[partial] == keys[bai] != keys[he]


def test_a_partial_name_that_fits_two_stays_apart() -> None:
    one, two, partial = (
        seen("13800000001", "白建国"),
        seen("13800000001", "白建军"),
        seen("13800000001", "白", full=False),
    )
    keys = resolve_callers([one, two, partial])
    assert len(set(keys.values())) == 3


def test_different_id_numbers_on_one_number_are_two_people() -> None:
    assert not same(seen("13800000001", "白建国", ID_BAI), seen("13800000001", "白建国", ID_HE))


def test_a_nameless_call_from_a_switchboard_is_nobody_in_particular() -> None:
    names = [seen("09400000000", name) for name in ("白建国", "何秀英", "张伟民", "李小梅")]
    nameless = seen("09400000000")
    keys = resolve_callers([*names, nameless])
    assert len(set(keys.values())) == 4
    assert nameless not in keys


def test_a_bare_name_is_known_within_its_station_only() -> None:
    here = Observation.of(phone="", name=("白", "建国", True), id_number="", account="白建国", unit="滨河所")
    there = Observation.of(phone="", name=("白", "建国", True), id_number="", account="白建国", unit="城东所")
    assert not same(here, there)


def test_an_account_is_a_person() -> None:
    keys = resolve_callers([Observation.of(phone="", name=("", "", False), id_number="", account="A909164", unit="")])
    assert list(keys.values()) == ["name:A909164@account"]


def test_nobody_is_left_out() -> None:
    assert resolve_callers([Observation()]) == {}


@given(st.data())
def test_the_order_of_observations_does_not_matter(data: st.DataObject) -> None:
    phones, names, ids = ["", "1", "2"], ["", "白", "白建国", "白军", "何英"], ["", ID_BAI, ID_HE]
    made = st.builds(seen, st.sampled_from(phones), st.sampled_from(names), st.sampled_from(ids))
    observations = data.draw(st.lists(made, max_size=12))
    assert resolve_callers(observations) == resolve_callers(data.draw(st.permutations(observations)))


def test_the_fullest_name_is_shown() -> None:
    assert fullest_name({"白某某": 5, "白先生": 3, "白建国": 1}) != "白某某"
    assert fullest_name({"": 4, "白建国": 1}) == "白建国"
