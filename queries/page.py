"""docs/queries.md, made from the heads of the shelf. ``python -m queries.page > docs/queries.md`` writes it anew."""

from __future__ import annotations

from collections.abc import Iterator

from queries.head import Query
from queries.loading import load
from queries.parameters import Parameter

_START = """# The shelf

Every query below is a file of `queries/shelf/`; this page is made from their heads. Run one with
`python app.py query NAME -p key=value`. Times without a zone are in `FENGQIAO_TZ`; several texts have commas
between them. Queries without a tag only feed a page or a file; the pages offer the others under *Queries*.
How to write one of your own: [own-queries.md](own-queries.md).
"""


def page() -> str:
    """The whole page, in Markdown."""
    return "\n".join([_START, *(line for query in load().values() for line in _section(query))])


def _section(query: Query) -> Iterator[str]:
    yield f"## {query.name}\n"
    yield f"**{query.title.zh}** · {query.title.en} ({query.shape}; {', '.join(query.roles)})\n"
    if query.tags:
        yield f"Tags: {', '.join(query.tags)}\n"
    yield f"{query.explanation.zh}\n"
    yield f"{query.explanation.en}\n"
    if query.parameters:
        yield "| parameter | type | default | meaning |\n| --- | --- | --- | --- |"
        yield from (_row(name, parameter) for name, parameter in query.parameters.items())
        yield ""
    if query.count:
        of = f"different values of `{query.count.of}`" if query.count.of else "rows"
        yield f"Counted: {of} ({query.count.zh} · {query.count.en})\n"
    yield "Columns: " + ", ".join(f"`{name}` {column.zh}" for name, column in query.columns.items()) + "\n"


def _row(name: str, parameter: Parameter) -> str:
    if parameter.threshold_of is not None:
        default = f"the threshold setting of `{parameter.threshold_of}`"
    elif parameter.required:
        default = "required"
    else:
        default = _written(parameter.default)
    return f"| {name} | {parameter.type} | {default} | {parameter.zh} · {parameter.en} |"


def _written(default: object) -> str:
    if isinstance(default, list):
        return ", ".join(default)
    return "" if default is None else str(default)


if __name__ == "__main__":
    print(page(), end="")
