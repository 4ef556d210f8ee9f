"""Vocabulary: words added to the shipped lists and taken out, tried on real calls before they are saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from graph.versions import SHIPPED, Superseded
from ingest import screening as screened
from ingest.extract import word_lists
from ingest.extract.kinds import NAMES, NAMES_EN
from ingest.extract.word_lists import Vocabulary, WordError
from ingest.vocabulary_trial import Difference, latest, tried
from web import reading, words
from web.audit import Action, note
from web.graph_link import link
from web.screens.administration import running
from web.visitor import database, visitor

blueprint = Blueprint("vocabulary", __name__, url_prefix="/administration/vocabulary")
#: How many of the latest calls a vocabulary is tried on, and how many that differ are shown.
ON, SHOWN = (500, 2_000, 5_000), 50
_WHY_MOST = 200
_FIRST = "dangers/4"
STRENGTHS = {
    "decisive": lazy_gettext("decides"),
    "strong": lazy_gettext("strong"),
    "fair": lazy_gettext("fair"),
    "weak": lazy_gettext("weak"),
}
#: The groups of words that flags are told by.
CONCEPTS = {
    "silent": lazy_gettext("silent call"),
    "misdial": lazy_gettext("misdialled"),
    "child": lazy_gettext("child playing"),
    "test": lazy_gettext("test or drill"),
    "prank": lazy_gettext("prank"),
    "false_report": lazy_gettext("false report"),
    "no_incident": lazy_gettext("nothing happened"),
    "abuse_call": lazy_gettext("abuse of the call taker"),
    "repeated_call": lazy_gettext("blocking the line"),
    "punish_call": lazy_gettext("punished for the call"),
    "fake_grave": lazy_gettext("grave and invented"),
    "referral": lazy_gettext("handed to another office"),
    "advice": lazy_gettext("advice given"),
    "agency": lazy_gettext("agencies"),
    "hotline": lazy_gettext("hotlines"),
    "lock": lazy_gettext("locks and keys"),
    "power_water": lazy_gettext("power and water"),
    "street": lazy_gettext("streets"),
    "entrapment": lazy_gettext("trapped"),
    "animal": lazy_gettext("animals"),
    "medical_help": lazy_gettext("medical help"),
    "roadside": lazy_gettext("roadside help"),
    "transit": lazy_gettext("transport"),
    "telecom": lazy_gettext("telephone and banks"),
    "consult": lazy_gettext("asks for advice"),
    "govern": lazy_gettext("papers and permits"),
    "emotion": lazy_gettext("wants to talk"),
    "sanitation": lazy_gettext("dirt and waste"),
    "noise_call": lazy_gettext("noise outside"),
    "labour": lazy_gettext("labour"),
    "shopping": lazy_gettext("shopping"),
    "quarrel": lazy_gettext("quarrel (a police matter)"),
    "police_work": lazy_gettext("police work"),
    "mediated": lazy_gettext("mediated"),
    "legal_consult": lazy_gettext("legal advice"),
    "also_advised": lazy_gettext("also advised"),
    "no_reaction": lazy_gettext("no reaction"),
}


@dataclass(frozen=True)
class Tried:
    """What a trial found: of ``on`` calls, ``differ`` are read otherwise; the first of them, and what changes."""

    on: int
    differ: int
    rows: list[dict[str, Any]] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)


@blueprint.get("")
def page() -> str:
    """A list with what was changed in it, and every version there was."""
    return _page(_asked_list(request.args), word_lists.in_force())


@blueprint.post("/attempt", endpoint="attempt")
def try_out() -> str | tuple[str, int]:
    """Which of the latest calls would be read otherwise, before and after side by side; nothing is saved."""
    name = _asked_list(request.form)
    try:
        wanted = _wanted(name)
    except WordError as error:
        return _page(name, word_lists.in_force(), _problem(error)), 400
    on = request.form.get("on", ON[1], type=int)
    incidents = link().ask(lambda driver: latest(driver, on if on in ON else ON[1]))
    note(Action.VOCABULARY_TRIED, name, calls=len(incidents), **_summary(wanted, name))
    differences = tried(incidents, wanted)
    return _page(name, wanted, found=_found(differences, len(incidents)), on=on)


@blueprint.post("/save")
def save() -> Response | tuple[str, int]:
    """Read by these words from now on. What is stored follows when it is screened anew."""
    name = _asked_list(request.form)
    why = " ".join(request.form.get("why", "").split())[:_WHY_MOST]
    try:
        wanted = _wanted(name)
        with database().writing() as sql:
            note(Action.VOCABULARY_CHANGED, name, purpose=why, sql=sql, **_summary(wanted, name))
            seen = request.form.get("seen", -1, type=int)
            word_lists.VERSIONS.save(wanted.values(), visitor().account.name, why, seen)
    except WordError as error:
        return _page(name, word_lists.in_force(), _problem(error)), 400
    except Superseded:
        text = _("Somebody else changed the vocabulary meanwhile. Look at what holds now, and try again.")
        return _page(name, word_lists.in_force(), text), 409
    flash(_("Saved. Calls are read by these words from now on."))
    return redirect(url_for("vocabulary.page", list=name))


def _asked_list(given: Mapping[str, str]) -> str:
    name = given.get("list", _FIRST)
    return name if name in word_lists.shipped() else abort(400)


def _wanted(name: str) -> Vocabulary:
    """What the form asks for: this list changed, or an earlier version whole. WordError."""
    number = request.form.get("version", type=int)
    if number is None:
        added, out = (request.form.get(part, "").replace("，", " ").replace("、", " ") for part in ("added", "out"))
        return word_lists.in_force().changed(name, added.split(), out.split())
    versions = {version.number: version for version in [SHIPPED, *word_lists.VERSIONS.every()]}
    return word_lists.of_version(versions[number]) if number in versions else abort(400)


def _summary(wanted: Vocabulary, name: str) -> dict[str, Any]:
    """For the audit: what is changed in this list, and how many words in all."""
    return {
        "added": list(wanted.added.get(name, ()))[:50],
        "out": list(wanted.out.get(name, ()))[:50],
        "in_all": sum(map(len, (*wanted.added.values(), *wanted.out.values()))),
    }


def _found(differences: list[Difference], on: int) -> Tried:
    rows = [
        {
            "incident_id": one.incident.id,
            "reported_at": one.incident.reported_at,
            "content": one.incident.content,
            "outcome": one.incident.outcome,
            "before": one.before,
            "after": one.after,
        }
        for one in differences[:SHOWN]
    ]
    texts = reading.leaving([{name: row[name] for name in ("incident_id", "content", "outcome")} for row in rows])
    counts = {
        "kind": sum(one.before.kind != one.after.kind for one in differences),
        "danger": sum(one.before.danger != one.after.danger for one in differences),
        "graver": sum(one.before.danger < one.after.danger for one in differences),
        "flags": sum(_flags(one.before) != _flags(one.after) for one in differences),
        "refers": sum(one.before.refers_back != one.after.refers_back for one in differences),
    }
    return Tried(on, len(differences), [row | text for row, text in zip(rows, texts, strict=True)], counts)


def _flags(judged: Any) -> tuple[bool, bool, bool]:
    return judged.invalid, judged.malicious, judged.non_police


def _page(name: str, held: Vocabulary, problem: str = "", found: Tried | None = None, on: int = ON[1]) -> str:
    given = request.form if problem else {}
    version = request.form.get("version", type=int) if found else None
    return render_template(
        "vocabulary.html",
        name=name,
        lists=_lists(held),
        title=title(name),
        shipped=word_lists.shipped()[name],
        added=given.get("added", "\n".join(held.added.get(name, ()))),
        out=given.get("out", "\n".join(held.out.get(name, ()))),
        version=version,
        found=found,
        on=on,
        sizes=ON,
        problem=problem,
        versions=word_lists.VERSIONS.every(),
        seen=word_lists.VERSIONS.in_force().number,
        unread=screened.read_by() != word_lists.in_force().number,
        running=running(),
    )


def _lists(held: Vocabulary) -> list[tuple[str, list[tuple[str, str]]]]:
    """Group -> (name, title) of its lists, those that were changed with a mark."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in word_lists.shipped():
        mark = " ●" if name in held.added or name in held.out else ""
        groups.setdefault(str(_group(name)), []).append((name, title(name) + mark))
    return list(groups.items())


def _group(name: str) -> Any:
    kind = name.partition("/")[0]
    return {"dangers": _("Danger"), "kinds": _("Kinds of dispute"), "flags": _("No police matter, invalid")}.get(
        kind, _("Pointing back")
    )


def title(name: str) -> str:
    """What a list is called."""
    group, *rest = name.split("/")
    match group:
        case "dangers" if rest == ["harmless"]:
            return str(_("Harmless words that hold one of danger"))
        case "dangers":
            return str(_("Danger, grade %(grade)s", grade=rest[0]))
        case "kinds":
            kind = (NAMES if words.language() == "zh" else NAMES_EN)[rest[0]]
            return f"{kind} · {STRENGTHS[rest[1]]}"
        case "flags":
            return str(CONCEPTS.get(rest[0], rest[0]))
        case "references":
            return str(_("Words that point back to an earlier call"))
    return str(_("Words that only seem to point back"))


def _problem(error: WordError) -> str:
    said = {
        "there": _("“%(word)s” is in this list already.", word=error.word),
        "long": _("“%(word)s” is too long: at most %(most)d characters.", word=error.word, most=word_lists.LONGEST),
        "missing": _("“%(word)s” is not in the shipped list, so it cannot be taken out.", word=error.word),
        "many": _("At most %(most)d words can be added to a list.", most=word_lists.MOST),
    }
    return str(said[error.problem])
