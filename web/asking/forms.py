"""The form of a query's values: a field for each parameter, and what was filled in, with what is wrong in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

import queries
from graph import settings
from queries.parameters import Named, bind
from web import words

#: How the fields of the form begin, so that no parameter is taken for something else.
PREFIX = "p-"
#: Longest value that is looked at.
_LONGEST = 2_000


@dataclass(frozen=True)
class Field:
    """A parameter as the form shows it; ``choices`` are (value, what it is called)."""

    name: str
    type: str
    title: str
    value: str
    chosen: tuple[str, ...]
    required: bool
    choices: tuple[tuple[str, str], ...]
    minimum: str
    maximum: str
    hint: str


class FormError(ValueError):
    """Values do not fit; ``problems`` says for each parameter what is wanted."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = dict(problems)


def fields(query: queries.Query, ours: frozenset[str]) -> list[Field]:
    """A field for each parameter that is not ``ours`` to set."""
    return [_field(name, one) for name, one in query.parameters.items() if name not in ours]


def _field(name: str, one: queries.Parameter) -> Field:
    names = {choice: _said(named) for choice, named in one.choice_names.items()}
    default = one.convert(name, one.default)
    several = default if isinstance(default, list) else []
    hint = ""
    if one.threshold_of:
        hint = _("Empty: the threshold of the window")
    elif one.type == "texts" and not one.choices:
        hint = _("Several with commas between them")
    return Field(
        name=name,
        type=one.type,
        title=_said(one),
        value="" if default is None or (several and one.choices) else _written(default),
        chosen=tuple(several),
        required=one.required,
        choices=tuple((str(choice), names.get(str(choice), _choice(name, str(choice)))) for choice in one.choices),
        minimum="" if one.minimum is None else f"{one.minimum:g}",
        maximum="" if one.maximum is None else f"{one.maximum:.0f}",
        hint=hint,
    )


def _choice(name: str, choice: str) -> str:
    return str(words.LEVELS.get(choice, choice)) if name == "level" else choice


def _said(named: Named) -> str:
    return named.zh if words.language() == "zh" else named.en


def _written(value: object) -> str:
    """A default as its field takes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return "，".join(value)
        case datetime():
            return value.astimezone(settings.zone()).strftime("%Y-%m-%dT%H:%M")
        case _:
            return str(value)


def filled(shown: Sequence[Field], given: Mapping[str, Sequence[str]]) -> list[Field]:
    """The fields with what was filled in once, by the names of the form."""
    return [
        replace(one, value="" if one.chosen or not values else values[0], chosen=tuple(values) if one.chosen else ())
        if (values := given.get(PREFIX + one.name)) is not None
        else one
        for one in shown
    ]


def read(query: queries.Query, form: MultiDict[str, str], ours: frozenset[str]) -> dict[str, Any]:
    """What was filled in, by parameter; FormError says of every value that does not fit what is wanted."""
    given: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, one in query.parameters.items():
        if name in ours:
            continue
        filled = [value.strip()[:_LONGEST] for value in form.getlist(PREFIX + name) if value.strip()]
        if not filled:
            continue
        value = filled if one.type == "texts" and one.choices else filled[0]
        try:
            one.convert(name, value)
        except queries.ParameterError as error:
            problems[name] = _words(error, one)
        given[name] = value
    if not problems:
        try:
            bind(query.parameters, given)
        except queries.ParameterError as error:
            problems[error.name] = _words(error, query.parameters[error.name])
    if problems:
        raise FormError(problems)
    return given


def _words(error: queries.ParameterError, one: queries.Parameter) -> str:
    """What is wrong with a value, for who filled it in."""
    wanted = {
        "least": lambda: _("At least %(least)s is wanted.", least=f"{one.minimum:g}"),
        "most": lambda: _("At most %(most)s is wanted.", most=f"{one.maximum:g}"),
        "choice": lambda: _("Choose one of those offered."),
        "required": lambda: _("This is needed."),
        "integer": lambda: _("A whole number is wanted."),
        "number": lambda: _("A number is wanted."),
        "datetime": lambda: _("A time such as 2026-03-01 08:30 is wanted."),
    }
    return str(wanted.get(error.problem, lambda: _("This value does not fit."))())
