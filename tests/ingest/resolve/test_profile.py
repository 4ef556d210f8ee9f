from datetime import UTC, datetime

import pytest

from ingest.extract.mentions import Level, Mentions, PersonMention, Place, Thing
from ingest.incident import Incident
from ingest.resolve.profile import Party, Profile, profile_of
from tests.ingest.resolve.calls import leak


def test_a_profile_survives_being_stored() -> None:
    profile = leak("a", 1, things=(("plate", "苏A00001"),), names=("麓谷",), title="翠竹园漏水")
    assert Profile.from_json(profile.to_json()) == profile


def test_json_that_is_no_profile_is_refused() -> None:
    with pytest.raises(ValueError, match="not a profile"):
        Profile.from_json('["a", 1]')


def test_a_profile_says_what_the_record_says() -> None:
    incident = Incident(
        "a", datetime(2031, 5, 1, tzinfo=UTC), content="翠竹园漏水\n楼上孙某家漏水", unit="江东分局柳河派出所"
    )
    mentions = Mentions(
        calling_phone="19900001111",
        caller=PersonMention("钱伟", "钱", "伟", True, "caller", "column"),
        people=(
            PersonMention("钱伟", "钱", "伟", True, "caller", "column"),
            PersonMention("孙某", "孙"),
            PersonMention("民警李四", "李", "四", True, "officer"),
        ),
        place=Place(((Level.ESTATE, "翠竹园"), (Level.BUILDING, "2"), (Level.ROOM, "1203"))),
        things=(Thing("company", "柳河物业公司"),),
        kind="leak",
    )
    profile = profile_of(incident, mentions, "tel:1")
    assert profile.people == (Party("孙"),)
    assert profile.unit == "柳河派出所"
    assert ("room", "estate:翠竹园/b2/r1203") in profile.places
    assert profile.floor == "12"
    assert profile.title == "翠竹园漏水"
    assert profile.things == (("company", "柳河物业公司"),)
