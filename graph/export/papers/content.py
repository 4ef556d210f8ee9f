"""What stands on a paper, as plain values: whatever form it gets, a text that somebody wrote stays a text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from graph import settings
from graph.export.network import clean

#: Where a hand writes when the paper is printed.
BLANK = "＿" * 8


@dataclass(frozen=True)
class Table:
    """Rows under a head; ``widths`` are the columns' shares of the line.

    ``heads``: so many lines stand again on every page, the head and the first rows.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    heads: int = 1


@dataclass(frozen=True)
class Part:
    """A section: paragraphs, then a table. A line break in a text begins another paragraph."""

    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Paper:
    """A paper with its title, number and day, the ``fields`` of its head, its parts, and where it is signed.

    ``wide``: it lies on its side, for a table of many columns.
    """

    title: str
    number: str = ""
    day: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    signatures: tuple[str, ...] = ()
    wide: bool = False
    classification: str = field(default_factory=lambda: settings.read("FENGQIAO_CLASSIFICATION"))

    def plain(self) -> Paper:
        """The same with every text as any program can show it: no control character, nothing that turns the line."""
        return replace(
            self,
            title=_line(self.title),
            number=_line(self.number),
            day=_line(self.day),
            classification=_line(self.classification),
            fields=tuple((_line(name), clean(value)) for name, value in self.fields),
            parts=tuple(_part(part) for part in self.parts),
            signatures=tuple(map(_line, self.signatures)),
        )


def paragraphs(text: str) -> list[str]:
    """The text's own paragraphs, without the empty ones."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def _part(part: Part) -> Part:
    lines = tuple(line for text in part.paragraphs for line in paragraphs(clean(text)))
    table = part.table
    if table is not None:
        table = replace(
            table,
            head=tuple(map(_line, table.head)),
            rows=tuple(tuple(map(clean, row)) for row in table.rows),
        )
    return Part(_line(part.heading), lines, table)


def _line(text: str) -> str:
    return " ".join(clean(text).split())
