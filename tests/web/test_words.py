"""Every string that a page can show is there in Chinese, and no template shows one that cannot be translated."""

from __future__ import annotations

import re

import pytest
from babel.messages import Catalog
from jinja2 import Environment

from graph import thresholds
from ingest.extract.kinds import NAMES, NAMES_EN
from web import permission, words
from web.catalogue import CHINESE, chinese, gathered
from web.roles import Role

TEMPLATES = sorted((words.ROOT / "templates").glob("*.html"))
_ATTRIBUTE = re.compile(r'\s(?:title|placeholder|alt|aria-label)="([^"]*)"')
_PLACE = re.compile(r"%\(\w+\)[ds]")


def keys(catalogue: Catalog) -> set[object]:
    return {_key(message.id) for message in catalogue if message.id}


def _key(written: object) -> object:
    return tuple(written) if isinstance(written, list) else written


def test_the_catalogue_has_exactly_what_the_code_says() -> None:
    assert keys(chinese()) == keys(gathered()), "run: python -m web.catalogue"
    assert len(keys(gathered())) > 150


def test_nothing_is_untranslated_fuzzy_or_obsolete() -> None:
    catalogue = chinese()
    assert list(catalogue.obsolete) == []
    for message in catalogue:
        if message.id:
            strings = message.string if isinstance(message.string, list | tuple) else [message.string]
            assert not message.fuzzy, message.id
            assert all(re.search(r"[\u4e00-\u9fff]", string or "") for string in strings), message.id
            asked = message.id if isinstance(message.id, str) else message.id[0]
            assert all(set(_PLACE.findall(string or "")) == set(_PLACE.findall(asked)) for string in strings), (
                message.id
            )
    assert "#~" not in CHINESE.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.name)
def test_no_visible_string_is_outside_gettext(page: object) -> None:
    text = page.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    data = "".join(value if kind == "data" else "\0" for _, kind, value in Environment().lex(text) if _shown(kind))
    attributes = "".join(_ATTRIBUTE.findall(data))
    bare = re.sub(r"<[^>]*>|&\w+;|<!doctype html>", "", data)
    assert re.findall(r"[A-Za-z]{2,}|[\u4e00-\u9fff]{2,}", bare + attributes) == []


def _shown(kind: str) -> bool:
    return kind in ("data", "variable_begin")


def test_the_check_of_templates_can_fail() -> None:
    class Page:
        @staticmethod
        def read_text(encoding: str) -> str:
            assert encoding
            return '<p title="{{ _("Fine") }}">{{ name }} Hello</p>'

    with pytest.raises(AssertionError):
        test_no_visible_string_is_outside_gettext(Page())


def test_every_code_has_a_word() -> None:
    assert set(words.ROLES) == set(Role)
    assert set(words.SCOPES) == set(permission.SCOPES)
    assert set(NAMES) == set(NAMES_EN)
    assert len(set(NAMES_EN.values())) == len(NAMES_EN)
    assert {thresholds.level_of(score / 100) for score in range(101)} == set(words.LEVELS)
