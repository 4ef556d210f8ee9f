"""A query file's head: TOML in the ``//`` lines it opens with, checked before anything runs.

A head has one ``key = value`` a line, and no table headers::

    // name = "repeats_caller"
    // title = { zh = "一人多报", en = "Repeats by one caller" }
    // parameters.window = { type = "integer", default = 7, minimum = 1, zh = "窗口（天）", en = "window, days" }
    // columns.count = { zh = "次数", en = "count" }

``count`` says how many of what an answer has in all, of whose rows only the first may be shown; every file of the shelf
has it, and a query of one's own may.

``tags`` are of tags.toml. A query without any only feeds a page or a file, and is not offered to people.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from graph.schema import NODES
from queries.errors import HeadError, ParameterError
from queries.parameters import Named, Parameter

Role = Literal["dispatcher", "investigator", "analyst", "supervisor", "partner", "administrator"]
Shape = Literal["table", "graph", "chart"]

#: A parameter as Cypher writes it; its name is the first group.
PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")
_SYNTAX_LINE = re.compile(r"at line (\d+)")
_Words = Annotated[str, Field(min_length=1)]
_TAGS = Path(__file__).resolve().parent / "tags.toml"


class Column(Named):
    """A column. ``label``: its values, or lists of them, are keys of nodes with this label; '' when they are not."""

    label: str = ""


class Count(Named):
    """What is counted of an answer, and what it is called behind the number: the different values of the column
    ``of``, or the rows where that is ''."""

    of: str = ""


class Query(BaseModel):
    """One query of the shelf: what its head says, and its Cypher (one read statement)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Named
    explanation: Named
    roles: Annotated[tuple[Role, ...], Field(min_length=1, strict=False)]
    tags: Annotated[tuple[str, ...], Field(strict=False)] = ()
    shape: Shape
    count: Count | None = None
    parameters: dict[str, Parameter] = {}
    columns: Annotated[dict[str, Column], Field(min_length=1)]
    cypher: _Words

    @field_validator("tags")
    @classmethod
    def _known_tags(cls, written: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [tag for tag in written if tag not in tags()]:
            raise ValueError(f"no tag {unknown[0]!r}; there are: {', '.join(tags())}")
        return written

    @field_validator("columns")
    @classmethod
    def _known_labels(cls, written: dict[str, Column]) -> dict[str, Column]:
        known = {"", *(node.label for node in NODES)}
        if unknown := [column.label for column in written.values() if column.label not in known]:
            raise ValueError(f"no label {unknown[0]!r}")
        return written

    @model_validator(mode="after")
    def _counted_is_a_column(self) -> Self:
        if self.count and self.count.of and self.count.of not in self.columns:
            raise ValueError(f"count is of {self.count.of}, which is not a column")
        return self

    @model_validator(mode="after")
    def _parameters_are_those_of_the_cypher(self) -> Self:
        used = parameters_in(self.cypher)
        if missing := sorted(used - self.parameters.keys()):
            raise ValueError(f"the Cypher uses ${missing[0]}, which the head does not declare")
        if unused := sorted(self.parameters.keys() - used):
            raise ValueError(f"parameter {unused[0]} is declared and not used in the Cypher")
        for name, parameter in self.parameters.items():
            source = parameter.threshold_of
            if source is not None and source not in self.parameters:
                raise ValueError(f"parameter {name} follows {source}, which is not a parameter")
        return self


def parameters_in(cypher: str) -> set[str]:
    """The names that stand behind a $ in the Cypher."""
    return set(PARAMETER.findall(cypher))


@cache
def tags() -> dict[str, Named]:
    """Tag -> what it is called, in the order of the shelf."""
    found = tomllib.loads(_TAGS.read_text(encoding="utf-8"))
    return {tag: Named.model_validate(named) for tag, named in found.items()}


def parse(path: Path) -> Query:
    """The query in the file ``path``; HeadError names the file and the line of what is wrong."""
    query = read(path.read_text(encoding="utf-8"), path)
    if query.name != path.stem:
        raise HeadError(path, 1, f"name is {query.name!r}, the file's is {path.stem!r}")
    return query


def read(text: str, path: Path) -> Query:
    """The query written in ``text``, which came from ``path``; HeadError as in ``parse``."""
    lines = text.splitlines()
    size = next((n for n, line in enumerate(lines) if not line.startswith("//")), len(lines))
    head = [line.removeprefix("//").removeprefix(" ") for line in lines[:size]]
    try:
        values = tomllib.loads("\n".join(head))
        query = Query.model_validate(values | {"cypher": "\n".join(lines[size:]).strip()})
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX_LINE.search(str(error))
        raise HeadError(path, int(found[1]) if found else max(size, 1), str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = f"{where}: {first['msg']}" if where else first["msg"]
        raise HeadError(path, _line_of(first["loc"], head), message) from None
    _check_defaults(query, path, head)
    return query


def _check_defaults(query: Query, path: Path, head: Sequence[str]) -> None:
    for name, parameter in query.parameters.items():
        try:
            for value in (parameter.default, *parameter.choices):
                parameter.convert(name, value)
        except ParameterError as error:
            raise HeadError(path, _line_of(("parameters", name), head), str(error)) from None


def _line_of(location: Iterable[str | int], head: Sequence[str]) -> int:
    """1-based line of the head that states ``location``, or its first line when none does."""
    words = [str(part) for part in location]
    while words:
        dotted = re.compile(rf"\s*{re.escape('.'.join(words))}\s*[.=]")
        for number, line in enumerate(head, start=1):
            if dotted.match(line):
                return number
        words.pop()
    return 1
