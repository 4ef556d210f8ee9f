"""``python -m bench rivals``: the same records grouped by other means, how well and at what cost.

What a method can be tuned on is a sample of the train scenarios; the records compared are of the held-out scenarios, or
files with their truth. Needs no graph.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bench.rivals.methods import METHODS
from bench.rivals.run import Source, compare, train
from bench.rivals.table import table
from bench.run import SEED
from ingest.sample import generate
from ingest.sample.files import truth_directory

_WIDTH = 150


def main(arguments: Sequence[str]) -> None:
    """Tune, compare and print."""
    parser = argparse.ArgumentParser(prog="python -m bench rivals", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[20_000], help="sizes of the held-out sample")
    parser.add_argument("--train-rows", type=int, default=20_000, help="of the sample to tune on; default: %(default)s")
    parser.add_argument("--records", nargs="*", default=[], metavar="FILE=TRUTH", help="records to compare on as well")
    parser.add_argument("--methods", nargs="+", default=list(METHODS), choices=list(METHODS), metavar="NAME")
    asked = parser.parse_args(arguments)
    given = [_source(parser, pair) for pair in asked.records]
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    with tempfile.TemporaryDirectory(prefix="fengqiao-rivals-") as directory:
        _say(f"tuning on {asked.train_rows:,} records of the train scenarios")
        rules = train(sample(Path(directory), asked.train_rows, "train"), asked.methods)
        for rows in asked.rows:
            title = f"{rows:,} records of the held-out scenarios"
            _say(title)
            console.print(table(title, compare(sample(Path(directory), rows, "heldout"), rules)))
        for records, truth in given:
            _say(records.name)
            console.print(table(str(records.name), compare((records, truth), rules)))


def sample(directory: Path, rows: int, split: str) -> Source:
    """A sample of so many rows with its truth."""
    file = directory / f"{split}-{rows}.csv"
    generate(rows, SEED, split, file)
    return file, truth_directory(file)


def _source(parser: argparse.ArgumentParser, pair: str) -> Source:
    records, sign, truth = pair.partition("=")
    if not sign or not Path(records).is_file() or not Path(truth).exists():
        parser.error(f"{pair}: must be FILE=TRUTH, both there")
    return Path(records), Path(truth)


def _say(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr, flush=True)
