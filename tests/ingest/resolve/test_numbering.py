import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ingest.resolve.growing import Growing
from ingest.resolve.numbering import Numbering

KEYS = st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3), max_size=400)


@given(st.lists(KEYS, max_size=4), st.data())
def test_keys_are_numbered_as_a_dict_would_and_some_can_be_forgotten(
    batches: list[list[int]], data: st.DataObject
) -> None:
    numbering = Numbering()
    expected: dict[int, int] = {}
    for keys in batches:
        known = len(expected)
        numbers, fresh = numbering.number(np.array(keys, dtype=np.int64))
        assert numbers.tolist() == [expected.setdefault(key, len(expected)) for key in keys]
        assert fresh.tolist() == list(expected)[known:]
        kept = data.draw(st.lists(st.booleans(), min_size=len(expected), max_size=len(expected)))
        numbering.keep(np.array(kept, dtype=np.bool_))
        left = [key for key, stays in zip(expected, kept, strict=True) if stays]
        expected = {key: number for number, key in enumerate(left)}
        assert len(numbering) == len(expected)


def test_what_an_array_held_stays_when_it_grows_and_forgets() -> None:
    growing = Growing(np.int64)
    growing.add(np.arange(3))
    before = growing.held
    for _ in range(12):
        growing.add(np.arange(1000))
    growing.forget(2)
    growing.add(np.array([7]))
    assert before.tolist() == [0, 1, 2]
    assert growing.held[:3].tolist() == [2, 0, 1]
    assert growing.held[-1] == 7
    assert len(growing) == 12_002
