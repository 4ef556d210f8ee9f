"""The one way to Neo4j: the server that the settings name, else the private engine."""

from __future__ import annotations

from typing import Literal

from neo4j import Driver, GraphDatabase, NotificationMinimumSeverity
from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError

from graph import engine, settings
from graph.moments import read_sooner

_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


class GraphUnavailable(Exception):
    """There is no graph to work with; the message is one line for the person at the terminal."""


def connect(engine_is_down: Literal["start", "resume", "find"] = "start") -> Driver:
    """A driver that has been seen to work; the caller closes it.

    With ``NEO4J_URI`` set that server is used and nothing is started. Without it the private engine is found or
    started; when it was lost since the last call it is started again at the same port if that is free, so that
    drivers opened before come back to life too. GraphUnavailable says what is wrong in one line.
    ``resume`` starts the private engine only when it was lost, not when somebody stopped it; ``find`` starts nothing.
    """
    address, user, password = _where(engine_is_down)
    read_sooner()
    try:
        driver = GraphDatabase.driver(
            address, auth=(user, password), notifications_min_severity=NotificationMinimumSeverity.OFF
        )
    except (ConfigurationError, ValueError) as error:
        raise GraphUnavailable(f"NEO4J_URI={address}: {_line(error)}") from error
    try:
        driver.verify_connectivity()
    except AuthError as error:
        driver.close()
        raise GraphUnavailable(f"{address} does not accept the user {user} with this password") from error
    except (DriverError, Neo4jError) as error:
        driver.close()
        raise GraphUnavailable(f"no Neo4j answers at {address}: {_line(error)}") from error
    return driver


def _where(engine_is_down: Literal["start", "resume", "find"]) -> tuple[str, str, str]:
    """Address, user and password."""
    address = settings.read("NEO4J_URI")
    if address:
        if address.partition("://")[0] not in _SCHEMES:
            raise GraphUnavailable(f"NEO4J_URI={address}: not an address that begins with bolt:// or neo4j://")
        return address, settings.read("NEO4J_USER"), settings.read("NEO4J_PASSWORD")
    try:
        found = {"start": engine.start, "resume": engine.resume, "find": engine.find}[engine_is_down]()
    except engine.EngineError as error:
        raise GraphUnavailable(str(error)) from error
    if found is None:
        raise GraphUnavailable("the private engine does not run; start it: python app.py engine start")
    return found.address, found.user, found.password


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
