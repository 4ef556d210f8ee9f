"""What the documentation says about commands, settings, the graph and the shelf, made from the code.

``python -m docs.generate`` writes it anew; tests/test_docs.py fails while a file says anything else.
In the README the generated parts stand between ``<!-- NAME -->`` and ``<!-- /NAME -->``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from app import cli
from docs import casework, parts
from graph import schema, settings
from queries.page import page
from web import permission
from web.api import interface

ROOT = Path(__file__).resolve().parent.parent

_SCHEMA_HEAD = """# The graph

Made from `graph/schema.py` by `python -m docs.generate`; the constraints and indexes of the server come from the same
place. The key is unique by constraint. Times are stored with their zone. Directive, Mediation, Visit, Diversion and
Move belong to casework (研判、调解、回访、分流): queries of the shelf read them, and `graph/casework/moves.py` writes
them ([casework.md](casework.md)).

"""

_API = Path("docs/api.md")
_ROLES_HEAD = """# Roles

Made from `web/permission.py` by `python -m docs.generate`; a test asks for every cell over HTTP. An endpoint without a
rule is shut to everybody. Analysts, supervisors and administrators see the disputes of all units; dispatchers and
investigators those that their own unit or one below it answers for or handled a call of; a partner the calls that were
diverted to it.
Phone and ID numbers are masked to everybody. Investigators and analysts can unmask those of one dispute for a few
minutes, for a purpose and a case number that are written into the audit: [audit.md](audit.md).

"""


def documents() -> dict[Path, str]:
    """Every generated document: its path from the project's root and its whole text."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, block in {"commands": commands(), "settings": settings.describe()}.items():
        readme = replaced(readme, name, block)
    return {
        Path("README.md"): readme,
        Path("docs/schema.md"): _SCHEMA_HEAD + schema.describe(),
        Path("docs/queries.md"): page(),
        Path("docs/casework.md"): casework.page(),
        Path("docs/parts.md"): parts.page(),
        Path("docs/roles.md"): _ROLES_HEAD + permission.table(),
        _API: replaced((ROOT / _API).read_text(encoding="utf-8"), "endpoints", interface.table()),
    }


def replaced(text: str, name: str, block: str) -> str:
    """The text with what stands between the markers of ``name`` replaced; ValueError without such markers."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    fresh, found = pattern.subn(lambda match: f"{match[1]}{block}{match[2]}", text)
    if found != 1:
        raise ValueError(f"{found} places for {name!r}, not one")
    return fresh


def commands() -> str:
    """Every command with its arguments and options, in Markdown."""
    return "\n".join(line for path, command in _leaves(cli, ()) for line in _section(path, command))


def _leaves(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _leaves(command, (*path, name))
        else:
            yield (*path, name), command


def _section(path: tuple[str, ...], command: click.Command) -> Iterator[str]:
    context = click.Context(command)
    arguments = [p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)]
    options = [p for p in command.params if isinstance(p, click.Option)]
    called = " ".join(["python app.py", *path, *arguments, *(["[OPTIONS]"] if options else [])])
    yield f"**`{called}`**  "
    yield " ".join((command.help or "").split())
    yield ""
    if options:
        yield "| option | value | default | meaning |"
        yield "| --- | --- | --- | --- |"
        yield from (_row(option, context) for option in options)
        yield ""


def _row(option: click.Option, context: click.Context) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts)
    metavar = option.make_metavar(context).strip("[]").lower().removesuffix(" range")
    value = "" if option.is_flag else metavar.replace("|", ", ")
    if option.required:
        default = "required"
    else:
        given = option.get_default(context)
        shown = isinstance(given, str | int) and not isinstance(given, bool) and given != ""
        default = f"`{given}`" if shown else ""
    return f"| {names} | {value} | {default} | {option.help or ''} |"


def main() -> None:
    """Write what differs, and name it."""
    for path, text in documents().items():
        file = ROOT / path
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            print(f"written: {path}")


if __name__ == "__main__":
    main()
