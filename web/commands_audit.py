"""The commands ``audit …``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.terminal import Guard, accounts

if TYPE_CHECKING:
    from web.database import Database


def audit_commands(plain_errors: Guard) -> click.Group:
    """The commands; ``plain_errors`` turns what a person can act on into one line."""

    @click.group()
    def audit() -> None:
        """Who did what: docs/audit.md."""

    @audit.command("verify")
    @click.option("--since", type=click.IntRange(min=1), default=1, show_default=True, help="first record to look at")
    def verify_command(since: int) -> None:
        """Look at every record; exit status 1 names the first bad one and what is wrong with it."""
        with plain_errors(), accounts() as database, database.reading() as sql:
            from web.audit.errors import AuditError
            from web.audit.verifying import verify

            verdict = verify(sql, since)
            if verdict.fault is not None:
                raise AuditError(verdict.text())
            click.echo(verdict.text())

    @audit.command("export")
    @click.option(
        "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="suffix .csv or .jsonl"
    )
    def export_command(output: Path) -> None:
        """Write all records to a file, oldest first; that it was done is written down first."""
        with plain_errors(), accounts() as database:
            click.echo(f"{output}: {_export(database, output):,} records")

    @audit.command("prune")
    def prune_command() -> None:
        """Remove records older than FENGQIAO_AUDIT_DAYS (184 or more); the chain still holds afterwards."""
        with plain_errors(), accounts() as database:
            from web.audit.keeping import prune

            gone = prune(database)
            click.echo(f"removed: records {gone.first} to {gone.last}" if gone.last else "nothing is old enough")

    return audit


def _export(database: Database, output: Path) -> int:
    from graph.export.output import check_suffix, replacing
    from web.audit.actions import Action
    from web.audit.export import FORMS, lines
    from web.audit.searching import Wanted, everything
    from web.audit.writing import note_command

    suffix, count = check_suffix(output, "the audit", tuple(FORMS)), -(output.suffix.lower() == ".csv")
    with replacing(output) as part:
        with database.writing() as sql:
            note_command(sql, Action.AUDIT_EXPORTED, output.name)
        with database.reading() as sql, part.open("w", encoding="utf-8", newline="") as file:
            for line in lines(everything(sql, Wanted()), suffix):
                file.write(line)
                count += 1
    return count
