"""The command ``labels``: what people said in the review queue, to fit the weights of evidence to."""

from __future__ import annotations

from pathlib import Path

import click

from web.terminal import Guard, accounts, noted


def labels_command(plain_errors: Guard) -> click.Command:
    """The command; ``plain_errors`` turns what a person can act on into one line."""

    @click.command("labels")
    @click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
    def labels(directory: Path) -> None:
        """Write what the review queue was told to DIRECTORY: labels.csv, and records.csv with the calls, whole.

        `fit DIRECTORY/records.csv=DIRECTORY/labels.csv` beside other sets fits the weights to them.
        """
        with plain_errors():
            from graph.casework.decisions import active
            from graph.connection import connect
            from ingest.screening import incidents_called
            from web.audit import Action
            from web.review import agreement
            from web.review import labels as kept

            with accounts() as database, database.reading() as sql:
                judged = agreement.judged(sql)
            with connect() as driver:
                in_force = {decision.id for decision in active(driver)}
                wanted = kept.labels(judged, in_force)
                known = {one.id: one for one in incidents_called(driver, sorted({i for w in wanted for i in w.calls}))}
            found = [label for label in wanted if all(call in known for call in label.calls)]
            noted(Action.EXPORTED, "labels", directory=directory.name, pairs=len(found))
            kept.write(directory, found, known.values())
            click.echo(f"{directory}: {len(found)} pairs, {len(known)} calls")

    return labels
