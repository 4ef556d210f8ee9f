"""The commands ``user …``."""

from __future__ import annotations

import click

from web.roles import Role
from web.terminal import Guard, accounts

#: Characters that say at least something of how a person was recognised.
_LEAST_HOW = 4


def user_commands(plain_errors: Guard) -> click.Group:
    """The commands; ``plain_errors`` turns what a person can act on into one line."""

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
                state = ", ".join(each for each in (state, "second factor" if one.totp_nonce else "") if each)
                unit = one.unit.name if one.unit else "-"
                click.echo(f"{one.name:<20} {one.role:<14} {unit:<16} {moment(one.signed_in_at):<17} {state}".rstrip())

    @user.command("reset")
    @click.argument("name")
    def reset(name: str) -> None:
        """Print a new first password for NAME; its sessions and tokens end, the second factor stays."""
        with plain_errors(), accounts() as database, database.writing() as sql:
            from web.accounts import people
            from web.audit import Action, note_command

            password = people.reset_password(sql, people.known(sql, name))
            note_command(sql, Action.ACCOUNT_RESET, name)
            click.echo(f"{name}  first password  {password}")

    @user.command("second-factor")
    @click.argument("name")
    @click.option("--remove", is_flag=True, help="for whoever lost telephone and recovery codes")
    @click.option("--how", default="", help="how you made sure who asks; goes into the audit")
    def factor(name: str, remove: bool, how: str) -> None:
        """Say whether NAME has a second factor, or remove a lost one; sessions and tokens end with it."""
        with plain_errors(), accounts() as database, database.writing() as sql:
            from web.accounts import people
            from web.audit import Action, note_command

            account = people.known(sql, name)
            if remove and len(how.strip()) < _LEAST_HOW:
                raise people.AccountError("how", "say with --how in a few words how you made sure who asks")
            if remove:
                people.remove_lost_second_factor(sql, account)
                note_command(sql, Action.ACCOUNT_FACTOR_REMOVED, account.name, purpose=how.strip())
            click.echo(f"{account.name}  {'second factor' if account.totp_nonce else 'no second factor'}")

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

    return user
