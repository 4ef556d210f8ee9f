"""A query as its author writes it on the page: the parts of a head, the Cypher, and how it becomes a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _
from pydantic import Field, ValidationError

import queries
from graph import gate, schema
from queries import head
from queries.parameters import Named, bind
from web.graph_link import link
from web.posted import Part
from web.visitor import visitor

#: Whom the head of a written query names; it is asked of the whole graph, so only who sees everything may.
ROLES = ("analyst", "supervisor", "administrator")
#: What a written query is called inside its file while it has no number.
NAME = "own"
#: Names of columns that hold keys of nodes, as the shelf has them.
_KEYS = {"dispute_id": "Dispute", "disputes": "Dispute", "incident_id": "Incident", "phone": "Phone"}
#: A value of each type, to look at a query with before anybody fills one in.
_ANY: dict[str, Any] = {
    "integer": 1,
    "number": 1.0,
    "text": "",
    "texts": [],
    "boolean": False,
    "datetime": datetime(2026, 1, 1, tzinfo=UTC),
}


class DraftParameter(Part):
    """A parameter as its row of the form has it; empty texts where nothing was filled in. Bounds, names of choices and
    the threshold it follows have no field: they go along as the query had them that it was copied from."""

    type: str = Field("text", max_length=20)
    zh: str = Field("", max_length=100)
    en: str = Field("", max_length=100)
    default: str = Field("", max_length=500)
    choices: str = Field("", max_length=1_000)
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    threshold_of: str | None = Field(None, max_length=100)
    choice_names: dict[str, Named] = Field({}, max_length=100)


class Draft(Part):
    """All of it; ``seen``: the number of the version that its author changed, 0 for a new one."""

    title_zh: str = Field("", max_length=100)
    title_en: str = Field("", max_length=100)
    explanation_zh: str = Field("", max_length=1_000)
    explanation_en: str = Field("", max_length=1_000)
    tags: list[str] = Field([], max_length=20)
    shape: str = Field("table", max_length=10)
    cypher: str = Field("", max_length=40_000)
    parameters: dict[str, DraftParameter] = Field({}, max_length=50)
    columns: dict[str, head.Column] = Field({}, max_length=200)
    count: head.Count | None = None
    seen: int = Field(0, ge=0, le=1_000_000)


class Attempt(Draft):
    """A draft to be tried; ``run`` names the run, so that it can be ended."""

    run: str = Field("", max_length=64, pattern=r"^[A-Za-z0-9_-]*$")


class DraftError(ValueError):
    """The draft cannot become a query; ``problems`` says for each field what is wrong."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = dict(problems)


def of_query(query: queries.Query) -> dict[str, Any]:
    """A query as the form shows it."""
    parameters = {
        name: {
            "type": one.type,
            "zh": one.zh,
            "en": one.en,
            "default": _shown(one.default),
            "choices": "，".join(map(str, one.choices)),
            "required": one.required,
            "minimum": one.minimum,
            "maximum": one.maximum,
            "threshold_of": one.threshold_of,
            "choice_names": {choice: named.model_dump() for choice, named in one.choice_names.items()},
        }
        for name, one in query.parameters.items()
    }
    return {
        "title_zh": query.title.zh,
        "title_en": query.title.en,
        "explanation_zh": query.explanation.zh,
        "explanation_en": query.explanation.en,
        "tags": list(query.tags),
        "shape": query.shape,
        "cypher": query.cypher,
        "parameters": parameters,
        "columns": {name: column.model_dump() for name, column in query.columns.items()},
        "count": query.count.model_dump() if query.count else None,
    }


def _shown(default: Any) -> str:
    if isinstance(default, list):
        return "，".join(default)
    return "" if default is None else ("true" if default else "false") if isinstance(default, bool) else str(default)


def checked(draft: Draft) -> tuple[queries.Query, list[gate.Step]]:
    """The draft as a query, and the steps of its plan.

    DraftError for what is wrong in a field, gate.Refused for what is wrong in the Cypher.
    """
    parameters = _parameters(draft)
    columns, steps = link().ask(
        lambda driver: gate.explain(driver, draft.cypher, _values(parameters), user=visitor().account.name)
    )
    return _query(draft, parameters, _columns(columns, draft.columns)), steps


def _parameters(draft: Draft) -> dict[str, queries.Parameter]:
    used = head.parameters_in(draft.cypher)
    made: dict[str, queries.Parameter] = {}
    problems: dict[str, str] = {}
    for name, one in draft.parameters.items():
        if name not in used:
            continue
        try:
            follows = one.threshold_of if one.threshold_of in used else None
            made[name] = _parameter(name, one).model_copy(update={"threshold_of": follows})
        except (ValidationError, queries.ParameterError):
            problems[name] = _("Type, default and choices of $%(name)s do not fit together.", name=name)
    if problems:
        raise DraftError(problems)
    return {name: made.get(name) or _parameter(name, DraftParameter.model_validate({})) for name in sorted(used)}


def _parameter(name: str, one: DraftParameter) -> queries.Parameter:
    choices = [part.strip() for part in one.choices.replace("，", ",").split(",") if part.strip()]
    bare = queries.Parameter.model_validate({"type": one.type, "zh": one.zh or name, "en": one.en or one.zh or name})
    typed = [bare.convert(name, choice) for choice in choices]
    if one.type == "texts":
        typed = choices
    as_it_was = {name: getattr(one, name) for name in ("required", "minimum", "maximum", "choice_names")}
    full = bare.model_copy(update={"choices": typed, **as_it_was})
    default = full.convert(name, one.default)
    # Times stay as they were written: a head has no zones.
    return full.model_copy(update={"default": one.default.strip() if one.type == "datetime" and default else default})


def _values(parameters: Mapping[str, queries.Parameter]) -> dict[str, Any]:
    given = {name: _ANY[one.type] for name, one in parameters.items() if one.default is None and not one.choices}
    given |= {name: one.choices[0] for name, one in parameters.items() if one.default is None and one.choices}
    free = {name: one.model_copy(update={"required": False}) for name, one in parameters.items()}
    return {name: given.get(name) if value is None else value for name, value in bind(free, {}).items()}


def _columns(names: Sequence[str], kept: Mapping[str, head.Column]) -> dict[str, head.Column]:
    known = {"", *(node.label for node in schema.NODES)}
    found = {}
    for name in names:
        label = _KEYS.get(name, "")
        found[name] = kept.get(name) or head.Column(zh=name, en=name, label=label if label in known else "")
    return found


def _query(
    draft: Draft, parameters: Mapping[str, queries.Parameter], columns: Mapping[str, head.Column]
) -> queries.Query:
    title = draft.title_zh.strip() or draft.title_en.strip()
    if not title:
        raise DraftError({"title_zh": _("A query needs a title.")})
    about = draft.explanation_zh.strip() or draft.explanation_en.strip() or title
    try:
        return queries.Query.model_validate(
            {
                "name": NAME,
                "title": {"zh": title, "en": draft.title_en.strip() or title},
                "explanation": {"zh": about, "en": draft.explanation_en.strip() or about},
                "roles": ROLES,
                "tags": draft.tags,
                "shape": draft.shape,
                "count": draft.count if draft.count and draft.count.of in {"", *columns} else None,
                "parameters": dict(parameters),
                "columns": dict(columns),
                "cypher": draft.cypher.strip(),
            }
        )
    except ValidationError as error:
        raise DraftError({"": str(error.errors()[0]["msg"])}) from None
