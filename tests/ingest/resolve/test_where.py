"""Where: chains and keys that every spelling of a place shares."""

from __future__ import annotations

from ingest.extract.mentions import Level, Place
from ingest.resolve.where import RANK, locate, place_keys


def place(**parts: str) -> Place:
    order = sorted(parts.items(), key=lambda item: RANK[Level(item[0])])
    return Place(tuple((Level(level), name) for level, name in order))


def keys(**parts: str) -> list[str]:
    return [location.key for location in locate(place(**parts))]


def test_every_level_has_a_rank() -> None:
    assert set(RANK) == set(Level)


def test_a_chain_runs_from_coarse_to_fine() -> None:
    assert keys(district="城东区", estate="向阳里", building="3", unit="2", room="501") == [
        "district:城东区",
        "estate:向阳里",
        "estate:向阳里/b3",
        "estate:向阳里/b3/u2",
        "estate:向阳里/b3/u2/r501",
    ]


def test_an_estate_is_known_without_its_district() -> None:
    assert keys(district="城东区", estate="向阳里")[-1] == keys(estate="向阳里")[-1]


def test_a_building_belongs_to_the_estate_even_beside_a_shop() -> None:
    assert keys(estate="向阳里", poi="老王面馆", building="3")[-1] == "estate:向阳里/b3"


def test_a_house_number_is_known_by_its_road_or_village() -> None:
    assert keys(road="建设路", number="建设路12号")[-1] == "number:建设路12号"
    assert keys(road="建设路", number="12号")[-1] == "number:建设路12号"
    assert keys(village="上坪村", number="3组66号")[-1] == "number:上坪村3组66号"


def test_a_district_alone_is_no_site() -> None:
    assert place_keys(place(district="城东区", street="河西街道")) == ()


def test_names_read_as_written() -> None:
    assert locate(place(estate="向阳里", building="3", room="501"))[-1].name == "向阳里3栋501室"
