"""The screens, one blueprint each."""

from web.screens import audit, disputes, explore, health, maps, own, people, preferences, signing_in, units

BLUEPRINTS = (
    health.blueprint,
    preferences.blueprint,
    signing_in.blueprint,
    own.blueprint,
    disputes.blueprint,
    explore.blueprint,
    maps.blueprint,
    people.blueprint,
    units.blueprint,
    audit.blueprint,
)
