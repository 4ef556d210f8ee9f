"""The command ``forget``: personal data that nobody needs any more go."""

from __future__ import annotations

from datetime import datetime, timedelta

import click

from graph import settings
from web.terminal import Guard, noted


def forget_command(plain_errors: Guard) -> click.Command:
    """The command; ``plain_errors`` turns what a person can act on into one line."""

    @click.command("forget")
    @click.option("--dry-run", is_flag=True, help="only say how many calls it would be")
    @click.option("--yes", is_flag=True, help="do not ask")
    def forget(dry_run: bool, yes: bool) -> None:
        """Blank phone, ID number and name of callers not heard of for FENGQIAO_PERSONAL_DAYS; their calls stay.

        It cannot be undone, and feeding the same file again does not bring them back.
        """
        with plain_errors():
            from graph.connection import connect
            from ingest import forgetting
            from web.audit import Action
            from web.clock import now
            from web.numbers import erased

            days = settings.number("FENGQIAO_PERSONAL_DAYS")
            before: datetime = now() - timedelta(days=days)
            with connect() as driver:
                calls = len(forgetting.due(driver, before))
                click.echo(f"calls whose callers were not heard of since {before:%Y-%m-%d}: {calls:,}")
                if dry_run or not calls:
                    return
                if not yes:
                    click.confirm("Blank their phone, ID number and name for good?", abort=True)
                noted(Action.PERSONAL_FORGOTTEN, f"{calls} calls", days=days, before=before.date().isoformat())
                done = forgetting.forget(driver, before, erased, lambda stage: click.echo(stage, err=True))
                click.echo(f"forgotten: the callers of {done:,} calls")

    return forget
