"""The commands ``keys …``."""

from __future__ import annotations

import click

from web.accounts.keys import FILES, HASHES
from web.terminal import Guard, noted


def keys_commands(plain_errors: Guard) -> click.Group:
    """The commands; ``plain_errors`` turns what a person can act on into one line."""

    @click.group()
    def keys() -> None:
        """The keys that sign: docs/protection.md."""

    @keys.command("list")
    def listed() -> None:
        """Each key: its name, since when it signs, until when it should. No key itself is shown."""
        with plain_errors():
            from web.accounts.keys import SIGNS_FOR, all_of

            for file in FILES:
                *former, present = all_of(file)
                for one in former:
                    click.echo(f"{file:<10} {one.name}  {one.made or '-':<10}  {one.hash:<8}  checks only")
                until = f"renew by {present.made + SIGNS_FOR}" if present.made else "of unknown age"
                click.echo(f"{file:<10} {present.name}  {present.made or '-':<10}  {present.hash:<8}  signs, {until}")

    @keys.command("renew")
    @click.argument("file", type=click.Choice(list(FILES)))
    @click.option("--hash", "function", type=click.Choice(HASHES), default=HASHES[0], help="what it signs with (HMAC)")
    def renew_command(file: str, function: str) -> None:
        """Make a new key that signs from now on; those before it go on checking what they signed."""
        with plain_errors():
            from web.accounts.keys import renew
            from web.audit.actions import Action

            fresh = renew(file, function)
            noted(Action.KEY_RENEWED, file, key=fresh.name, hash=function)
            click.echo(f"{file}  {fresh.name}  signs from now on; back it up. Pages being served: start them anew")

    return keys
