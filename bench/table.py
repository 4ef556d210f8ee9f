"""The costs as one table."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table

from bench.measure import Stage
from bench.run import Cost

_HEADS = ("s", "records/s", "growth", "x bare", "x pandas", "cpu s", "engine cpu s", "MiB", "engine MiB")


def table(costs: Sequence[Cost]) -> Table:
    """Every stage of every size.

    ``growth``: its time a record over that of the smallest size; ``x bare`` and ``x pandas``: its seconds over theirs.
    """
    shown = Table(box=box.SIMPLE, pad_edge=False)
    shown.add_column("")
    for head in _HEADS:
        shown.add_column(head, justify="right", no_wrap=True)
    smallest = min(costs, key=lambda cost: cost.rows)
    least = {stage.name: stage.seconds / smallest.rows for stage in smallest.every}
    for cost in costs:
        shown.add_row(f"[bold]{cost.rows:,} records[/] {_runs(cost.runs)}")
        for stage in cost.every:
            name = f"  {stage.name}" if stage in cost.stages else f"[bold]{stage.name}"
            growth = stage.seconds / cost.rows / least[stage.name] if stage.name in least else None
            shown.add_row(name, *_cells(stage, cost, growth))
        if beside := cost.yardsticks:
            shown.add_row(f"  written: {beside.nodes:,} nodes", "", f"{beside.relationships:,} relationships")
        shown.add_section()
    return shown


def _cells(stage: Stage, cost: Cost, growth: float | None) -> tuple[str, ...]:
    beside = cost.yardsticks
    return (
        f"{stage.seconds:.2f}",
        f"{cost.rows / stage.seconds:,.0f}",
        f"{growth:.2f}" if growth else "",
        f"{stage.seconds / beside.bare.seconds:.2f}" if beside else "",
        f"{stage.seconds / beside.plain.seconds:.2f}" if beside else "",
        f"{stage.cpu_ours:.1f}",
        f"{stage.cpu_engine:.1f}",
        f"{stage.mib_ours:,}",
        f"{stage.mib_engine:,}" if stage.mib_engine else "",
    )


def _runs(runs: int) -> str:
    return "(one run)" if runs == 1 else f"(medians of {runs} runs)"
