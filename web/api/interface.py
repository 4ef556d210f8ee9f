"""The interface put together, and its description in OpenAPI 3.1, which is made from the functions and their models."""

from __future__ import annotations

from typing import Any, NoReturn

from flask import current_app
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from pydantic import ValidationError

from web.api import briefing, disputes, door, graph, incidents, rates, shelf
from web.api.problems import Problem, does_not_fit
from web.permission import ALL, RULES
from web.roles import Role

#: Every module whose functions are endpoints.
PARTS = (incidents, briefing, disputes, graph, shelf)
VERSION = "1.0.0"


def application(**options: Any) -> OpenAPI:
    """A Flask application that can describe its interface; ``options`` are Flask's."""
    return OpenAPI(
        "web",
        info=Info(
            title="Fengqiao 枫桥",
            version=VERSION,
            description="Calls in, disputes, briefings, graph and queries out. Errors are problem details (RFC 9457).",
        ),
        security_schemes=door.SECURITY,
        validation_error_model=Problem,
        validation_error_callback=_refuse,
        doc_ui=False,
        **options,
    )


def install(app: OpenAPI) -> None:
    """Add the interface to ``app``, after forms are protected."""
    door.install(app)
    app.register_api(door.blueprint)


def limit(app: OpenAPI) -> None:
    """Limit how often it is asked, before ``web.visitor`` looks who asks."""
    rates.install(app)


def table() -> str:
    """Every endpoint as a Markdown table: what it does, for which scope of a token, and for which roles."""
    lines = ["| endpoint | what | scope | roles |", "| --- | --- | --- | --- |"]
    for path, item in sorted(door.blueprint.paths.items()):
        for method, operation in item.model_dump(exclude_none=True).items():
            rule = RULES[f"{door.blueprint.name}.{operation['operationId']}"]
            roles = "all" if rule.roles == ALL else ", ".join(role for role in Role if role in rule.roles)
            shown = path.removeprefix(door.blueprint.url_prefix or "")
            lines.append(f"| `{method.upper()} {shown}` | {operation['summary']} | `{rule.scope}` | {roles} |")
    return "\n".join(lines) + "\n"


def _refuse(error: ValidationError) -> NoReturn:
    raise does_not_fit(error)


@door.blueprint.get("/openapi.json", doc_ui=False)
def description() -> Any:
    """This interface in OpenAPI 3.1."""
    described = current_app
    assert isinstance(described, OpenAPI)
    return described.api_doc
