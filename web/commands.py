"""The commands of the web application: ``serve``, ``user``, ``audit``, ``forget``, ``communities``."""

from __future__ import annotations

import click

from web.commands_audit import audit_commands
from web.commands_communities import communities_command
from web.commands_forget import forget_command
from web.roles import Role
from web.terminal import Guard, accounts


def commands(plain_errors: Guard) -> list[click.Command]:
    """The commands; ``plain_errors`` turns what a person can act on into one line."""

    @click.command()
    def serve() -> None:
        """Serve the pages, with several processes, until Ctrl-C; the first start prints first passwords."""
        with plain_errors():
            from web.serving import serve as run

            run(click.echo)

    @click.group()
    def user() -> None:
        """Accounts of the pages."""

    @user.command("add")
    @click.argument("name")
    @click.option("--role", type=click.Choice([str(role) for role in Role]), required=True, help="what the person does")
    @click.option("--unit", default="", help="the unit, as records name it; for a partner, the agency")
    def add(name: str, role: str, unit: str) -> None:
        """Add the account NAME and print its first password."""
        with plain_errors(), accounts() as database, database.writing() as sql:
            from web.accounts import people
            from web.audit import Action, note_command

            account, password = people.add(sql, name, Role(role), unit)
            note_command(sql, Action.ACCOUNT_ADDED, account.name, role=role, unit=unit)
            click.echo(f"{account.name}  {account.role}  first password  {password}")

    @user.command("list")
    def listed() -> None:
        """Every account: name, role, unit, last sign-in, state."""
        with plain_errors(), accounts() as database, database.reading() as sql:
            from web.accounts import people
            from web.words import moment

            for one in people.everybody(sql):
                state = "locked" if one.locked else "first password" if one.must_change else ""
                unit = one.unit.name if one.unit else "-"
                click.echo(f"{one.name:<20} {one.role:<14} {unit:<16} {moment(one.signed_in_at):<17} {state}".rstrip())

    @user.command("reset")
    @click.argument("name")
    def reset(name: str) -> None:
        """Print a new first password for NAME; its sessions, tokens and second factor end."""
        with plain_errors(), accounts() as database, database.writing() as sql:
            from web.accounts import people
            from web.audit import Action, note_command

            password = people.reset_password(sql, people.known(sql, name))
            note_command(sql, Action.ACCOUNT_RESET, name)
            click.echo(f"{name}  first password  {password}")

    @user.command("lock")
    @click.argument("name")
    @click.option("--off", is_flag=True, help="open it again")
    def lock(name: str, off: bool) -> None:
        """Lock the account NAME out, at once and everywhere."""
        with plain_errors(), accounts() as database, database.writing() as sql:
            from web.accounts import people
            from web.audit import Action, note_command

            people.lock(sql, people.known(sql, name), not off)
            note_command(sql, Action.ACCOUNT_OPENED if off else Action.ACCOUNT_LOCKED, name)
            click.echo(f"{name}  {'open' if off else 'locked'}")

    return [serve, user, audit_commands(plain_errors), forget_command(plain_errors), communities_command(plain_errors)]
