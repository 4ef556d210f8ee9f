"""Templates that write a sentence in several ways.

``{name}`` is a slot, ``(a|b|c)`` one of several wordings, ``[a]`` there half of the time; all nest.
A slot's value is a list of templates, or a function that writes it for the call at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.sample.dice import Dice

Value = Sequence[str] | Callable[[], str]


@dataclass(frozen=True, slots=True)
class Slot:
    """A named gap."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these wordings."""

    options: tuple[Sentence, ...]


Sentence = tuple["str | Slot | Choice", ...]


@cache
def parse(template: str) -> Sentence:
    """The parts of ``template``; ValueError when its brackets do not match."""
    sentence, end = _sequence(template, 0, "")
    if end != len(template):
        raise ValueError(f"unmatched bracket at {end} in {template!r}")
    return sentence


def _sequence(text: str, at: int, stops: str) -> tuple[Sentence, int]:
    parts: list[str | Slot | Choice] = []
    literal = ""
    while at < len(text) and text[at] not in stops:
        sign = text[at]
        if sign not in "{([":
            if sign in "})]|":
                break
            literal += sign
            at += 1
            continue
        if literal:
            parts.append(literal)
            literal = ""
        part, at = _bracket(text, at)
        parts.append(part)
    if literal:
        parts.append(literal)
    return tuple(parts), at


def _bracket(text: str, at: int) -> tuple[Slot | Choice, int]:
    sign = text[at]
    if sign == "{":
        end = text.index("}", at)
        return Slot(text[at + 1 : end]), end + 1
    close = ")" if sign == "(" else "]"
    options: list[Sentence] = [] if sign == "(" else [()]
    while True:
        sentence, at = _sequence(text, at + 1, "|" + close)
        options.append(sentence)
        if at >= len(text) or text[at] not in "|" + close:
            raise ValueError(f"unmatched bracket in {text!r}")
        if text[at] == close:
            return Choice(tuple(options)), at + 1


class Writer:
    """Fills templates: a slot is looked up in the call's own values first, then in the shared phrases."""

    def __init__(self, dice: Dice, shared: Mapping[str, Sequence[str]]) -> None:
        self._dice = dice
        self._shared = shared

    def fill(self, template: str, slots: Mapping[str, Value]) -> str:
        """The template written out once; KeyError when a slot has no value."""
        return self._write(parse(template), slots)

    def one_of(self, name: str, slots: Mapping[str, Value]) -> str:
        """A wording of the shared phrase or own value ``name``."""
        return self._write((Slot(name),), slots)

    def _write(self, sentence: Sentence, slots: Mapping[str, Value]) -> str:
        written = ""
        for part in sentence:
            if isinstance(part, str):
                written += part
            elif isinstance(part, Choice):
                written += self._write(self._dice.pick(part.options), slots)
            else:
                value = slots[part.name] if part.name in slots else self._shared[part.name]
                if callable(value):
                    written += value()
                else:
                    written += self._write(parse(self._dice.pick(value)), slots)
        return written
