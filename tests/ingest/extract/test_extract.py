"""A whole record, and what must hold for any record."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from ingest.extract import Extractor, extract
from ingest.extract.mentions import Level, Mentions, Thing
from ingest.incident import Incident

WHEN = datetime(2024, 3, 1, 8, 0, tzinfo=UTC)

RECORD = Incident(
    id="A1",
    reported_at=WHEN,
    phone="+86 138-0000-1111",
    caller_name="",
    caller_id_number="999999198307071271",
    address="向阳花园3号楼二单元五楼1号",
    category="邻里纠纷",
    content="张伟报警称楼上姓李的家又漏水，上次调解过，李某扬言要拿刀，车浙A12345被划，请回电0940-5648220",
    outcome="民警到场，李秀芳承认漏水，双方未动手，张某伟索赔3000元",
    officer="陈刚",
)


def test_a_whole_record() -> None:
    said = extract(RECORD)
    assert said.calling_phone == "13800001111"
    assert said.phones == ("13800001111", "09405648220")
    assert said.caller_id_number == "999999198307071271"
    assert said.caller is not None
    assert (said.caller.name, said.caller.source) == ("张伟", "content")
    assert said.place.at(Level.ROOM) == "501"
    assert said.kind == "leak"
    assert said.refers_back
    assert "漏水" in said.content_topics
    assert "漏水" in said.outcome_topics
    assert Thing("plate", "浙A12345") in said.things
    assert {danger.term for danger in said.dangers} >= {"扬言", "拿刀"}
    assert not any(danger.term == "动手" for danger in said.dangers)
    assert {person.role for person in said.people} == {"caller", "opponent", "officer"}
    assert (said.invalid, said.malicious, said.non_police) == (False, False, False)


def test_an_empty_record_says_nothing() -> None:
    said = extract(Incident(id="A2", reported_at=WHEN))
    assert not (said.phones or said.people or said.things or said.dangers)
    assert not said.place
    assert said.caller is None
    assert said.kind == ""


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_any_text_is_read_the_same_twice(content: str, outcome: str, address: str) -> None:
    record = Incident(id="A3", reported_at=WHEN, content=content, outcome=outcome, address=address)
    said = extract(record)
    assert said == Extractor().extract(record)
    for values in (said.phones, said.id_numbers, said.people, said.things, said.dangers, said.content_topics):
        assert len(values) == len(set(values))


def test_text_places() -> None:
    said: Mentions = extract(Incident(id="A4", reported_at=WHEN, content="家住向阳花园3栋，在建设路12号和人吵架"))
    assert {place.at(Level.ESTATE) or place.at(Level.NUMBER) for place in said.text_places} == {
        "向阳花园",
        "建设路12号",
    }
