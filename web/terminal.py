"""What commands of the terminal share: the SQL database, and the audit of what they do.

Imports what it needs inside, so that `--help` answers at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from web.audit.actions import Action
    from web.database import Database

Guard = Callable[[], AbstractContextManager[None]]


@contextmanager
def accounts() -> Iterator[Database]:
    """The SQL database with its tables up to date."""
    from web.database import Database

    database = Database()
    database.upgrade()
    try:
        yield database
    finally:
        database.dispose()


def noted(action: Action, target: str, /, **detail: Any) -> None:
    """Write down what a command does, in a transaction of its own."""
    from web.audit.writing import note_command

    with accounts() as database, database.writing() as sql:
        note_command(sql, action, target, **detail)
