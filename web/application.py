"""The application put together: database, graph, security, words, screens."""

from __future__ import annotations

from flask import Flask

from web import errors, kept_files, metrics, security, visitor, words
from web.api import interface
from web.database import Database
from web.graph_link import GraphLink
from web.screens import BLUEPRINTS


def create_app(database: Database | None = None, graph: GraphLink | None = None) -> Flask:
    """The WSGI application; what it needs is opened at first use, so it can be made before a server forks."""
    app = interface.application(root_path=str(words.ROOT))
    app.extensions["fengqiao-database"] = database or Database()
    app.extensions["fengqiao-graph"] = graph or GraphLink()
    app.url_map.converters["int"] = visitor.Number
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    security.install(app)
    kept_files.install(app)
    metrics.install(app)
    interface.limit(app)
    visitor.install(app)
    security.protect_forms(app)
    words.install(app)
    errors.install(app)
    for blueprint in (*BLUEPRINTS, metrics.blueprint):
        app.register_blueprint(blueprint)
    interface.install(app)
    return app
