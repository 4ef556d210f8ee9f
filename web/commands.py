"""The commands of the web application: ``serve``, ``user``, and those of the files beside this one."""

from __future__ import annotations

import click

from web.commands_audit import audit_commands
from web.commands_backup import backup_commands
from web.commands_brief import brief_command
from web.commands_communities import communities_command
from web.commands_forget import forget_command
from web.commands_keys import keys_commands
from web.commands_review import labels_command
from web.commands_user import user_commands
from web.commands_work import work_command
from web.terminal import Guard


def commands(plain_errors: Guard) -> list[click.Command]:
    """The commands; ``plain_errors`` turns what a person can act on into one line."""

    @click.command()
    def serve() -> None:
        """Serve the pages, with several processes, until Ctrl-C; the first start prints first passwords."""
        with plain_errors():
            from web.serving import serve as run

            run(click.echo)

    groups = (
        user_commands,
        audit_commands,
        keys_commands,
        forget_command,
        brief_command,
        communities_command,
        labels_command,
        work_command,
    )
    return [serve, *(one(plain_errors) for one in groups), *backup_commands(plain_errors)]
