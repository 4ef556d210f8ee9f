"""The screens, one blueprint each."""

from web.screens import (
    audit,
    briefing,
    communities,
    disputes,
    explore,
    exports,
    health,
    maps,
    own,
    people,
    preferences,
    queries,
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
    communities.blueprint,
    queries.blueprint,
    exports.blueprint,
    maps.blueprint,
    people.blueprint,
    units.blueprint,
    audit.blueprint,
)
