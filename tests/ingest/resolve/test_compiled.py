"""Compiled loops read and write inside their arrays: compiled anew with each place checked, they do what they did."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from graph.settings import PROJECT_ROOT
from ingest.resolve.links import link_all
from ingest.resolve.profile import Profile
from tests.ingest.resolve.calls import leak

_CHECKED = """
import numpy
from ingest.resolve.compiled import compiled
from ingest.resolve.links import link_all
from tests.ingest.resolve.test_compiled import some_calls

def beyond(numbers):
    return numbers[numbers.size]

try:
    compiled(beyond)(numpy.zeros(3))
    raise SystemExit("nothing is checked")
except IndexError:
    print(len(link_all(some_calls())))
"""


def some_calls() -> list[Profile]:
    """Calls that share phones, flats and days, some of them so far apart that earlier ones are forgotten."""
    return [
        leak(str(number), number * 3.7 % 1500, phone=f"1990000{number % 23:04}", floor=str(number % 7))
        if number % 3
        else leak(str(number), number * 3.7 % 1500, caller="", places=(), people=(), text="漏水" * (number % 5))
        for number in range(300)
    ]


def test_compiled_loops_stay_inside_their_arrays(tmp_path: Path) -> None:
    # A cache of its own: what is compiled already is compiled without the checks.
    checked = {**os.environ, "NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", _CHECKED], cwd=PROJECT_ROOT, env=checked, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    found = len(link_all(some_calls()))
    assert found > 300
    assert int(done.stdout) == found
