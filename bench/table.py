"""The costs as one table."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table

from bench.measure import Stage
from bench.run import Cost

_HEADS = ("s", "records/s", "x bare", "x pandas", "cpu s", "engine cpu s", "MiB", "engine MiB")


def table(costs: Sequence[Cost]) -> Table:
    """Every stage of every size; ``x bare`` and ``x pandas`` are its seconds over theirs."""
    shown = Table(box=box.SIMPLE, pad_edge=False)
    shown.add_column("")
    for head in _HEADS:
        shown.add_column(head, justify="right", no_wrap=True)
    for cost in costs:
        shown.add_row(f"[bold]{cost.rows:,} records[/] {_runs(cost.runs)}")
        for stage in cost.stages:
            shown.add_row(f"  {stage.name}", *_cells(stage, cost))
        for stage in (cost.whole, cost.bare, cost.plain):
            shown.add_row(f"[bold]{stage.name}", *_cells(stage, cost))
        shown.add_row(f"  written: {cost.nodes:,} nodes", "", f"{cost.relationships:,} relationships", end_section=True)
    return shown


def _cells(stage: Stage, cost: Cost) -> tuple[str, ...]:
    return (
        f"{stage.seconds:.2f}",
        f"{cost.rows / stage.seconds:,.0f}",
        f"{stage.seconds / cost.bare.seconds:.2f}",
        f"{stage.seconds / cost.plain.seconds:.2f}",
        f"{stage.cpu_ours:.1f}",
        f"{stage.cpu_engine:.1f}",
        f"{stage.mib_ours:,}",
        f"{stage.mib_engine:,}" if stage.mib_engine else "",
    )


def _runs(runs: int) -> str:
    return "(one run)" if runs == 1 else f"(medians of {runs} runs)"
