"""How well and at what cost, as one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.table import Table

from bench.rivals.methods import OURS
from bench.rivals.run import Outcome

HEADS = ("s", "x ours", "cpu s", "MiB", "B-cubed P/R/F1", "pairwise P/R/F1", "repeats F1")


def table(title: str, outcomes: Sequence[Outcome]) -> Table:
    """One line a method, and below how each was tuned; ``x ours`` is its seconds over ours."""
    shown = Table(box=box.SIMPLE, pad_edge=False, title=title, title_justify="left")
    shown.add_column("")
    for head in HEADS:
        shown.add_column(head, justify="right", no_wrap=True)
    for name, *values in cells(outcomes):
        shown.add_row(name, *values)
    for outcome in outcomes:
        if outcome.rule:
            shown.caption = f"{shown.caption or ''}{outcome.method}: {outcome.rule}\n"
    shown.caption_justify = "left"
    return shown


def cells(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, ...]]:
    """The lines of the table: the method's name, then what ``HEADS`` says."""
    own = next((outcome.stage.seconds for outcome in outcomes if outcome.method == OURS), None)
    for outcome in outcomes:
        yield (
            outcome.method,
            f"{outcome.stage.seconds:.1f}",
            f"{outcome.stage.seconds / own:.2f}" if own else "-",
            f"{outcome.stage.cpu_ours:.1f}",
            f"{outcome.stage.mib_ours:,}",
            *(f"{s.precision:.3f}/{s.recall:.3f}/{s.f1:.3f}" for s in (outcome.b_cubed, outcome.pairwise)),
            f"{outcome.repeats.f1:.3f}" if outcome.repeats else "-",
        )
