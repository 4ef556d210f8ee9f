"""Chinese and English: which language a visitor reads, and what the graph's codes are called in it.

Source strings are English; ``translations/zh_Hans_CN`` (as Babel calls zh_CN) has the Chinese, which is the default.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from babel.messages import mofile, pofile
from flask import Flask, request
from flask_babel import Babel, lazy_gettext

from graph import settings
from graph.analysis import risk
from ingest.extract.kinds import NAMES, NAMES_EN
from ingest.resolve import reasons
from web.roles import Role
from web.visitor import somebody

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
STATUSES = {"suggested": _("Suggested"), "confirmed": _("Confirmed"), "merged": _("Merged")}
SCOPES = {
    "disputes:read": _("Read disputes"),
    "briefing:read": _("Read briefings"),
    "queries:run": _("Run queries of the shelf"),
    "incidents:write": _("Send incidents"),
    "metrics:read": _("Read the meters (Prometheus)"),
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
            "locale_tag": "zh-CN" if language() == "zh" else "en",
            "somebody": somebody(),
        }
    )
    app.add_template_filter(moment)
    app.add_template_filter(kind_name)
    app.add_template_filter(why)


def language() -> str:
    """zh or en, as this browser chose; zh when it did not."""
    chosen = request.cookies.get("language", "")
    return chosen if chosen in LANGUAGES else "zh"


def theme() -> str:
    """auto, light or dark, as this browser chose."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in THEMES else "auto"


def moment(when: datetime | None) -> str:
    """A time in FENGQIAO_TZ, to the minute."""
    return when.astimezone(settings.zone()).strftime("%Y-%m-%d %H:%M") if when else "—"


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
