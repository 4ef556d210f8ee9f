"""The rectification list (整改清单): the numbered dangers and what was done, from the whole graph or a filtered list.

One way for the command and the page: `rectification.cypher` finds the disputes, ``rows`` says them in the columns of
``HEADS``, and ``write`` makes the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from graph.analysis import risk
from graph.casework.states import machines
from graph.export import tables
from graph.export.cells import plain
from graph.export.heads import HEADS
from graph.export.output import ExportError, check_suffix, replacing
from graph.export.papers.as_docx import docx
from graph.export.papers.content import Paper, Part, Table

HEAD = HEADS["rectification"]
SUFFIXES = (*tables.TABLE_SUFFIXES, ".docx")
#: Rows of a DOCX, which is written and read as a whole.
MOST_DOCX = 5_000

#: The columns in the words of the list as it is taken to a meeting, and their shares of the line.
_WORDS = ("序号", "矛盾编号", "隐患内容", "研判指令", "责任单位", "期限", "状态", "整改结果")
_WIDTHS = (3, 8, 14, 7, 8, 7, 5, 8)
#: What came of it, as the graph keeps it -> in words.
_RESULTS = {"agreement": "达成协议", "none": "未达成协议", "refused": "拒绝调解"}
_SATISFIED = {True: "回访满意", False: "回访不满意"}

Row = Sequence[object]


def rows(found: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """The rows of the list, numbered, from those of `rectification.cypher`."""
    for number, row in enumerate(found, start=1):
        # A reason speaks of no other kind than the dispute's own, which the graph has in words.
        why = "、".join(
            risk.say(reason, "zh", {reason.rpartition("kind=")[2]: row["kind"]}) for reason in row["risk_reasons"]
        )
        danger = "：".join(part for part in (row["title"], why) if part)
        came = (_RESULTS.get(row["mediation"], row["mediation"]), _SATISFIED.get(row["satisfied"]))
        outcome = "；".join(part for part in came if part)
        yield (
            number, row["dispute_id"], danger, row["directive"], row["unit"], row["deadline"], row["status"], outcome
        )  # fmt: skip


def write(found: Iterable[Row], output: Path) -> Path:
    """Write the rows to ``output`` in the format of its suffix, one of ``SUFFIXES``; returns it. ExportError."""
    if check_suffix(output, "the rectification list", SUFFIXES) != ".docx":
        return tables.write(found, HEAD, output)
    content = docx(_paper(found))
    with replacing(output) as part:
        part.write_bytes(content)
    return output


def _paper(found: Iterable[Row]) -> Paper:
    """The list as a paper: its columns' own names, and under them those that a meeting reads."""
    listed = [_said(row) for row in islice(found, MOST_DOCX + 1)]
    if len(listed) > MOST_DOCX:
        raise ExportError(f"more than {MOST_DOCX} rows do not fit a .docx; use .xlsx or .csv")
    return Paper("整改清单", wide=True, parts=(Part(table=Table(HEAD, (_WORDS, *listed), _WIDTHS, heads=2)),))


def _said(row: Sequence[object]) -> tuple[str, ...]:
    states = machines()["dispute"].states
    named = {"status": lambda code: states[code].zh if code in states else code}
    return tuple(str(named.get(column, str)(str(plain(value)))) for column, value in zip(HEAD, row, strict=True))
