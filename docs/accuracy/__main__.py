"""``python -m docs.accuracy``: measure, draw, and write docs/accuracy.md anew between its markers."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench.rivals.command import sample
from bench.rivals.methods import METHODS
from docs.accuracy.making import Page, cross_validated, make
from docs.generate import ROOT

_ROWS = 20_000


def main() -> None:
    """Write the page and its pictures."""
    parser = argparse.ArgumentParser(prog="python -m docs.accuracy", description=__doc__)
    parser.add_argument("--rows", type=int, default=_ROWS, help="of the held-out sample; default: %(default)s")
    parser.add_argument("--train-rows", type=int, default=10_000, help="that rivals are tuned on; default: %(default)s")
    parser.add_argument("--fit", type=Path, help="what 'app.py fit' printed; without it that part stays as it is")
    parser.add_argument("--methods", nargs="*", default=list(METHODS), choices=list(METHODS), metavar="NAME")
    asked = parser.parse_args()
    page = Page(ROOT / "docs" / "accuracy.md", ROOT / "docs" / "accuracy")
    printed = cross_validated(asked.fit.read_text(encoding="utf-8")) if asked.fit else None
    with tempfile.TemporaryDirectory(prefix="fengqiao-accuracy-") as directory:
        train = sample(Path(directory), asked.train_rows, "train")
        make(page, sample(Path(directory), asked.rows, "heldout"), train, asked.methods, printed)
    print(f"written: {page.text.relative_to(ROOT)}, {page.pictures.relative_to(ROOT)}/")


if __name__ == "__main__":
    main()
