"""What to tell whoever takes a call: whose matter it is, what to ask and what to say; the words are advice.toml.

The rule is that of 警情分流 (应分流尽分流、非必要不分流): what is grave is for the police; a quarrel under way is kept
from becoming worse by the police and handed on; what nobody is in danger from goes to who answers for it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

#: Grade of danger from which on a matter is the police's whatever it is about, and from which on officers go first.
GRAVE, QUARREL = 3, 1
Whose = Literal["police", "police-first", "agency", "unclear"]


@dataclass(frozen=True, slots=True)
class Advice:
    """``whose`` matter it is, the ``agency`` that answers for it ('' for none), questions and sentences."""

    whose: Whose
    agency: str
    ask: tuple[str, ...]
    say: tuple[str, ...]


def advise(kind: str, danger: int, *, again: bool, tense: bool = False, language: str = "zh") -> Advice:
    """Advice on a call.

    Args:
        kind: key of the kind of dispute, '' when it is not known yet.
        danger: grade of what is said now, 0 .. 5.
        again: whether the caller or the place was reported before.
        tense: whether a matter of this caller or place is of high risk: then nobody else is sent there alone.
        language: zh or en.
    """
    table = _table()
    entry = table["kind"].get(kind, {})
    agency = entry.get("agency", {}).get(language, "")
    whose = _whose(bool(entry), bool(agency), max(danger, QUARREL * tense))
    parts = [table["grave"]] if danger >= GRAVE else [table["scuffle"]] if danger >= QUARREL else []
    parts += [entry] if entry else [table["unclear"]]
    parts += [table["again"]] if again else []
    said = {part: tuple(line for one in parts for line in one[part][language]) for part in ("ask", "say")}
    return Advice(whose, agency, said["ask"], said["say"])


def _whose(known: bool, has_agency: bool, danger: int) -> Whose:
    if danger >= GRAVE:
        return "police"
    if not known:
        return "unclear"
    if not has_agency:
        return "police"
    return "police-first" if danger >= QUARREL else "agency"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("advice.toml").read_text(encoding="utf-8"))
