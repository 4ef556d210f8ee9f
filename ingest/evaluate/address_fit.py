"""``python -m ingest.evaluate.address_fit PAIRS``: weights of the comparison of two places, from labelled pairs.

Only the half of the pairs that ``address_pairs.halves`` gives for tuning is used; the other judges them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from ingest.evaluate.address_pairs import SAME, Pair, best_bar, halves, load
from ingest.extract.addresses import parse
from ingest.resolve.same_site import WEIGHTS, features

#: A related pair (one estate, another building) is not the same place, but nearer to it than a stranger.
_RELATED_SHARE = 0.3


def fit(pairs: Sequence[Pair]) -> dict[str, float]:
    """Name -> weight, with ``bias`` and the ``cut`` of the best F1, by logistic regression on ``pairs``."""
    seen = [features(parse(p.one), parse(p.other), (p.one, p.other)) for p in pairs]
    same = np.array([pair.label == SAME for pair in pairs])
    voice = np.array([_RELATED_SHARE if pair.label == 1 else 1.0 for pair in pairs])
    columns = DictVectorizer()
    table = columns.fit_transform(seen)
    model = LogisticRegression(C=1.0, max_iter=2000).fit(table, same, sample_weight=voice)
    weights = dict(zip(columns.get_feature_names_out(), model.coef_[0], strict=True))
    cut = best_bar(list(model.decision_function(table)), pairs)
    return {"bias": float(model.intercept_[0]), "cut": cut} | {name: float(value) for name, value in weights.items()}


def main(file: Path) -> None:
    """Fit on the tuning half of ``file`` and write the weights."""
    weights = fit(halves(load(file))[0])
    lines = ["# Log-odds that two places are the same: python -m ingest.evaluate.address_fit PAIRS. Never by hand.", ""]
    lines += ["[weights]", *(f'"{name}" = {value:.3f}' for name, value in weights.items())]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
