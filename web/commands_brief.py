"""``brief``: the briefing on the terminal, for whoever takes the call; numbers are shown whole, as to every command."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from web.terminal import Guard, noted

if TYPE_CHECKING:
    from web.briefing import Briefing

_SHOWN = 5
_WIDTH = 100
_WHOSE = {
    "police": "公安处置",
    "police-first": "先派警平息，再分流",
    "agency": "非警务，分流",
    "unclear": "还不清楚是什么事",
}
_TIES = {"phone": "同号码", "caller": "同报警人", "place": "同地点"}


def brief_command(plain_errors: Guard) -> click.Command:
    """The command; ``plain_errors`` turns what a person can act on into one line."""

    @click.command("brief")
    @click.option("--phone", default="", help="the number that calls")
    @click.option("--address", default="", help="the place, as it is said")
    @click.option("--text", default="", help="what the caller has said so far")
    def brief_one(phone: str, address: str, text: str) -> None:
        """What is known about who calls and from where, and what to ask and say."""
        if not (phone or address or text):
            raise click.UsageError("give --phone, --address or --text")
        with plain_errors():
            import queries
            from graph.connection import connect
            from ingest.hearing import hear
            from web.audit import Action
            from web.briefing import brief

            with connect() as driver:

                def ask(name: str, /, **parameters: object) -> list[dict[str, Any]]:
                    return queries.run(driver, name, **parameters).records()

                found = brief(ask, hear(phone, address, text))
            noted(Action.BRIEFING_READ, found.heard.place_name, phone=found.heard.phone, calls=found.calls)
            click.echo("\n".join(_lines(found)))

    return brief_one


def _lines(found: Briefing) -> Iterator[str]:
    from graph.casework.states import machines
    from queries.printing import LEVEL_ZH

    heard, advice, states = found.heard, found.advice, machines()["dispute"].states
    told = "、".join(part for part in (heard.phone, heard.place_name, heard.kind) if part)
    yield f"来电  {told or '没有可查的号码或地点'}"
    unknown = "此号码以前没有报过警" if heard.phone else "未提供号码"
    people = "；".join(f"{c.name or '无名'}（{c.calls} 起，末次 {_at(c.last_at)}）" for c in found.callers)
    yield f"何人  {people or unknown}"
    yield f"判断  {_WHOSE[advice.whose]}{f'；归口：{advice.agency}' if advice.agency else ''}"
    if found.danger:
        where = f"{found.danger.incident_id} {_at(found.danger.at)}" if found.danger.incident_id else "本次所说"
        yield f"危险  {found.danger.grade} 级：{'、'.join(found.danger.words) or '—'}（{where}）"
    for row in found.disputes[:_SHOWN]:
        status = states[row["status"]].zh if row["status"] in states else row["status"]
        risk = f"{LEVEL_ZH.get(row['level'], '—')} {row['risk']:.2f}"
        yield f"矛盾  {row['dispute_id']}  {row['title']}  {risk}  {row['incidents']} 起  {status}"
    yield from _before(found)
    if found.last_unit or found.last_officer:
        yield f"上次  {found.last_unit or ''} {found.last_officer or ''}".rstrip()
    yield from (f"要问  {line}" for line in advice.ask)
    yield from (f"要说  {line}" for line in advice.say)


def _before(found: Briefing) -> Iterator[str]:
    for row in found.latest[:_SHOWN]:
        ties = "、".join(_TIES[tie] for tie in row["ties"])
        said = textwrap.shorten(row["content"] or "", _WIDTH, placeholder="…")
        yield f"以前  {_at(row['reported_at'])}  {row['incident_id']}  [{ties}] {said}"
        if row["outcome"]:
            yield f"      → {textwrap.shorten(row['outcome'], _WIDTH, placeholder='…')}"
    if found.calls > _SHOWN:
        yield f"      另有 {found.calls - _SHOWN} 起"


def _at(when: Any) -> str:
    from web.words import moment

    return moment(when)
