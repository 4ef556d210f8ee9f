"""What kinds of jobs there are: what does them, what is told when they end, and what looks every minute what is due.

What a kind needs is imported when the first job of it begins: a process that waits costs little.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from web.database import Database
from web.graph_link import GraphLink
from web.jobs.tables import Job
from web.jobs.work import Work


def run(work: Work) -> None:
    """Do the job; ValueError for a kind that this version does not know."""
    match work.kind:
        case "look":
            from web.imports.running import look

            look(work)
        case "import":
            from web.imports.running import import_it

            import_it(work)
        case "undo":
            from web.imports.running import undo

            undo(work)
        case "query":
            from web.asking.scheduled import ask_again

            ask_again(work)
        case "screen":
            from web.administration.screening import screen

            screen(work)
        case _:
            raise ValueError(f"no job {work.kind}")


def ended(sql: Session, job: Job) -> None:
    """Tell those who wait for it; in the transaction that says how it ended."""
    if job.kind in ("look", "import", "undo"):
        from web.imports.ending import tell

        tell(sql, job)


def _folder(database: Database, _link: GraphLink) -> None:
    from web.imports.folder import look

    look(database)


def _sources(database: Database, _link: GraphLink) -> None:
    from web.imports.due import look

    look(database)


def _schedules(database: Database, _link: GraphLink) -> None:
    from web.asking.due import look

    look(database)


def _leftovers(database: Database, _link: GraphLink) -> None:
    from web.imports.storing import sweep

    sweep(database)


def _reopened(database: Database, link: GraphLink) -> None:
    from web.casework.reopened import look

    look(database, link)


def _due(database: Database, link: GraphLink) -> None:
    from web.casework.due import look

    look(database, link)


def _outgoing(database: Database, _link: GraphLink) -> None:
    from web.notices.sending import look

    look(database)


def _attachments(database: Database, _link: GraphLink) -> None:
    from web.casework.attachments.keeping import sweep

    sweep(database)


#: Looked at every minute.
LOOKS: tuple[Callable[[Database, GraphLink], None], ...] = (
    _folder,
    _sources,
    _schedules,
    _reopened,
    _due,
    _outgoing,
    _leftovers,
    _attachments,
)


def said_of(error: Exception) -> str:
    """The error as one line, when it is one that a person can act on; '' for one that belongs into the log."""
    from neo4j.exceptions import DriverError, Neo4jError

    from graph.connection import GraphUnavailable
    from ingest.mapping import MappingError
    from ingest.sources import SourceError

    known = (GraphUnavailable, MappingError, SourceError, DriverError, Neo4jError, OSError, ValueError)
    return " ".join(str(error).split()) if isinstance(error, known) else ""
