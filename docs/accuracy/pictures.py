"""The pictures, as SVG whose bytes depend on the figures alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.rivals.methods import OURS
from bench.rivals.run import Outcome
from docs.accuracy.held_out import HeldOut
from ingest.evaluate.spread import Part
from ingest.resolve.links import Link
from ingest.resolve.reasons import say
from ingest.resolve.weights import standard

_FOR, _AGAINST, _PLAIN, _OTHER = "#3f8f5c", "#c0504d", "#5a84b5", "#c98a2b"
_CLIP = 12.0


def one_pair(file: Path, link: Link) -> None:
    """The way of a pair from evidence to score: a bar a reason, from the bias to the sum."""
    bias = standard().bias
    worth = [(say(reason, "en").rpartition(" (")[0], float(reason.partition(":")[2])) for reason in link.reasons]
    rest = link.score - bias - sum(value for _, value in worth)
    bars = [("before any evidence", bias), *worth, ("all other evidence", rest)]
    starts = np.concatenate([[0.0], np.cumsum([value for _, value in bars])])
    figure, axes = _canvas(8, 0.45 * len(bars) + 1.4)
    for row, (_, value) in enumerate(bars):
        axes.barh(row, value, left=starts[row], color=_FOR if value >= 0 else _AGAINST)
        axes.text(starts[row] + value, row, f" {value:+.1f} ", va="center", ha="left" if value >= 0 else "right")
    axes.barh(len(bars), link.score, color=_PLAIN)
    axes.text(link.score, len(bars), f" {link.score:+.1f} ", va="center", ha="left" if link.score >= 0 else "right")
    axes.set_yticks(range(len(bars) + 1), [*(name for name, _ in bars), "score of the pair"])
    axes.invert_yaxis()
    axes.axvline(0, color="#44546a", linewidth=1)
    axes.margins(x=0.15)
    axes.set_xlabel("log-odds that both calls are one dispute")
    _save(figure, file)


def by_size(file: Path, sizes: Sequence[Part]) -> None:
    """B-cubed and pairwise F1 by the calls of the true dispute."""
    figure, axes = _canvas(7, 3.4)
    places = np.arange(len(sizes))
    for offset, (name, color) in enumerate((("b_cubed", _PLAIN), ("pairwise", _OTHER))):
        values = [getattr(part, name).f1 for part in sizes]
        bars = axes.bar(places + 0.4 * offset - 0.2, values, 0.4, color=color, label=name.replace("_c", "-c") + " F1")
        axes.bar_label(bars, [f"{value:.2f}" for value in values])
    axes.set_xticks(places, [f"{part.name} calls\n{part.disputes:,} disputes" for part in sizes])
    axes.set_ylim(0, 1.12)
    axes.legend(loc="lower right")
    _save(figure, file)


def beside_rivals(file: Path, outcomes: Sequence[Outcome]) -> None:
    """Precision and recall of every method: B-cubed on the left, pairwise on the right."""
    figure = Figure(figsize=(10, 4.2), layout="constrained")
    for axes, measure in zip(figure.subplots(1, 2), ("b_cubed", "pairwise"), strict=True):
        for number, outcome in enumerate(outcomes):
            score = getattr(outcome, measure)
            color = _FOR if outcome.method == OURS else f"C{number}"
            axes.scatter(
                score.recall, score.precision, s=70, color=color, marker="*" if outcome.method == OURS else "o"
            )
            axes.annotate(
                outcome.method, (score.recall, score.precision), xytext=(4, 4), textcoords="offset points", fontsize=8
            )
        axes.set(xlabel="recall", ylabel="precision", xlim=(-0.03, 1.3), ylim=(-0.03, 1.08))
        axes.set_title(measure.replace("_c", "-c"))
    _save(figure, file)


def scores(file: Path, seen: HeldOut) -> None:
    """How candidate pairs score, those of one dispute and those of two."""
    dispute = seen.labelled.dispute
    judged = [(link.score, dispute[a], dispute[b]) for (a, b), link in seen.pairs.items()]
    same = [score for score, one, other in judged if one and one == other]
    different = [score for score, one, other in judged if not one or one != other]
    figure, axes = _canvas(7, 3.4)
    bins = np.linspace(-_CLIP, _CLIP, 49).tolist()
    for values, name, color in ((different, "different", _AGAINST), (same, "same dispute", _FOR)):
        axes.hist(np.clip(values, -_CLIP, _CLIP), bins=bins, color=color, alpha=0.6, label=f"{name} ({len(values):,})")
    axes.axvline(0, color="#44546a", linewidth=1)
    axes.set_yscale("log")
    axes.set(xlabel="score of a candidate pair, log-odds", ylabel="pairs")
    axes.legend()
    _save(figure, file)


def _canvas(width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _save(figure: Figure, file: Path) -> None:
    # Text stays text, and nothing in the file tells when it was made: the same figures give the same bytes.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "fengqiao"}):
        figure.savefig(file, format="svg", metadata={"Date": None})
