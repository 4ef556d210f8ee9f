"""All groups, with a second process beside: the same as in one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.casework.decisions import constraints
from ingest.resolve.profile import Profile
from ingest.settle import grouping, second_process
from ingest.settle.grouping import group_everything
from ingest.settle.linking import link_everything
from tests.ingest.resolve.calls import histories
from tests.ingest.test_linking import over_years, remembered


@settings(max_examples=3, deadline=None)
@given(st.lists(histories(), min_size=2, max_size=3))
def test_two_processes_give_the_groups_of_one(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[Profile]]
) -> None:
    profiles = over_years(parts)
    memory = remembered(tmp_path_factory.mktemp("memory") / "m.sqlite", profiles)
    link_everything(memory)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(second_process, "WORTH_IT", 0)
        patch.setattr(grouping, "_LOT", 2)
        alone = group_everything(memory, constraints(()), None)
        with second_process.second_process(len(profiles)) as beside:
            assert group_everything(memory, constraints(()), beside) == alone
    memory.close()
