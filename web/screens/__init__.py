"""The screens, one blueprint each."""

from web.screens import (
    audit,
    briefing,
    disputes,
    explore,
    health,
    own,
    people,
    preferences,
    search,
    signing_in,
    units,
    workbench,
)

BLUEPRINTS = (
    health.blueprint,
    preferences.blueprint,
    signing_in.blueprint,
    own.blueprint,
    workbench.blueprint,
    search.blueprint,
    briefing.blueprint,
    disputes.blueprint,
    explore.blueprint,
    people.blueprint,
    units.blueprint,
    audit.blueprint,
)
