"""Results for a terminal: a table, CSV or JSON; and the ranked list of repeat disputes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import orjson
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from graph.export.cells import csv_cell, plain
from queries.ranking import RankedDispute
from queries.running import Result

_PATTERN_ZH = {"caller": "一人多报", "place": "一地多报", "matter": "多人报一"}
#: Level of risk -> what the terminal calls it.
LEVEL_ZH = {"critical": "极高", "high": "高", "medium": "中", "low": "低"}


def printed(result: Result, form: str) -> str:
    """The result as ``table``, ``csv`` (UTF-8, heading first) or ``json`` (a list of objects)."""
    rows = [[plain(value) for value in row] for row in result.rows]
    if form == "json":
        return orjson.dumps([dict(zip(result.columns, row, strict=True)) for row in rows]).decode() + "\n"
    if form == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([[csv_cell(cell) for cell in row] for row in (result.columns, *rows)])
        return text.getvalue()
    return _table(result.columns, rows)


def first_only(count: int, why: str) -> str:
    """That there is more than the ``count`` rows shown; ``why`` is 'rows' or 'bytes'."""
    limit = {"rows": "FENGQIAO_QUERY_ROWS", "bytes": "FENGQIAO_QUERY_MB"}[why]
    return f"只显示前 {count} 行，还有更多（{limit}） / the first {count} rows only; there are more ({limit})"


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(str(value) for value in row))
    width = sum(max(cell_len(str(cell)) for cell in column) + 2 for column in zip(columns, *rows, strict=True))
    console = Console(file=io.StringIO(), width=max(80, width), markup=False, highlight=False)
    console.print(table)
    file = console.file
    return f"{file.getvalue()}({len(rows)} rows)\n" if isinstance(file, io.StringIO) else ""


def ranking(disputes: Sequence[RankedDispute], say: Callable[[str], str]) -> str:
    """The ranked list, a short paragraph a dispute; ``say`` puts a reason into words."""
    if not disputes:
        return "尚无重复警情"
    lines = [f"重复矛盾纠纷，按风险排列（前 {len(disputes)} 名）"]
    for number, dispute in enumerate(disputes, start=1):
        lines += ["", *_paragraph(number, dispute, say)]
    return "\n".join(lines)


def _paragraph(number: int, dispute: RankedDispute, say: Callable[[str], str]) -> list[str]:
    patterns = "；".join(
        f"{_PATTERN_ZH[repeat.pattern]} {repeat.window}天{repeat.count}次" for repeat in dispute.repeats
    )
    risk = f"{LEVEL_ZH[dispute.level]} {dispute.risk:.2f}"
    return [
        f"{number:2d}. {dispute.title}  [{dispute.dispute_id}]",
        f"    类型 {dispute.kind}  风险 {risk}  警情 {dispute.incidents} 起  报警人 {dispute.callers} 名",
        f"    模式 {patterns}",
        f"    地点 {dispute.place or '未写明'}  首次 {_time(dispute.first_at)}  末次 {_time(dispute.last_at)}",
        f"    归并理由 {'、'.join(map(say, dispute.reasons)) or '人工认定'}",
        f"    风险理由 {'、'.join(map(say, dispute.risk_reasons))}",
    ]


def _time(when: datetime) -> str:
    return when.strftime("%Y-%m-%d %H:%M:%S")
