"""All links in blocks, weighed beside in small parts: the same as in one batch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.recollection import Recollection
from ingest.resolve import links
from ingest.resolve.anchor_numbers import anchor_numbers
from ingest.resolve.links import link_all
from ingest.resolve.profile import Profile
from ingest.settle import linking
from ingest.settle.linking import link_everything
from ingest.settle.memory import Memory
from tests.ingest.resolve.calls import DAY, histories

_YEARS = st.lists(histories(), min_size=1, max_size=3)


def remembered(path: Path, profiles: list[Profile]) -> Memory:
    memory = Memory(path)
    with memory.changing():
        memory.calls.put(
            Recollection(p.id, p.at_s, "", 0, "", b'["","","","","",""]', anchor_numbers(p), p.to_json())
            for p in profiles
        )
    return memory


def _found(memory: Memory) -> list[tuple[str, str, float, str]]:
    ids = {row: i for i, row in memory.calls.all_rows().items()}
    return sorted((ids[tie.later], ids[tie.earlier], tie.score, tie.reasons) for tie in memory.links.every())


def _expected(profiles: list[Profile]) -> list[tuple[str, str, float, str]]:
    return sorted((li.later_id, li.earlier_id, li.score, " ".join(li.reasons)) for li in link_all(profiles))


def over_years(parts: list[list[Profile]]) -> list[Profile]:
    return [
        replace(profile, id=f"{year}{profile.id}", at_s=profile.at_s + year * 400 * DAY)
        for year, part in enumerate(parts)
        for profile in part
    ]


@settings(max_examples=25)
@given(_YEARS, st.integers(1, 20), st.integers(1, 50))
def test_small_blocks_with_forgetting_give_the_links_of_one_batch(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[Profile]], block: int, chunk: int
) -> None:
    profiles = over_years(parts)
    memory = remembered(tmp_path_factory.mktemp("memory") / "m.sqlite", profiles)
    expected = _expected(profiles)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking, "BLOCK", block)
        patch.setattr(links, "_CHUNK", chunk)
        link_everything(memory)
    assert _found(memory) == expected
    memory.close()
