"""What the first visitors would wait for: plans that the graph makes when a query is asked first, and words read in."""

from __future__ import annotations

import gc
from threading import Thread

import structlog
from flask import Flask
from neo4j import Driver
from neo4j.exceptions import DriverError, Neo4jError

import queries
from graph import thresholds
from graph.connection import GraphUnavailable
from ingest.hearing import hear
from queries import listing
from queries.patterns import repeats
from web.briefing import LOOKED_AT, TOLD
from web.disputes import finding
from web.disputes.asked import SORTS, Asked
from web.graph_link import link

_SAID = "楼上漏水，多次找他没人管"
_OF_ONE = (
    "dispute_one",
    "dispute_calls",
    "dispute_actions",
    "dispute_people",
    "dispute_places",
    "dispute_picture",
)


def warm(app: Flask) -> None:
    """Ask what lists, disputes and briefings ask, beside the server's work; what fails is left to the first visitor."""
    Thread(target=_ask, args=(app,), daemon=True).start()


def _ask(app: Flask) -> None:
    hear("", "", _SAID)
    with app.app_context():
        try:
            link().ask(plans)
        except (GraphUnavailable, DriverError, Neo4jError) as error:
            structlog.get_logger().warning("not warmed", kind=type(error).__name__)
    gc.collect()
    gc.freeze()  # else every full collection walks over a million objects that stay, for a tenth of a second


def plans(driver: Driver) -> None:
    """Ask every question of lists, disputes and briefings once, about nothing."""
    everything = Asked().parameters() | {"units": None, "agency": None}
    wanted = listing.complete(driver, everything)
    for sort in SORTS:
        listing.rows(driver, wanted, listing.Order(sort), None, 1)
    listing.count(driver, wanted, 1)
    listing.units(driver, {"units": None, "agency": None})
    for length in (1, finding.PAGE):  # a plan is for lists of about a length
        for _ in repeats(driver, windows=tuple(thresholds.repeats()), disputes=["none"] * length):
            pass
    for name in _OF_ONE:
        queries.run(driver, name, dispute="none")
    queries.run(driver, "dispute_ties", incidents=["none"])
    queries.run(driver, "briefing_calls", phone="none", place="none", limit=LOOKED_AT, told=TOLD)
    queries.run(driver, "disputes_named", disputes=["none"])
