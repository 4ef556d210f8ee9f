"""The screens, one blueprint each."""

from web.screens import audit, deciding, dispute, dispute_export, health, own, people, preferences, signing_in, units

BLUEPRINTS = (
    health.blueprint,
    preferences.blueprint,
    signing_in.blueprint,
    own.blueprint,
    dispute.blueprint,
    dispute_export.blueprint,
    deciding.blueprint,
    people.blueprint,
    units.blueprint,
    audit.blueprint,
)
