"""The whole way as a user goes it: one file into an empty graph, and the ranked list out."""

from __future__ import annotations

from pathlib import Path

from bench.home import emptied_graph
from bench.measure import Meter, Stage
from ingest.pipeline import ingest
from ingest.reading import open_files
from queries.ranking import ranked_repeats

_TOP = 20


def file_to_ranking(file: Path) -> Stage:
    """Opening, ``ingest`` and ``ranked_repeats``, on a running engine."""
    with emptied_graph() as driver:
        meter = Meter(with_engine=True)
        with meter.stage("file to ranked disputes"):
            [(source, mapping)] = open_files([file], None, None)
            ingest(driver, source, mapping)
            ranked_repeats(driver, _TOP)
        return meter.stages[0]
