"""Chinese and English: which language a visitor reads, and what the graph's codes are called in it.

Source strings are English; ``translations/zh_Hans_CN`` (as Babel calls zh_CN) has the Chinese, which is the default.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import orjson
from babel.messages import mofile, pofile
from flask import Flask
from flask_babel import Babel, lazy_gettext
from flask_babel.speaklater import LazyString

from graph import settings
from graph.analysis import risk
from graph.casework.states import Named, machines
from ingest.extract.kinds import NAMES, NAMES_EN
from ingest.resolve import reasons
from web.audit.actions import Action
from web.numbers import masked_text
from web.roles import Role
from web.visitor import cookie, somebody

ROOT = Path(__file__).resolve().parent
TRANSLATIONS = ROOT / "translations"
LANGUAGES = {"zh": "中文", "en": "English"}
THEMES = ("auto", "light", "dark")

_ = lazy_gettext
ROLES = {
    Role.DISPATCHER: _("Dispatcher"),
    Role.INVESTIGATOR: _("Investigator"),
    Role.ANALYST: _("Analyst"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.PARTNER: _("Partner agency"),
    Role.ADMINISTRATOR: _("Administrator"),
}
LEVELS = {"critical": _("Critical"), "high": _("High"), "medium": _("Medium"), "low": _("Low")}
PATTERNS = {"caller": _("One caller"), "place": _("One place"), "matter": _("Several callers")}
LABELS = {
    "Dispute": _("Dispute"),
    "Caller": _("Caller"),
    "Phone": _("Phone"),
    "Location": _("Place"),
    "Thing": _("Thing"),
    "Person": _("Person named"),
    "Incident": _("Call"),
}
STATUSES = {name: LazyString(lambda state=state: called(state)) for name, state in machines()["dispute"].states.items()}
STATUSES |= {"merged": _("Merged")}
RESULTS = {"agreement": _("Agreement"), "none": _("No agreement"), "refused": _("Refused to settle")}
SIDES = {"caller": _("Caller"), "named": _("Named"), "opponent": _("Opponent")}
ACTIONS = {
    Action.SIGNED_IN: _("Signed in"),
    Action.SIGN_IN_FAILED: _("Failed to sign in"),
    Action.SIGNED_OUT: _("Signed out"),
    Action.PASSWORD_CHANGED: _("Changed the password"),
    Action.SECOND_FACTOR_ON: _("Turned the second factor on"),
    Action.SECOND_FACTOR_OFF: _("Turned the second factor off"),
    Action.TOKEN_MADE: _("Made a token"),
    Action.TOKEN_REVOKED: _("Revoked a token"),
    Action.SESSION_ENDED: _("Ended a session"),
    Action.ACCOUNT_ADDED: _("Added an account"),
    Action.ACCOUNT_CHANGED: _("Changed an account"),
    Action.ACCOUNT_LOCKED: _("Locked an account"),
    Action.ACCOUNT_OPENED: _("Opened an account"),
    Action.ACCOUNT_RESET: _("Reset an account"),
    Action.ACCOUNT_FACTOR_REMOVED: _("Removed an account's second factor"),
    Action.ACCOUNT_SESSIONS_ENDED: _("Ended an account's sessions"),
    Action.UNIT_ADDED: _("Added a unit"),
    Action.UNIT_MOVED: _("Moved a unit"),
    Action.REFUSED: _("Was refused"),
    Action.DISPUTES_LISTED: _("Searched disputes"),
    Action.DISPUTE_OPENED: _("Opened a dispute"),
    Action.UNMASKED: _("Unmasked numbers"),
    Action.SEARCHED: _("Searched"),
    Action.BRIEFING_READ: _("Read a briefing"),
    Action.GRAPH_READ: _("Looked into the graph"),
    Action.MAP_SAVED: _("Saved a map"),
    Action.MAP_SHARED: _("Shared a map"),
    Action.MAP_DELETED: _("Deleted a map"),
    Action.QUERY_RUN: _("Ran a query"),
    Action.QUERY_REFUSED: _("Query was refused"),
    Action.QUERY_SAVED: _("Saved a query"),
    Action.QUERY_SHARED: _("Shared a query"),
    Action.QUERY_DELETED: _("Deleted a query"),
    Action.QUERY_SCHEDULED: _("Changed the timetable of a query"),
    Action.EXPORTED: _("Exported"),
    Action.IMPORT_UPLOADED: _("Uploaded a file"),
    Action.IMPORT_STARTED: _("Started an import"),
    Action.IMPORT_CANCELLED: _("Cancelled an import"),
    Action.IMPORT_UNDONE: _("Undid an import"),
    Action.IMPORT_DISCARDED: _("Discarded an upload"),
    Action.QUARANTINE_TAKEN: _("Took away refused rows"),
    Action.MAPPING_SAVED: _("Saved a mapping"),
    Action.SOURCE_SAVED: _("Saved a source"),
    Action.SOURCE_DELETED: _("Deleted a source"),
    Action.INCIDENTS_SENT: _("Sent incidents"),
    Action.DECIDED: _("Decided"),
    Action.DECISION_UNDONE: _("Undid a decision"),
    Action.WORK_MOVED: _("Moved a dispute or work on one"),
    Action.MOVE_UNDONE: _("Took a move back"),
    Action.MEDIATOR_SAVED: _("Changed the list of mediators"),
    Action.ATTACHED: _("Attached a file"),
    Action.ATTACHMENT_TAKEN: _("Took an attached file"),
    Action.REVIEW_SHOWN: _("Looked at a doubtful pair"),
    Action.REVIEWED: _("Judged a doubtful pair"),
    Action.THRESHOLDS_CHANGED: _("Changed the thresholds"),
    Action.VOCABULARY_TRIED: _("Tried a vocabulary out"),
    Action.VOCABULARY_CHANGED: _("Changed the vocabulary"),
    Action.SCREENED: _("Had everything screened anew"),
    Action.PERSONAL_FORGOTTEN: _("Removed personal data"),
    Action.KEY_RENEWED: _("Renewed a key"),
    Action.AUDIT_READ: _("Read the audit"),
    Action.AUDIT_EXPORTED: _("Exported the audit"),
    Action.AUDIT_PRUNED: _("Removed old audit records"),
    Action.BACKED_UP: _("Made a backup"),
    Action.RESTORED: _("Restored a backup"),
    Action.ANCHOR_LOST: _("The anchor was gone"),
}
SCOPES = {
    "disputes:read": _("Read disputes"),
    "briefing:read": _("Read briefings"),
    "queries:run": _("Run queries of the shelf"),
    "incidents:write": _("Send incidents"),
    "metrics:read": _("Read the meters (Prometheus)"),
    "calendar:read": _("Read the calendar by its address"),
}


def install(app: Flask) -> None:
    """Give templates their words."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, locale_selector=lambda: "zh_CN" if language() == "zh" else "en")
    app.context_processor(
        lambda: {
            "language": language(),
            "languages": LANGUAGES,
            "theme": theme(),
            "role_names": ROLES,
            "level_names": LEVELS,
            "pattern_names": PATTERNS,
            "status_names": STATUSES,
            "scope_names": SCOPES,
            "action_names": ACTIONS,
            "locale_tag": "zh-CN" if language() == "zh" else "en",
            "somebody": somebody(),
        }
    )
    app.add_template_filter(moment)
    app.add_template_filter(instant)
    app.add_template_filter(masked_text, "masked")
    app.add_template_filter(orjson.loads, "details")
    app.add_template_filter(kind_name)
    app.add_template_filter(why)


def language() -> str:
    """zh or en, as this browser chose; zh when it did not."""
    chosen = cookie("language")
    return chosen if chosen in LANGUAGES else "zh"


def called(named: Named) -> str:
    """What something of casework is called."""
    return named.zh if language() == "zh" else named.en[:1].upper() + named.en[1:]


def theme() -> str:
    """auto, light or dark, as this browser chose."""
    chosen = cookie("theme")
    return chosen if chosen in THEMES else "auto"


def moment(when: datetime | None) -> str:
    """A time in FENGQIAO_TZ, to the minute."""
    return when.astimezone(settings.zone()).strftime("%Y-%m-%d %H:%M") if when else "—"


def instant(when: datetime) -> str:
    """A time in FENGQIAO_TZ, to the second."""
    return when.astimezone(settings.zone()).strftime("%Y-%m-%d %H:%M:%S")


def kind_name(kind: str | None) -> str:
    """A kind of dispute, kept in Chinese, in the visitor's language."""
    if language() == "zh" or not kind:
        return kind or "—"
    return next((NAMES_EN[key] for key, name in NAMES.items() if name == kind), kind)


def kinds() -> list[str]:
    """Every kind as it is kept."""
    return list(NAMES.values())


def why(reason: str) -> str:
    """A reason of grouping ('room:+2.1') or of risk ('repeats|value=5') in words."""
    if ":" in reason:
        return reasons.say(reason, language())
    return risk.say(reason, language(), NAMES if language() == "zh" else NAMES_EN)


def compile_catalogues() -> None:
    """Make the .mo file beside each .po file, where it is missing or older."""
    for written in TRANSLATIONS.rglob("*.po"):
        compiled = written.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= written.stat().st_mtime:
            continue
        with written.open("rb") as file:
            catalogue = pofile.read_po(file, locale=written.parent.parent.name)
        with compiled.open("wb") as file:
            mofile.write_mo(file, catalogue)
