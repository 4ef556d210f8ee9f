"""Write the next migration from the difference between the models and the migrations so far."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from web.database import Database, alembic_config


def main(message: str) -> None:
    """Write a file into versions/, from a database made by the migrations there are."""
    with tempfile.TemporaryDirectory() as directory:
        database = Database(f"sqlite:///{Path(directory) / 'empty.sqlite'}")
        database.upgrade()
        with database.engine.begin() as connection:
            command.revision(alembic_config(connection), message, autogenerate=True)
        database.dispose()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
