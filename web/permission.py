"""What a role may see and do: the one place that decides it.

``RULES`` has a rule for every endpoint; one without a rule is shut. ``scope_of`` says whose disputes an account sees.
docs/roles.md is made from here, and a test asks for every cell of it over HTTP.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from web.accounts import units
from web.models import Account
from web.roles import Role

ALL = frozenset(Role)
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
#: These see the disputes of every unit; the others those of their own unit and of the units below it.
WIDE = frozenset({Role.ANALYST, Role.SUPERVISOR, Role.ADMINISTRATOR})
#: These look at networks larger than what they work on and take them away, as they may run the query that finds one.
NETWORKS = frozenset({Role.INVESTIGATOR, Role.ANALYST, Role.SUPERVISOR, Role.ADMINISTRATOR})
#: These may see phone and ID numbers whole, once they have said what for. An API token never does.
MAY_UNMASK = frozenset({Role.INVESTIGATOR, Role.ANALYST})
#: These judge doubtful pairs of calls, and these see how far the judges agree.
MAY_REVIEW = frozenset({Role.INVESTIGATOR, Role.ANALYST})
#: These decide which calls are one matter.
MAY_DECIDE = frozenset({Role.INVESTIGATOR, Role.ANALYST, Role.SUPERVISOR})


@dataclass(frozen=True)
class Rule:
    """Who may ask for an endpoint.

    ``public``: anybody, signed in or not. ``half``: also whoever has still to give the second factor or change the
    printed password. ``sets_up``: also whoever has still to set up the second factor that the role demands.
    ``scope``: the scope with which an API token opens it; '' shuts it to tokens. ``in_address``: nothing opens it but a
    token with this scope alone that stands in the address as ``secret``, since who asks can send no header.
    """

    roles: frozenset[Role] = ALL
    public: bool = False
    half: bool = False
    sets_up: bool = False
    scope: str = ""
    in_address: bool = False


_PUBLIC, _SIGNED_IN, _HALF = Rule(public=True), Rule(), Rule(half=True)
_ADMINISTRATOR = Rule(roles=ADMINISTRATOR)
#: A partner agency sees what was diverted to it, and nothing of the graph around it.
_NO_PARTNER = Rule(roles=ALL - {Role.PARTNER})
_DECIDING = Rule(roles=MAY_DECIDE)
#: These give orders to units.
_DIRECTING = Rule(roles=frozenset({Role.ANALYST, Role.SUPERVISOR}))
#: These may have work to move; what each may move, states.toml says. A partner agency sees its diversions alone.
_CASEWORK = Rule(roles=ALL - {Role.ADMINISTRATOR})
#: These hand calls over to partner agencies.
_DIVERTING = Rule(roles=frozenset({Role.DISPATCHER, Role.INVESTIGATOR, Role.ANALYST, Role.SUPERVISOR}))
#: These write queries of their own, which are asked of the whole graph: they see everything.
_AUTHOR = Rule(roles=frozenset({Role.ANALYST, Role.SUPERVISOR}))

#: These bring records in, and undo what was brought.
_IMPORTING = Rule(roles=frozenset({Role.ANALYST, Role.SUPERVISOR, Role.ADMINISTRATOR}))

#: What an API token can be made for -> who may make one for it.
SCOPES: dict[str, frozenset[Role]] = {
    "disputes:read": ALL,
    "briefing:read": frozenset({Role.DISPATCHER, Role.INVESTIGATOR, Role.ANALYST, Role.SUPERVISOR}),
    "queries:run": frozenset({Role.INVESTIGATOR, Role.ANALYST, Role.SUPERVISOR}),
    "incidents:write": frozenset({Role.DISPATCHER, Role.ADMINISTRATOR}),
    "metrics:read": ADMINISTRATOR,
    "calendar:read": MAY_DECIDE,
}
#: Those of a token that stands in an address: no other scope may stand beside it.
_IN_ADDRESS = frozenset({"calendar:read"})


#: Who may read a briefing on a screen: as with a token.
_BRIEFING = Rule(roles=SCOPES["briefing:read"])


def _machine(scope: str, without: frozenset[Role] = frozenset()) -> Rule:
    """Who may have a token of this scope may ask with it, and without one when signed in."""
    return Rule(roles=SCOPES[scope] - without, scope=scope)


RULES: dict[str, Rule] = {
    "static": _PUBLIC,
    "health.process": _PUBLIC,
    "health.ready": _PUBLIC,
    "preferences.change": _PUBLIC,
    "signing_in.form": _PUBLIC,
    "signing_in.password": _PUBLIC,
    "signing_in.code_form": _HALF,
    "signing_in.code": _HALF,
    "signing_in.out": _HALF,
    "own.password_form": _HALF,
    "own.password": _HALF,
    "own.overview": _SIGNED_IN,
    "own.stay": _SIGNED_IN,
    "own.end_session": _SIGNED_IN,
    "own.end_others": _SIGNED_IN,
    "own.second_factor_form": Rule(sets_up=True),
    "own.second_factor": Rule(sets_up=True),
    "own.second_factor_off": _SIGNED_IN,
    "own.make_token": _SIGNED_IN,
    "own.revoke_token": _SIGNED_IN,
    "workbench.home": _SIGNED_IN,
    "briefing.page": _BRIEFING,
    "briefing.sent": _BRIEFING,
    "briefing.answer": _BRIEFING,
    "search.page": _NO_PARTNER,
    "search.suggest": _NO_PARTNER,
    "disputes.listed": _SIGNED_IN,
    "disputes.counted": _SIGNED_IN,
    "disputes.columns": _SIGNED_IN,
    "disputes.save": _SIGNED_IN,
    "disputes.unsave": _SIGNED_IN,
    "dispute_export.form": _SIGNED_IN,
    "dispute_export.take": _SIGNED_IN,
    "rectification.form": Rule(roles=NETWORKS),
    "rectification.take": Rule(roles=NETWORKS),
    "disputes.one": _SIGNED_IN,
    # The whiteboard.
    "explore.board": _NO_PARTNER,
    "explore.open_with": _NO_PARTNER,
    "explore.first": _NO_PARTNER,
    "explore.nodes": _NO_PARTNER,
    "explore.kinds": _NO_PARTNER,
    "explore.more": _NO_PARTNER,
    "explore.between": _NO_PARTNER,
    "explore.find": _NO_PARTNER,
    "explore.of_node": _NO_PARTNER,
    "explore.of_link": _NO_PARTNER,
    "maps.listed": _NO_PARTNER,
    "maps.add": _NO_PARTNER,
    "maps.one": _NO_PARTNER,
    "maps.replace": _NO_PARTNER,
    "maps.delete": _NO_PARTNER,
    "maps.share": _NO_PARTNER,
    "maps.unshare": _NO_PARTNER,
    "deciding.form": _DECIDING,
    "deciding.decide": _DECIDING,
    "deciding.listed": _DECIDING,
    "deciding.made": _DECIDING,
    "deciding.undo": _DECIDING,
    # Casework: who may make which move is said in graph/casework/states.toml.
    "directives.new": _DIRECTING,
    "directives.about": _DIRECTING,
    "directives.issue": _DIRECTING,
    "diversions.new": _DIVERTING,
    "diversions.divert": _DIVERTING,
    "casework.one": _CASEWORK,
    "casework.make": _CASEWORK,
    "casework.undo": _CASEWORK,
    "boards.first": _CASEWORK,
    "boards.board": _CASEWORK,
    "boards.listed": _CASEWORK,
    "boards.form": _CASEWORK,
    "boards.move": _CASEWORK,
    "boards.drag": _CASEWORK,
    "calendar.page": _DECIDING,
    "calendar.replan": _DECIDING,
    "calendar.make_feed": _DECIDING,
    "calendar.end_feed": _DECIDING,
    "calendar.feed": Rule(roles=MAY_DECIDE, scope="calendar:read", in_address=True),
    "mediators.listed": Rule(roles=NETWORKS),
    "mediators.save": Rule(roles=WIDE),
    "mediators.retire": Rule(roles=WIDE),
    "outcomes.page": _DECIDING,
    "outcomes.export": _DECIDING,
    "work_files.document": _CASEWORK,
    "work_files.attachment": _CASEWORK,
    "review.page": Rule(roles=MAY_REVIEW),
    "review.answer": Rule(roles=MAY_REVIEW),
    "review.undo": Rule(roles=MAY_REVIEW),
    "review.agreement": Rule(roles=frozenset({Role.ANALYST, Role.SUPERVISOR})),
    # Queries: the head of each says who may ask it.
    "queries.listed": _NO_PARTNER,
    "queries.one": _NO_PARTNER,
    "queries.run": _NO_PARTNER,
    "queries.end": _NO_PARTNER,
    "queries.export": Rule(roles=NETWORKS),
    "queries.favourite": _NO_PARTNER,
    "own_queries.new": _AUTHOR,
    "own_queries.add": _AUTHOR,
    "own_queries.bring": _AUTHOR,
    "own_queries.check": _AUTHOR,
    "own_queries.attempt": _AUTHOR,
    "own_queries.edit": _AUTHOR,
    "own_queries.save": _AUTHOR,
    "own_queries.share": _AUTHOR,
    "own_queries.delete": _AUTHOR,
    "own_queries.versions": _AUTHOR,
    "own_queries.restore": _AUTHOR,
    "own_queries.file": _AUTHOR,
    "administration.overview": _ADMINISTRATOR,
    "administration.tokens": _ADMINISTRATOR,
    "administration.revoke_token": _ADMINISTRATOR,
    "administration.sessions": _ADMINISTRATOR,
    "administration.end_session": _ADMINISTRATOR,
    "administration.system_page": _ADMINISTRATOR,
    "administration.screening": _ADMINISTRATOR,
    "administration.screen": _ADMINISTRATOR,
    "thresholds.page": _ADMINISTRATOR,
    "thresholds.preview": _ADMINISTRATOR,
    "thresholds.save": _ADMINISTRATOR,
    "vocabulary.page": _ADMINISTRATOR,
    "vocabulary.attempt": _ADMINISTRATOR,
    "vocabulary.save": _ADMINISTRATOR,
    "schedules.listed": _AUTHOR,
    "schedules.new": _AUTHOR,
    "schedules.add": _AUTHOR,
    "schedules.pause": _AUTHOR,
    "schedules.delete": _AUTHOR,
    # Imports; refused rows are taken away whole by who brought them, or by who may unmask.
    "imports.listed": _IMPORTING,
    "imports.upload": _IMPORTING,
    "imports.one": _IMPORTING,
    "imports.state": _IMPORTING,
    "imports.map": _IMPORTING,
    "imports.start": _IMPORTING,
    "imports.cancel": _IMPORTING,
    "imports.go_on": _IMPORTING,
    "imports.discard": _IMPORTING,
    "imports.quarantine": _IMPORTING,
    "undoing.adopt": _IMPORTING,
    "undoing.form": _IMPORTING,
    "undoing.undo": _IMPORTING,
    "sources.listed": _ADMINISTRATOR,
    "sources.add": _ADMINISTRATOR,
    "sources.one": _ADMINISTRATOR,
    "sources.save": _ADMINISTRATOR,
    "sources.run": _ADMINISTRATOR,
    "sources.delete": _ADMINISTRATOR,
    # What somebody is told, each his own.
    "notices.listed": _SIGNED_IN,
    "notices.open_one": _SIGNED_IN,
    "notices.read_all": _SIGNED_IN,
    "people.listed": _ADMINISTRATOR,
    "people.add": _ADMINISTRATOR,
    "people.one": _ADMINISTRATOR,
    "people.place": _ADMINISTRATOR,
    "people.mail": _ADMINISTRATOR,
    "people.lock": _ADMINISTRATOR,
    "people.end_sessions": _ADMINISTRATOR,
    "people.reset": _ADMINISTRATOR,
    "people.drop_second_factor": _ADMINISTRATOR,
    "units.listed": _ADMINISTRATOR,
    "units.add": _ADMINISTRATOR,
    "units.place": _ADMINISTRATOR,
    "communities.listed": Rule(roles=NETWORKS),
    "communities.one": Rule(roles=NETWORKS),
    "communities.picture": Rule(roles=NETWORKS),
    "exports.ask": Rule(roles=NETWORKS),
    "exports.make": Rule(roles=NETWORKS),
    # Personal data and the audit.
    "disputes.unmask": Rule(roles=MAY_UNMASK),
    "disputes.mask": Rule(roles=MAY_UNMASK),
    "audit.listed": _ADMINISTRATOR,
    "audit.verify": _ADMINISTRATOR,
    "audit.export": _ADMINISTRATOR,
    # The machine interface.
    "metrics.all": _machine("metrics:read"),
    "api.description": _PUBLIC,
    "api.incidents": _machine("incidents:write"),
    "api.briefing": _machine("briefing:read"),
    "api.disputes": _machine("disputes:read"),
    "api.dispute": _machine("disputes:read"),
    "api.neighbors": _machine("disputes:read", without=frozenset({Role.PARTNER})),
    "api.path": _machine("disputes:read", without=frozenset({Role.PARTNER})),
    "api.shelf": _machine("queries:run"),
    "api.run": _machine("queries:run"),
    "api.cancel": _machine("queries:run"),
}


@dataclass(frozen=True)
class Scope:
    """Whose disputes somebody sees: those of ``units`` (keys; None: of all), and for a partner what went to ``agency``.

    ``parameters`` are those that every query of the shelf for these screens takes.
    """

    units: frozenset[str] | None
    agency: str | None

    def parameters(self) -> dict[str, object]:
        """The scope as a query's parameters."""
        return {"units": None if self.units is None else sorted(self.units), "agency": self.agency}


def scope_of(sql: Session, account: Account) -> Scope:
    """What the account sees; one without a unit that needs one sees nothing."""
    role = Role(account.role)
    if role is Role.PARTNER:
        return Scope(None, account.unit.key) if account.unit else Scope(frozenset(), "")
    if role in WIDE:
        return Scope(None, None)
    return Scope(units.keys_below(sql, account.unit_id), None)


def may(role: Role, endpoint: str) -> bool:
    """Whether somebody signed in with this role may ask for the endpoint; False for one without a rule."""
    rule = RULES.get(endpoint)
    return rule is not None and (rule.public or role in rule.roles)


def may_run(role: Role, allowed: Iterable[str]) -> bool:
    """Whether the role may run a query of the shelf whose head allows these."""
    return role.value in set(allowed)


def scopes_for(role: Role) -> list[str]:
    """The scopes that somebody with this role may put into a token that is sent as a header."""
    return [scope for scope, roles in SCOPES.items() if role in roles and scope not in _IN_ADDRESS]


def table() -> str:
    """The rules as a Markdown table: who may ask for which endpoint, and with which token."""
    lines = [f"| endpoint | signed out | {' | '.join(Role)} | token |", f"| --- | --- |{' --- |' * len(Role)} --- |"]
    for endpoint, rule in RULES.items():
        cells = ["yes" if may(role, endpoint) else "" for role in Role]
        lines.append(f"| {endpoint} | {'yes' if rule.public else ''} | {' | '.join(cells)} | {rule.scope} |")
    return "\n".join(lines) + "\n"
