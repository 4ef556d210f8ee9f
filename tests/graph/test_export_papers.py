"""A paper opened again in both forms: it says what was put in, whatever that holds, and is set as papers are."""

from __future__ import annotations

import io

import docx
import pypdf
import pytest
from hypothesis import given, strategies

from graph.export.papers import FORMS
from graph.export.papers.content import Paper, Part, Table

#: Markup of Typst, of XML, of Word and of spreadsheets.
MARKUP = (
    "#panic(1) #sys.inputs *粗* _斜_ $x^2$ `code` <label> @ref \\u{1F4A3} // /* */ [甲] {乙} = 标题 "
    '&lt;w:t/> =1+1 --- "引号"'
)


def in_docx(paper: Paper) -> str:
    """Every text of the DOCX: header, paragraphs, cells."""
    opened = docx.Document(io.BytesIO(FORMS[".docx"].make(paper)))
    header = [paragraph.text for paragraph in opened.sections[0].header.paragraphs]
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*header, *(paragraph.text for paragraph in opened.paragraphs), *cells])


def in_pdf(paper: Paper) -> str:
    """Every text of the PDF."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(FORMS[".pdf"].make(paper))).pages)


TEXTS = {".docx": in_docx, ".pdf": in_pdf}


@pytest.mark.parametrize("form", FORMS)
def test_everything_is_on_it(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_CLASSIFICATION", "机密★一年")
    paper = Paper(
        "研判指令",
        "ZL-2026-0001",
        "2026年3月8日",
        (("主送单位", "河口派出所"),),
        (
            Part("要求", ("第一段\n\n第二段",)),
            Part("人员", table=Table(("姓名", "电话"), (("王某", "138****0001"),), (1, 1))),
        ),
        ("签发人：李某",),
    )
    text = TEXTS[form](paper)
    for said in ("研判指令", "ZL-2026-0001", "2026年3月8日", "主送单位", "河口派出所", "要求", "第一段", "第二段",
                 "姓名", "王某", "138****0001", "签发人：李某", "机密★一年"):  # fmt: skip
        assert said in text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("where", ["title", "field", "paragraph", "cell", "signature"])
def test_what_is_markup_elsewhere_is_a_text_here(form: str, where: str) -> None:
    words = MARKUP
    paper = Paper(
        words if where == "title" else "题",
        fields=(("名", words if where == "field" else ""),),
        parts=(
            Part(
                "",
                (words if where == "paragraph" else "文",),
                Table(("头",), ((words if where == "cell" else "",),), (1,)),
            ),
        ),
        signatures=(words if where == "signature" else "",),
    )
    assert "".join(MARKUP.split()) in "".join(TEXTS[form](paper).split())


def test_control_characters_and_marks_that_turn_the_line_are_shown_and_do_nothing() -> None:
    odd = "甲\0乙\x07丙\u202e丁\u2066戊\ufffe己\x85庚"
    for text in (in_docx(Paper("题", parts=(Part("", (odd,)),))), in_pdf(Paper("题", parts=(Part("", (odd,)),)))):
        assert "甲\ufffd乙\ufffd丙\ufffd丁\ufffd戊\ufffd己\ufffd庚" in text


def test_right_to_left_writing_stays_itself() -> None:
    assert "ئۇيغۇر" in in_docx(Paper("题", parts=(Part("", ("姓名 ئۇيغۇر 字",)),)))


@given(strategies.text(alphabet=strategies.characters(codec="utf-8"), max_size=60))
def test_nothing_that_can_be_written_makes_a_paper_fail(text: str) -> None:
    paper = Paper(text, text, text, ((text, text),), (Part(text, (text,), Table((text,), ((text,),), (1,))),), (text,))
    assert len(docx.Document(io.BytesIO(FORMS[".docx"].make(paper))).tables) == 3
    assert len(pypdf.PdfReader(io.BytesIO(FORMS[".pdf"].make(paper))).pages) >= 1


def test_a_long_table_has_its_head_on_every_page_and_every_row_once() -> None:
    rows = tuple((f"第{number}行", "内容") for number in range(120))
    paper = Paper("清单", wide=True, parts=(Part(table=Table(("序号", "内容栏"), rows, (1, 3))),))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(FORMS[".pdf"].make(paper))).pages]
    assert len(pages) > 2
    assert all("内容栏" in page and f"{at} / {len(pages)}" in page for at, page in enumerate(pages, start=1))
    whole = "\n".join(pages)
    assert [whole.count(f"第{number}行") for number in range(120)] == [1] * 120
    [table] = docx.Document(io.BytesIO(FORMS[".docx"].make(paper))).tables
    assert [row.cells[0].text for row in table.rows] == ["序号", *(first for first, _ in rows)]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert "w:tblHeader" not in table.rows[1]._tr.xml


def test_nothing_of_who_made_the_template_is_left() -> None:
    about = docx.Document(io.BytesIO(FORMS[".docx"].make(Paper("题")))).core_properties
    assert (about.author, about.title, about.comments) == ("", "题", "")
