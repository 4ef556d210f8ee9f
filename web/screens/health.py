"""Whether this process lives, and whether it can work: for a load balancer, a service manager, a person."""

from __future__ import annotations

from flask import Blueprint, Response, make_response

from graph.connection import GraphUnavailable
from web.graph_link import link
from web.unavailable import DatabaseUnavailable
from web.visitor import database

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def process() -> Response:
    """200 while the process answers at all."""
    return _said("ok\n", 200)


@blueprint.get("/readyz")
def ready() -> Response:
    """200 when graph and SQL answer, else 503 with a line for each; no address, as anybody may ask."""
    graph = sql = "ok"
    try:
        link().check()
    except GraphUnavailable:
        graph = "does not answer"
    try:
        database().check()
    except DatabaseUnavailable:
        sql = "does not answer"
    return _said(f"graph: {graph}\naccounts: {sql}\n", 200 if graph == sql == "ok" else 503)


def _said(text: str, status: int) -> Response:
    response = make_response(text, status)
    response.mimetype = "text/plain"
    return response
