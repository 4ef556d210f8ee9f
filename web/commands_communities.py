"""The command ``communities``, and what ``screen`` and ``start`` do of it: work them out anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from web.terminal import Guard, accounts

if TYPE_CHECKING:
    from neo4j import Driver


def communities_command(plain_errors: Guard) -> click.Command:
    """The command; ``plain_errors`` turns what a person can act on into one line."""

    @click.command("communities")
    def communities() -> None:
        """Find communities of callers, places and disputes anew; `screen` does it too."""
        with plain_errors():
            from graph import schema
            from graph.connection import connect

            with connect() as driver:
                schema.apply(driver)
                click.echo(communities_anew(driver, lambda stage: click.echo(stage, err=True)))

    return communities


def communities_anew(driver: Driver, say: Callable[[str], None]) -> str:
    """Work them out anew, keep what was found, and say it in a line; ``say`` is told what is being done."""
    from graph.one_writer import one_writer
    from web.communities.keeping import renew_and_keep

    with one_writer(say), accounts() as database:
        found = renew_and_keep(database, driver, say)
    return f"communities {len(found.communities)}, gone since last time {len(found.gone)}"
