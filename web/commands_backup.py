"""The commands ``backup`` and ``restore``."""

from __future__ import annotations

import socket
from pathlib import Path

import click

from graph import settings
from web.terminal import Guard, noted


def backup_commands(plain_errors: Guard) -> list[click.Command]:
    """The commands; ``plain_errors`` turns what a person can act on into one line."""

    @click.command()
    @click.argument("path", type=click.Path(path_type=Path))
    def backup(path: Path) -> None:
        """Write graph, accounts, audit, keys and files to PATH, a new file or a directory to put one in.

        The file lets its owner read everything: keep it as you keep the records.
        """
        with plain_errors():
            from web.audit import Action
            from web.backups import save

            manifest = save(path, _say)
            noted(Action.BACKED_UP, path.name, members=len(manifest.members))
            click.echo(f"backup of {manifest.made_at}: {len(manifest.members)} files, engine {manifest.engine}")

    @click.command()
    @click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--yes", is_flag=True, help="do not ask")
    def restore(path: Path, yes: bool) -> None:
        """Replace everything by the backup in PATH; what there is now is kept first, under FENGQIAO_HOME/backups."""
        with plain_errors():
            from graph import schema
            from graph.connection import connect
            from web.audit import Action
            from web.backups import BackupError, put_back, read

            manifest = read(path)
            if _served():
                raise BackupError("the pages are being served; stop `python app.py serve` first")
            if not yes:
                click.confirm(f"Replace everything by the backup of {manifest.made_at}?", abort=True)
            _keep_present()
            put_back(path, _say)
            with connect() as driver:
                schema.apply(driver)
            noted(Action.RESTORED, path.name, made_at=manifest.made_at)
            click.echo(f"restored: the backup of {manifest.made_at}")

    return [backup, restore]


def _keep_present() -> None:
    """Back up what is about to be replaced, where there is a graph."""
    from web.backups import BackupError, save

    directory = settings.home() / "backups"
    directory.mkdir(mode=0o700, exist_ok=True)
    try:
        save(directory, _say)
    except BackupError as error:
        _say(f"nothing is kept of the present state: {error}")
    else:
        _say(f"the present state is kept in {directory}")


def _served() -> bool:
    """Whether something answers at the port of the pages."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", settings.number("FENGQIAO_PORT"))) == 0


def _say(stage: str) -> None:
    click.echo(stage, err=True)
