"""The screens, one blueprint each."""

from web.screens import audit, deciding, dispute, health, own, people, preferences, signing_in, units

BLUEPRINTS = (
    health.blueprint,
    preferences.blueprint,
    signing_in.blueprint,
    own.blueprint,
    dispute.blueprint,
    deciding.blueprint,
    people.blueprint,
    units.blueprint,
    audit.blueprint,
)
