"""Papers to print, sign and file, as DOCX to go on writing in and as PDF: one content, whatever the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.export.papers.as_docx import docx
from graph.export.papers.as_pdf import pdf
from graph.export.papers.content import Paper

__all__ = ["FORMS", "Form"]


@dataclass(frozen=True)
class Form:
    """A form of a paper: its media type, and what makes it."""

    media: str
    make: Callable[[Paper], bytes]


#: Suffix -> form.
FORMS: dict[str, Form] = {
    ".docx": Form("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx),
    ".pdf": Form("application/pdf", pdf),
}
