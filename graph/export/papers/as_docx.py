"""A paper as DOCX, to go on writing in: A4, set as official papers are, numbered pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO

import docx as python_docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph

from graph.export.papers.content import Paper, Part, Table

#: Fonts that Word and WPS have in China: for the text, for headings, for the title.
_TEXT, _HEADING, _TITLE = "仿宋", "黑体", "宋体"
_LONG, _SHORT, _MARGIN = Cm(29.7), Cm(21.0), Cm(2.5)
_INDENT = Pt(24)


def docx(paper: Paper) -> bytes:
    """The paper; what somebody wrote stands in it as text, never as a field or as markup."""
    plain = paper.plain()
    document = python_docx.Document()
    _sheet(document, plain)
    _head(document, plain)
    for part in plain.parts:
        _part(document, part)
    if plain.signatures:
        _signatures(document, plain.signatures)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _sheet(document: Document, paper: Paper) -> None:
    """Size, fonts, what is on every page, and nothing of whoever made the template."""
    section = document.sections[0]
    section.page_width, section.page_height = (_LONG, _SHORT) if paper.wide else (_SHORT, _LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _TEXT)
    style.paragraph_format.space_after = Pt(4)
    top = section.header.paragraphs[0]
    _run(top, "　".join(filter(None, (paper.classification, paper.number))), _HEADING, 10)
    _pages(section.footer.paragraphs[0])
    about = document.core_properties
    about.author = about.last_modified_by = about.comments = ""
    about.title, about.created = paper.title[:255], datetime.now(UTC).replace(tzinfo=None)


def _head(document: Document, paper: Paper) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, paper.title, _TITLE, 20, bold=True)
    below = "　　".join(filter(None, (f"编号：{paper.number}" if paper.number else "", paper.day)))
    if below:
        document.add_paragraph(below).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if paper.fields:
        table = _grid(document, len(paper.fields), (1, 3))
        for row, (name, value) in zip(table.rows, paper.fields, strict=True):
            first, second = row.cells
            _run(first.paragraphs[0], name, _HEADING, 11)
            second.text = value
        document.add_paragraph()


def _part(document: Document, part: Part) -> None:
    if part.heading:
        heading = document.add_paragraph()
        heading.paragraph_format.keep_with_next = True
        _run(heading, part.heading, _HEADING, 13)
    for words in part.paragraphs:
        document.add_paragraph(words).paragraph_format.first_line_indent = _INDENT
    if part.table:
        _table(document, part.table)


def _table(document: Document, table: Table) -> None:
    made = _grid(document, 1, table.widths)
    for cell, words in zip(made.rows[0].cells, table.head, strict=True):
        _run(cell.paragraphs[0], words, _HEADING, 10)
    _rows(made, table.rows)
    for row in list(made._tbl.tr_lst)[: table.heads]:
        row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _rows(table: DocxTable, rows: Iterable[Sequence[str]]) -> None:
    """Copies of one row: the library takes ten times as long to make each."""
    pattern = table.add_row()  # type: ignore[no-untyped-call]
    for cell in pattern.cells:
        _run(cell.paragraphs[0], "", _TEXT, 10)
    element = pattern._tr
    table._tbl.remove(element)
    for row in rows:
        copy = deepcopy(element)
        for run, words in zip(copy.iter(qn("w:r")), row, strict=True):
            run.text = words
        table._tbl.append(copy)


def _grid(document: Document, rows: int, widths: Sequence[int]) -> DocxTable:
    section = document.sections[0]
    line = (section.page_width or _SHORT) - 2 * _MARGIN
    table: DocxTable = document.add_table(rows, len(widths), "Table Grid")
    table.autofit = False
    for column, share in zip(table.columns, widths, strict=True):
        column.width = line * share // sum(widths)
        for cell in column.cells:  # Word goes by the cells, others by the column
            cell.width = column.width
    return table


def _signatures(document: Document, signatures: Sequence[str]) -> None:
    """Two beside each other, with room to write."""
    table = document.add_table((len(signatures) + 1) // 2, 2)
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, words in zip(cells, signatures, strict=False):
        cell.text = words
        cell.paragraphs[0].paragraph_format.space_before = Pt(24)


def _run(paragraph: Paragraph, words: str, font: str, size: int, *, bold: bool = False) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.font.bold = Pt(size), bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _pages(paragraph: Paragraph) -> None:
    """The page's number, which the program that shows it works out."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = words
        run._r.append(mark)
