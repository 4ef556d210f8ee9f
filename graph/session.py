"""The one way to open a session: our database, and what was written before is seen."""

from __future__ import annotations

from typing import Any

from neo4j import Driver, Session

from graph import settings


def opened(driver: Driver, **options: Any) -> Session:
    """A session that reads what this driver wrote, on a cluster too; ``options`` are the driver's."""
    return driver.session(
        database=settings.read("NEO4J_DATABASE"), bookmark_manager=driver.execute_query_bookmark_manager, **options
    )
