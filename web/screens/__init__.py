"""The screens, one blueprint each."""

from web.screens import audit, communities, disputes, exports, health, own, people, preferences, signing_in, units

BLUEPRINTS = (
    health.blueprint,
    preferences.blueprint,
    signing_in.blueprint,
    own.blueprint,
    disputes.blueprint,
    communities.blueprint,
    exports.blueprint,
    people.blueprint,
    units.blueprint,
    audit.blueprint,
)
