"""The command ``work``: the process that does what takes longer than a request."""

from __future__ import annotations

import click

from web.terminal import Guard


def work_command(plain_errors: Guard) -> click.Command:
    """The command; ``plain_errors`` turns what a person can act on into one line."""

    @click.command("work")
    @click.option("--parent", type=int, default=0, hidden=True)
    def work(parent: int) -> None:
        """Do imports and whatever is due, until Ctrl-C; `serve` starts one by itself, and a second one waits."""
        with plain_errors():
            from web import logs
            from web.jobs.working import run

            logs.install()
            run(lambda line: click.echo(line, err=True), parent)

    return work
