"""/metrics for Prometheus: requests by endpoint and status, incidents received, whether graph and accounts answer.

Under gunicorn every worker process counts for itself in files of PROMETHEUS_MULTIPROC_DIR (``web.serving`` makes it),
and whichever is asked adds them up. No label has a person, a path or a search word in it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from flask import Blueprint, Flask, Response, current_app, g, request

from graph.connection import GraphUnavailable
from graph.one_writer import somebody_writes
from web.graph_link import link
from web.unavailable import DatabaseUnavailable
from web.visitor import database

blueprint = Blueprint("metrics", __name__)
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
#: The variable with which the library is told that several processes count together.
SHARED = "PROMETHEUS_MULTIPROC_DIR"


class Meters:
    """What is counted in this process."""

    def __init__(self) -> None:
        # Imported here: the library looks at SHARED when it is imported, and `serve` sets it before the workers start.
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "fengqiao_request_seconds",
            "requests by endpoint, method and status, and how long they took",
            ("endpoint", "method", "status"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._incidents = Counter(
            "fengqiao_incidents", "records sent to POST /incidents, by outcome", ("outcome",), registry=self.registry
        )

    def answered(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._seconds.labels(endpoint, method, str(status)).observe(seconds)

    def received(self, outcomes: Mapping[str, int]) -> None:
        """Count records that were sent."""
        for outcome, count in outcomes.items():
            self._incidents.labels(outcome).inc(count)


def install(app: Flask) -> None:
    """Count every request of ``app``."""
    app.extensions["fengqiao-meters"] = counting = Meters()

    def count(response: Response) -> Response:
        took = time.monotonic() - g.get("began", time.monotonic())
        known = request.method in ("GET", "HEAD", "POST", "OPTIONS")
        counting.answered(request.endpoint or "-", request.method if known else "-", response.status_code, took)
        return response

    app.after_request(count)


def meters() -> Meters:
    """The application's."""
    return cast(Meters, current_app.extensions["fengqiao-meters"])


@blueprint.get("/metrics", endpoint="all")
def everything() -> Response:
    """All that is counted, in Prometheus' text form, and how things are at this moment."""
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    counted = meters().registry
    if os.environ.get(SHARED):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    return Response(generate_latest(counted) + "".join(_now()).encode(), content_type=CONTENT_TYPE_LATEST)


def _now() -> Iterator[str]:
    """What no process counts: it is asked for when it is wanted."""
    for name, meaning, value in (
        ("fengqiao_graph_up", "1 when the graph answers", _answers(link().check, GraphUnavailable)),
        (
            "fengqiao_accounts_up",
            "1 when the database of accounts answers",
            _answers(database().check, DatabaseUnavailable),
        ),
        ("fengqiao_writing", "1 while an import, a screening, a decision or a call is written", somebody_writes()),
    ):
        yield f"# HELP {name} {meaning}\n# TYPE {name} gauge\n{name} {value:d}\n"


def _answers(check: Callable[[], None], lost: type[Exception]) -> bool:
    try:
        check()
    except lost:
        return False
    return True
