"""The one entry to Fengqiao: the command line.

Exit status: 0 good, 1 the work failed, 2 wrong usage. An error is one clear line on stderr.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph import settings
from web.commands import commands as web_commands
from web.commands_communities import communities_anew
from web.terminal import noted

if TYPE_CHECKING:
    from flask import Flask
    from neo4j import Driver

    from ingest.deciding import Decided

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

    from graph.casework.callers import UnknownCaller
    from graph.casework.decisions import UnknownDecision
    from graph.connection import GraphUnavailable
    from graph.engine import EngineError
    from graph.export.output import ExportError, NoSuchExport
    from graph.gate import Refused
    from ingest.mapping import MappingError
    from ingest.sources import SourceError
    from queries import QueryError
    from web.backups import BackupError
    from web.unavailable import DatabaseUnavailable, ServingError

    known = (
        GraphUnavailable, EngineError, ExportError, MappingError, SourceError, DatabaseUnavailable, ServingError,
        BackupError,
    )  # fmt: skip
    try:
        yield
    except (NoSuchExport, QueryError, Refused, UnknownCaller, UnknownDecision) as error:
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
        from web.administration.screening import anew

        with watching("screen", quiet) as watcher:
            told = anew(driver, watcher)
        click.echo("\n".join(told))


@cli.command()
@click.argument("what")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="suffix = format")
@click.option("--dispute", "disputes", multiple=True, help="network: this dispute; may be given again")
@click.option("--community", "communities", multiple=True, help="network: this community; may be given again")
@click.option("--node", "nodes", multiple=True, metavar="LABEL:KEY", help="network: this node; may be given again")
@click.option("--top", type=click.IntRange(min=1), default=TOP, show_default=True, help="network: so many by risk")
def export(
    *,
    what: str,
    output: Path,
    disputes: tuple[str, ...],
    communities: tuple[str, ...],
    nodes: tuple[str, ...],
    top: int,
) -> None:
    """Write WHAT (assignments, disputes, repeats, hotspots, flags, rectification, network) to a file."""
    with _graph() as driver:
        from queries.export import Chosen
        from queries.export import export as write
        from web.audit import Action

        noted(Action.EXPORTED, what, file=output.name, disputes=disputes, communities=communities, nodes=nodes)
        chosen = Chosen(disputes=disputes, communities=communities, nodes=nodes, top=top)
        click.echo(str(write(driver, what, output, chosen)))


@cli.command()
@click.option("--truth", type=click.Path(exists=True, path_type=Path), help="a directory, or an assignments file")
@click.option(
    "--texts", is_flag=False, flag_value="", default=None, metavar="[FILE]", help="labelled texts; default: our own"
)
@click.option(
    "--part",
    type=click.Choice(["dev", "heldout", "heldout2"]),
    default="heldout2",
    show_default=True,
    help="of our texts",
)
@click.option(
    "--address-pairs",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TSV of two addresses and 0 different, 1 related, 2 same place",
)
def evaluate(truth: Path | None, texts: str | None, part: str, address_pairs: Path | None) -> None:
    """Compare the graph with a truth beside plain baselines, or extraction with labelled texts or address pairs."""
    if [truth, texts, address_pairs].count(None) != 2:
        raise Misuse("give one of --truth, --texts, --address-pairs")
    if texts is not None:
        _evaluate_texts(Path(texts) if texts else None, part)
    elif address_pairs is not None:
        from ingest.evaluate import address_pairs as pairs

        try:
            click.echo(pairs.table(pairs.load(address_pairs)))
        except ValueError as error:
            raise Misuse(str(error)) from error
    elif truth is not None:
        _evaluate_graph(truth)


def _evaluate_texts(file: Path | None, part: str) -> None:
    from ingest.evaluate import labelled_texts as texts

    if file and not file.is_file():
        raise Misuse(f"{file}: no such file")
    try:
        rows = texts.load(file or texts.TEXTS / f"{part}.jsonl")
    except ValueError as error:
        raise Misuse(str(error)) from error
    click.echo(f"{len(rows)} texts, {len({row.get('theme') for row in rows})} themes\n")
    click.echo(texts.table(texts.compare(rows)))


def _evaluate_graph(truth: Path) -> None:
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
            dict(run(driver, "incident_callers").rows),
        )
        incidents = [incident for incident, _ in stored_incidents(driver)]
        click.echo(compare(truth, predicted, incidents).table())


def _labelled_set(written: str) -> tuple[Path, Path, float]:
    """The parts of RECORDS=TRUTH[@VOICE]."""
    records, sign, rest = written.partition("=")
    truth, _, voice = rest.rpartition("@") if "@" in rest else (rest, "", "1")
    try:
        heard = float(voice)
    except ValueError as error:
        raise Misuse(f"{written}: VOICE must be a number") from error
    if not sign or not truth or not 0 < heard <= 1:
        raise Misuse(f"{written}: must be RECORDS=TRUTH[@VOICE], VOICE above 0 and at most 1")
    return Path(records), Path(truth), heard


@cli.command()
@click.argument("pairs", nargs=-1, required=True, metavar="RECORDS=TRUTH[@VOICE]…")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="where to write the weights")
def fit(pairs: tuple[str, ...], output: Path | None) -> None:
    """Fit the weights of evidence to labelled records and cross-validate them; needs no graph.

    Prints how well records are told that no fold saw, their spread, and by scenario, kind and size of dispute.
    RECORDS is a file as for ingest, TRUTH a directory of truth files or one assignments file, VOICE how much
    the set is heard beside the others (1 unless given; a synthetic sample deserves less).
    """
    with _plain_errors():
        from ingest.evaluate.spread import report
        from ingest.fitting import labelled
        from ingest.resolve.fit import fit as fitted
        from ingest.resolve.weights import standard

        sets = []
        for pair in pairs:
            records, truth, voice = _labelled_set(pair)
            click.echo(f"reading {records}", err=True)
            sets.append(labelled(records, truth, voice))
        click.echo("fitting and cross-validating", err=True)
        weights, found = fitted(sets, standard())
        for labelled_set, grouping in zip(sets, found, strict=True):
            click.echo(report(labelled_set, grouping))
        if output:
            weights.write(output)
            click.echo(f"{output}: written")


@cli.command("query")
@click.argument("name", required=False, default="")
@click.option("--cypher", metavar="TEXT", help="Cypher of your own instead of a NAME; it can only read")
@click.option("-p", "pairs", multiple=True, metavar="KEY=VALUE", help="a parameter; KEY:=VALUE for JSON such as 5")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def query_command(name: str, cypher: str | None, pairs: tuple[str, ...], form: str) -> None:
    """Run the query NAME of the shelf, or Cypher of your own, through the gate (docs/gate.md)."""
    if bool(name) == (cypher is not None):
        raise Misuse("give the NAME of a query, or --cypher")
    with _graph() as driver:
        from graph.gate import Refused
        from queries.asking import ask_cypher, ask_shelf
        from queries.printing import first_only, printed
        from queries.written import written
        from web.audit import Action

        given, user = written(pairs), getpass.getuser()
        try:
            asked = ask_shelf(driver, name, given, user) if cypher is None else ask_cypher(driver, cypher, given, user)
        except Refused as error:
            noted(Action.QUERY_REFUSED, name, cypher=cypher, parameters=given, why=str(error))
            raise
        noted(Action.QUERY_RUN, name, cypher=cypher, parameters=given, rows=len(asked.result.rows))
        click.echo(printed(asked.result, form), nl=False)
        if asked.more:
            click.echo(first_only(len(asked.result.rows), asked.more), err=True)


def _login(_context: click.Context, _option: click.Parameter, name: str) -> str:
    return name or getpass.getuser()


def _by(command: Callable[..., None]) -> Callable[..., None]:
    """The option that says who decides."""
    return click.option("--by", default="", callback=_login, help="who decides; the login name when not given")(command)


def _by_and_why(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that records a decision."""
    return _by(click.option("--reason", default="", help="why, for those who review it")(command))


@cli.group()
def caller() -> None:
    """Who is one person: look, merge, split. Every later import and screening obeys."""


@caller.command("show")
@click.argument("key")
def caller_show(key: str) -> None:
    """Phones, names and calls of the caller KEY, and why they are one person."""
    with _graph() as driver:
        from ingest.settle.caller_card import caller_card

        click.echo(caller_card(driver, key).text())


@caller.command("merge")
@click.argument("keys", nargs=-1, required=True)
@_by_and_why
def caller_merge(keys: tuple[str, ...], by: str, reason: str) -> None:
    """Decide that the callers KEYS are one person."""
    with _graph() as driver:
        from graph.casework.callers import merge_callers, present_key
        from ingest.deciding import decide

        decided = decide(driver, lambda: merge_callers(driver, keys, by, reason), _say)
        _decided("merge callers", decided, by, reason)
        click.echo(f"decision {decided.id}: {decided.incidents} incidents are of {present_key(driver, keys[0])}")


@caller.command("split")
@click.argument("key")
@click.argument("incidents", nargs=-1, required=True)
@_by_and_why
def caller_split(key: str, incidents: tuple[str, ...], by: str, reason: str) -> None:
    """Decide that these INCIDENTS of the caller KEY are another person's."""
    with _graph() as driver:
        from graph.casework.callers import callers_of, split_caller
        from ingest.deciding import decide

        decided = decide(driver, lambda: split_caller(driver, key, incidents, by, reason), _say)
        _decided("split caller", decided, by, reason)
        click.echo(f"decision {decided.id}: {', '.join(incidents)} are of {', '.join(callers_of(driver, incidents))}")


@cli.group()
def decision() -> None:
    """What people decided about disputes and callers."""


@decision.command("list")
def decision_list() -> None:
    """Every decision, the latest first: what about, who, why, and whether it was undone."""
    with _graph() as driver:
        from graph.casework.decisions import history

        for made in history(driver):
            undone = f"  undone {made['undone_at'][:19]} by {made['undone_by']}" if made["undone_at"] else ""
            what = f"{made['about']} {made['action']}, {made['incidents']} incidents"
            click.echo(f"{made['id']}  {made['at'][:19]}  {what}  by {made['by']}  {made['reason']}".rstrip() + undone)


@decision.command("undo")
@click.argument("decision_id", metavar="ID")
@_by
def decision_undo(decision_id: str, by: str) -> None:
    """Undo the decision ID, about a dispute or a caller; its record stays."""
    with _graph() as driver:
        from ingest.deciding import undecide
        from web.audit import Action

        undone = undecide(driver, decision_id, by, _say)
        noted(Action.DECISION_UNDONE, undone.id, by=by)
        click.echo(f"undone: {undone.id}, {undone.incidents} incidents settled anew")


def _decided(what: str, decided: Decided, by: str, reason: str) -> None:
    from web.audit import Action

    noted(Action.DECIDED, decided.id, what=what, incidents=decided.incidents, by=by, reason=reason)


def _say(stage: str) -> None:
    """Only what a person has to wait for is worth a line here."""
    if stage.startswith("waiting"):
        click.echo(stage, err=True)


@cli.command("settings")
def settings_command() -> None:
    """Every setting: its value in force, whether that is the default, what it means."""
    from graph import thresholds

    click.echo(settings.in_force(), nl=False)
    with _plain_errors():
        held = ", ".join(f"{name} {value:g}" for name, value in thresholds.in_force().items())
        click.echo(f"thresholds in force (docs/administration.md): {held}")


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
            communities_anew(driver, watcher.stage)
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
