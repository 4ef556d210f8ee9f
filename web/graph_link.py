"""The way from a worker process to the graph: one driver, renewed when the engine was lost or came back elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import TypeVar, cast

from flask import current_app
from neo4j import Driver
from neo4j.exceptions import AuthError, DriverError, ServiceUnavailable, SessionExpired, TransientError

from graph import settings
from graph.connection import GraphUnavailable, connect

Answer = TypeVar("Answer")
_WAITS_S = (0.2, 1.0, 3.0)
_LOST = (ServiceUnavailable, SessionExpired, AuthError)


class GraphLink:
    """Opened at first use, so that every worker process has connections of its own."""

    def __init__(self) -> None:
        self._driver: Driver | None = None
        self._lock = Lock()

    def ask(self, work: Callable[[Driver], Answer]) -> Answer:
        """What ``work`` answers; tried again when the graph was lost on the way, so it must bear being done twice.

        Raises GraphUnavailable when it stays lost.
        """
        for wait_s in (*_WAITS_S, None):
            try:
                return work(self._opened())
            except GraphUnavailable:
                # The private engine is there, is started again, or was stopped on purpose: waiting changes nothing.
                if wait_s is None or not settings.read("NEO4J_URI"):
                    raise
                time.sleep(wait_s)
            except (*_LOST, TransientError) as error:
                if isinstance(error, _LOST):
                    self.close()
                if wait_s is None:
                    raise GraphUnavailable(" ".join(str(error).split())) from error
                time.sleep(wait_s)
            except DriverError as error:
                raise GraphUnavailable(" ".join(str(error).split())) from error
        raise AssertionError("the last try answers or raises")

    def once(self, work: Callable[[Driver], Answer]) -> Answer:
        """What ``work`` answers, for what must not be done twice: the link is proved first, and nothing is tried again.

        Raises GraphUnavailable when the graph is lost on the way; then it may have been done or not.
        """
        self.ask(lambda driver: driver.verify_connectivity())
        try:
            return work(self._opened())
        except (DriverError, *_LOST) as error:
            raise GraphUnavailable(" ".join(str(error).split())) from error

    def check(self) -> None:
        """GraphUnavailable when the graph does not answer now; starts nothing and waits for nothing."""
        try:
            self._opened(start=False).verify_connectivity()
        except (DriverError, AuthError) as error:
            self.close()
            raise GraphUnavailable(" ".join(str(error).split())) from error

    def close(self) -> None:
        """Let go of the connections; the next use opens new ones."""
        with self._lock:
            driver, self._driver = self._driver, None
        if driver:
            driver.close()

    def _opened(self, *, start: bool = True) -> Driver:
        with self._lock:
            if self._driver is None:
                self._driver = connect("resume" if start else "find")
            return self._driver


def link() -> GraphLink:
    """The application's link."""
    return cast(GraphLink, current_app.extensions["fengqiao-graph"])
