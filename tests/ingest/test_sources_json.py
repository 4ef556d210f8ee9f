"""JSON lines and arrays: columns are all keys met; a line that is no object is one bad row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.sources import SourceError, open_source

SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text('幸福路\n"\\,a1', max_size=10)
OBJECTS = st.dictionaries(st.sampled_from(["编号", "时间", "地址", "内容"]), SCALARS, min_size=1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    items=st.lists(OBJECTS, min_size=1, max_size=12),
    array=st.booleans(),
    encoding=st.sampled_from(["utf-8-sig", "gb18030"]),
)
def test_what_is_written_is_read(tmp_path: Path, items: list[dict[str, object]], array: bool, encoding: str) -> None:
    path = tmp_path / "calls.json"
    written = [json.dumps(item, ensure_ascii=False) for item in items]
    path.write_bytes((f"[{','.join(written)}]" if array else "\n".join(written)).encode(encoding))
    source = open_source(path)
    assert set(source.columns) == {key for item in items for key in item}
    assert [row.values for row in source.rows()] == [{key: item.get(key) for key in source.columns} for item in items]
    assert [row.number for row in source.rows(start=1)] == list(range(2, len(items) + 1))
    assert source.total == len(items)


def test_a_bad_line_is_a_defect_and_nested_values_are_text(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_text('{"id": 1, "place": {"road": "幸福路"}}\n{"id": 2,\n\n[3]\n{"id": 4}\n', encoding="utf-8")
    found = list(open_source(path).rows())
    assert [(row.number, bool(row.defect)) for row in found] == [(1, False), (2, True), (4, True), (5, False)]
    assert found[0].values["place"] == '{"road":"幸福路"}'


@pytest.mark.parametrize("content", ["[1, 2", "[]", "null\n"])
def test_a_file_without_objects_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "calls.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError):
        open_source(path)
