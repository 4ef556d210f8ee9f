"""The one entry to Fengqiao: the command line.

Exit status: 0 good, 1 the work failed, 2 wrong usage. An error is one clear line on stderr.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph import settings
from web.commands import commands as web_commands

if TYPE_CHECKING:
    from flask import Flask
    from neo4j import Driver

SAMPLE_ROWS = 3_000
SAMPLE_SEED = 110
TOP = 20
NEXT = """Where to go next
  python app.py ingest YOUR_EXPORT.csv --dry-run     see how your own columns are understood
  python app.py export repeats --output repeats.csv  take the list to a meeting
  python app.py query dispute_incidents -p dispute=ID   one dispute, call by call, with reasons
  python app.py serve                                the pages, where `make run` goes on to
  python app.py engine stop                          when you are done"""


class Failure(click.ClickException):
    """The work failed: one line on stderr, exit status 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - the signature is click's
        """Print the line without click's own prefix in another language."""
        click.echo(f"fengqiao: {self.message}", err=True)


class Misuse(Failure):
    """The command was asked for something that there is not: exit status 2."""

    exit_code = 2


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn the errors a person can act on into one line."""
    from concurrent.futures.process import BrokenProcessPool

    from neo4j.exceptions import DriverError, Neo4jError

    from graph.connection import GraphUnavailable
    from graph.engine import EngineError
    from graph.export.output import ExportError, NoSuchExport
    from ingest.mapping import MappingError
    from ingest.sources import SourceError
    from queries import QueryError
    from web.unavailable import DatabaseUnavailable, ServingError

    known = (GraphUnavailable, EngineError, ExportError, MappingError, SourceError, DatabaseUnavailable, ServingError)
    try:
        yield
    except (NoSuchExport, QueryError) as error:
        raise Misuse(str(error)) from error
    except known as error:
        raise Failure(str(error)) from error
    except (DriverError, Neo4jError) as error:
        line = " ".join(str(error).split())
        raise Failure(f"the graph did not answer ({line}); run the same command again to go on") from error
    except BrokenProcessPool as error:
        raise Failure("a reading process was ended (was memory short?); run the same command again to go on") from error
    except (OSError, ValueError) as error:
        raise Failure(" ".join(str(error).split())) from error


@contextmanager
def _graph() -> Iterator[Driver]:
    """A driver on a graph whose constraints are in place."""
    with _plain_errors():
        from graph import schema
        from graph.connection import connect

        with connect() as driver:
            schema.apply(driver)
            yield driver


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def cli() -> None:
    """Fengqiao finds the disputes behind repeated police calls."""


@cli.group()
def engine() -> None:
    """The private Neo4j (not used when NEO4J_URI is set)."""


@engine.command("start")
def engine_start() -> None:
    """Start it, or find it running."""
    with _plain_errors():
        from graph.engine import start

        running = start()
        click.echo(f"Neo4j {running.version} at {running.address}")


@engine.command("stop")
def engine_stop() -> None:
    """Stop it cleanly."""
    with _plain_errors():
        from graph.engine import stop

        click.echo("stopped" if stop() else "was not running")


@engine.command("status")
def engine_status() -> None:
    """Version, address, size, uptime, log file."""
    with _plain_errors():
        from graph.engine import status

        found = status()
        hours, rest = divmod(int(found.uptime_s or 0), 3600)
        lines = {
            "version": found.version,
            "state": "running" if found.running else "stopped",
            "address": found.address or "-",
            "size": f"{found.size_bytes / 1e6:,.1f} MB",
            "uptime": f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if found.running else "-",
            "log": found.log,
        }
        click.echo("\n".join(f"{name:<8} {value}" for name, value in lines.items()))


@cli.command()
@click.option("--rows", type=click.IntRange(min=50), required=True, help="how many rows")
@click.option("--seed", type=int, default=SAMPLE_SEED, show_default=True, help="same seed, same bytes")
@click.option("--split", type=click.Choice(["train", "heldout"]), help="only these scenarios; the two share none")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="the CSV file")
def sample(rows: int, seed: int, split: str | None, out: Path) -> None:
    """Write synthetic incidents and, beside them, their truth."""
    with _plain_errors():
        from ingest.sample import generate

        generate(rows, seed, split, out)
        click.echo(f"{out}: {rows:,} rows; truth in {out.with_suffix('')}.truth/")


@cli.command("ingest")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="TOML mapping file")
@click.option("--sheet", help="sheet of a workbook; the first with content otherwise")
@click.option("--sql", "url", help="a database to read from, as dialect://user:password@host/database")
@click.option("--query", help="what to read there; `:since` in it is the watermark")
@click.option("--dry-run", is_flag=True, help="show the mapping and the first rows as understood; write nothing")
@click.option("--quiet", is_flag=True, help="no progress, only the counts")
def ingest_command(
    *,
    files: tuple[Path, ...],
    mapping: Path | None,
    sheet: str | None,
    url: str | None,
    query: str | None,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Read FILES (CSV, XLSX, JSON lines) or a database into the graph.

    Feeding the same file again changes nothing; a run that was killed goes on where it was.
    """
    if bool(files) == bool(url) or bool(url) != bool(query):
        raise click.UsageError("give files, or --sql with --query")
    with _plain_errors():
        from ingest.reading import open_files, open_query, preview

        sources = open_files(files, sheet, mapping) if files else [open_query(url or "", query or "", mapping)]
        if dry_run:
            for source, plan in sources:
                click.echo(preview(source, plan))
            return
    with _graph() as driver:
        from ingest.pipeline import ingest
        from ingest.progress import watching

        for source, plan in sources:
            with watching(source.name, quiet) as watcher:
                summary = ingest(driver, source, plan, watcher)
            click.echo(summary.text())


@cli.command()
@click.option("--quiet", is_flag=True, help="no progress")
def screen(quiet: bool) -> None:
    """Find disputes, repeats and risk anew over the whole graph."""
    with _graph() as driver:
        from ingest.progress import watching
        from ingest.screening import screen as screen_all
        from queries.patterns import repeats

        with watching("screen", quiet) as watcher:
            settled = screen_all(driver, watcher)
        found = {repeat.dispute_id for repeat in repeats(driver)}
        click.echo(f"incidents {settled.incidents}, disputes {settled.disputes}, repeat disputes {len(found)}")


@cli.command()
@click.argument("what")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="suffix = format")
@click.option("--dispute", "disputes", multiple=True, help="network: this dispute; may be given again")
@click.option("--top", type=click.IntRange(min=1), default=TOP, show_default=True, help="network: so many by risk")
def export(what: str, output: Path, disputes: tuple[str, ...], top: int) -> None:
    """Write WHAT (assignments, disputes, repeats, hotspots, flags, network) to a file."""
    with _graph() as driver:
        from queries.export import export as write

        click.echo(str(write(driver, what, output, disputes=disputes, top=top)))


@cli.command()
@click.option(
    "--truth", type=click.Path(exists=True, path_type=Path), required=True, help="a directory, or an assignments file"
)
def evaluate(truth: Path) -> None:
    """Compare what the graph holds with a truth, beside plain baselines."""
    with _graph() as driver:
        from ingest.evaluate import evaluate as compare
        from ingest.evaluate import from_rows
        from ingest.screening import stored_incidents
        from queries.patterns import repeats
        from queries.running import run

        predicted = from_rows(
            dict(run(driver, "assignments").rows),
            (asdict(repeat) for repeat in repeats(driver)),
            run(driver, "flags").records(),
        )
        incidents = [incident for incident, _ in stored_incidents(driver)]
        click.echo(compare(truth, predicted, incidents).table())


@cli.command("query")
@click.argument("name")
@click.option("-p", "pairs", multiple=True, metavar="KEY=VALUE", help="a parameter")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def query_command(name: str, pairs: tuple[str, ...], form: str) -> None:
    """Run the query NAME of the shelf."""
    parameters: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or key in parameters:
            raise Misuse(f"-p {pair}: {'given twice' if sign else 'must be KEY=VALUE'}")
        parameters[key] = value
    with _graph() as driver:
        from queries.printing import printed
        from queries.running import run

        click.echo(printed(run(driver, name, **parameters), form), nl=False)


@cli.command("settings")
def settings_command() -> None:
    """Every setting: its value in force, whether that is the default, what it means."""
    click.echo(settings.in_force(), nl=False)


@cli.command()
def start() -> None:
    """Make sure there is something to see, and show it: what `make run` does."""
    with _graph() as driver:
        from ingest.progress import watching
        from ingest.settle import settle
        from ingest.tour import load_sample, wants_sample
        from queries.printing import ranking
        from queries.ranking import ranked_repeats

        with watching("sample", quiet=False) as watcher:
            if wants_sample(driver):
                click.echo(load_sample(driver, SAMPLE_ROWS, SAMPLE_SEED, watcher).text())
            settle(driver, watcher.stage)
        click.echo(ranking(ranked_repeats(driver, TOP), _why))
        click.echo(f"\n{NEXT}")


def _why(reason: str) -> str:
    """A reason of grouping or of risk in words."""
    from graph.analysis import risk
    from ingest.extract.kinds import NAMES
    from ingest.resolve.reasons import say

    return say(reason, "zh") if ":" in reason else risk.say(reason, "zh", NAMES)


for web_command in web_commands(_plain_errors):
    cli.add_command(web_command)


def create_app() -> Flask:
    """The web application for a WSGI server of your own: ``app:create_app()``."""
    from web.application import create_app as make

    return make()


if __name__ == "__main__":
    sys.exit(cli())
