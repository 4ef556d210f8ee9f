"""What the gate says when a query does not pass, or was ended: in both languages, with the place."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["zh", "en"]

_WORDS = Path(__file__).resolve().parent / "refusals.toml"


class Refused(ValueError):
    """A query was not let through, or was ended.

    ``code`` names the reason in refusals.toml, ``details`` fill its sentence, ``position`` is the 0-based place in the
    user's text that it is about, None where there is none; ``line`` and ``column`` (from 1) are set with ``at``.
    """

    def __init__(self, code: str, *, position: int | None = None, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.position = position
        self.details = details
        self.line: int | None = None
        self.column: int | None = None

    def at(self, text: str) -> Refused:
        """Itself, with line and column of the position in the user's ``text``."""
        if self.position is not None:
            self.position = min(self.position, len(text))
            before = text[: self.position]
            self.line = before.count("\n") + 1
            self.column = self.position - (before.rfind("\n") + 1) + 1
        return self

    def say(self, language: Language) -> str:
        """The reason as one sentence for a person."""
        return sentences()[self.code][language].format(**self.details)

    def __str__(self) -> str:
        """Both languages and the place, on one line."""
        place = f"{self.line}:{self.column} " if self.line else ""
        return place + " ".join(f"{self.say('zh')} / {self.say('en')}".split())


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Code -> language -> sentence."""
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))["refusals"]  # type: ignore[no-any-return]
