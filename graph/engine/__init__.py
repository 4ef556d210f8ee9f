"""The private Neo4j: fetched, started, found again and stopped without anything being installed."""

from graph.engine.errors import EngineError
from graph.engine.server import Running, Status, find, rehearsing, resume, start, status, stop

__all__ = ["EngineError", "Running", "Status", "find", "rehearsing", "resume", "start", "status", "stop"]
