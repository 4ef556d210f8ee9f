"""A query written as a file of the shelf is: head and Cypher, so that ``queries.head.read`` gives the same again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from queries.head import Query


def written(query: Query) -> str:
    """The whole file, with a line end at its end."""
    return "\n".join([*(f"// {line}" for line in _head(query)), "", query.cypher, ""])


def _head(query: Query) -> Iterator[str]:
    yield f"name = {_value(query.name)}"
    yield f"title = {_value(query.title.model_dump())}"
    yield f"explanation.zh = {_value(query.explanation.zh)}"
    yield f"explanation.en = {_value(query.explanation.en)}"
    yield f"roles = {_value(query.roles)}"
    if query.tags:
        yield f"tags = {_value(query.tags)}"
    yield f"shape = {_value(query.shape)}"
    if query.count:
        yield f"count = {_value(query.count.model_dump(exclude_defaults=True))}"
    for name, parameter in query.parameters.items():
        yield f"parameters.{name} = {_value(parameter.model_dump(exclude_defaults=True))}"
    for name, column in query.columns.items():
        yield f"columns.{_key(name)} = {_value(column.model_dump(exclude_defaults=True))}"


def _key(name: str) -> str:
    plain = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if plain else _text(name)


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(str(key))} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_value, value)) + "]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(value: str) -> str:
    """A basic string of TOML is written as JSON writes one, but for the sign DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
