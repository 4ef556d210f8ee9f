"""The strings of the pages, gathered from code and templates. ``python -m web.catalogue`` brings the .po up to date."""

from __future__ import annotations

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from web.words import ROOT, TRANSLATIONS, compile_catalogues

CHINESE = TRANSLATIONS / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"
_METHODS: list[tuple[str, str]] = [("**.py", "python"), ("templates/**.html", "jinja2")]
_KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def gathered() -> Catalog:
    """Every string that a page can show, without translations."""
    found = Catalog(project="Fengqiao", charset="utf-8")
    options = {"templates/**.html": {"trimmed": "true"}}
    for path, _line, message, comments, context in extract_from_dir(str(ROOT), _METHODS, options, keywords=_KEYWORDS):
        # Without line numbers, so that the file changes when the words do.
        found.add(message, None, [(path, 0)], auto_comments=comments, context=context)
    return found


def chinese() -> Catalog:
    """The Chinese catalogue as it is kept."""
    with CHINESE.open("rb") as file:
        return read_po(file, locale="zh_CN")


def update() -> None:
    """Bring the Chinese catalogue up to date with the code: new strings come empty, those gone go."""
    kept = chinese() if CHINESE.exists() else Catalog(locale="zh_CN", project="Fengqiao")
    kept.update(gathered(), no_fuzzy_matching=True)
    kept.obsolete.clear()
    CHINESE.parent.mkdir(parents=True, exist_ok=True)
    with CHINESE.open("wb") as file:
        write_po(file, kept, width=120, sort_output=True, include_lineno=False)
    compile_catalogues()


if __name__ == "__main__":
    update()
