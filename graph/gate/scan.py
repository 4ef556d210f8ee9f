"""Cypher cut into tokens, and what no query needs refused before anything else looks at it.

Comments are blanked, so that the engine and we read the same text. Unicode escapes (``\\u0027``) are refused: the
engine decodes them before it cuts the text, so they could end a string, a comment or a name where nobody sees it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from graph.gate.refusal import Refused

Kind = Literal["word", "name", "text", "number", "parameter", "symbol"]

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("blank", r"[ \t\r\n]+"),
    ("comment", r"//[^\r\n]*|/\*(?s:.*?)\*/"),
    ("text", r"'(?:[^'\\]|\\(?s:.))*'|\"(?:[^\"\\]|\\(?s:.))*\""),
    ("name", r"`(?:[^`]|``)*`"),
    ("parameter", r"\$(?:\w+|`(?:[^`]|``)*`)"),
    # `1..3` is two numbers and `1.e` a property of nobody: a dot belongs to a number only before a digit.
    (
        "number",
        r"0[xXoO][0-9a-fA-F_]+|(?:[0-9][0-9_]*)?\.[0-9][0-9_]*(?:[eE][+-]?[0-9]+)?|[0-9][0-9_]*(?:[eE][+-]?[0-9]+)?",
    ),
    ("word", r"[^\W\d]\w*"),
    ("symbol", r"\|\||<>|<=|>=|=~|->|<-|\.\.|::|[-+*/%^=<>()\[\]{},.:;|&!]"),
)
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS))
_ESCAPE = re.compile(r"\\+u")
_OPEN = {"'": "open_text", '"': "open_text", "`": "open_name", "/": "open_comment"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``start`` and ``end`` are its place in the text, ``value`` is a name without backticks."""

    kind: Kind
    value: str
    start: int
    end: int

    @property
    def upper(self) -> str:
        """The word in capitals, as keywords are compared; '' for what is no word."""
        return self.value.upper() if self.kind == "word" else ""

    def is_symbol(self, *symbols: str) -> bool:
        """Whether it is one of these signs."""
        return self.kind == "symbol" and self.value in symbols


def scan(text: str) -> tuple[str, list[Token]]:
    """The text with its comments blanked, and its tokens. Refused at the first sign that no query may hold."""
    if escape := _ESCAPE.search(text):
        raise Refused("escape", position=escape.start())
    blanked, tokens, at = list(text), [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        kind, found = match.lastgroup or "", match[0]
        if kind == "word" and (alike := _look_alike(found)) is not None:
            raise _unreadable(text, at + alike)
        if kind == "comment":
            blanked[at : match.end()] = [" " if sign not in "\r\n" else sign for sign in found]
        elif kind != "blank":
            tokens.append(_token(kind, found, at))
        at = match.end()
    return "".join(blanked), tokens


def _token(kind: str, found: str, at: int) -> Token:
    value = found
    if kind == "text":
        value = found[1:-1]
    elif kind == "name":
        value = found[1:-1].replace("``", "`")
    elif kind == "parameter":
        value = found[1:].strip("`").replace("``", "`")
    return Token(kind, value, at, at + len(found))  # type: ignore[arg-type]


def _look_alike(word: str) -> int | None:
    """Where a letter stands that a program may take for an ASCII one (full-width, long s); None: nowhere."""
    for place, sign in enumerate(word):
        if not sign.isascii() and any(
            unicodedata.normalize("NFKC", s).isascii() for s in (sign, sign.upper(), sign.lower())
        ):
            return place
    return None


def _unreadable(text: str, at: int) -> Refused:
    """Why no token begins here: a full-width sign is the commonest slip of a Chinese keyboard."""
    sign = text[at]
    if sign in _OPEN and (sign != "/" or text.startswith("/*", at)):
        return Refused(_OPEN[sign], position=at)
    plain = unicodedata.normalize("NFKC", sign)
    if not sign.isascii() and len(plain) == 1 and plain.isascii() and plain.isprintable():
        return Refused("full_width", position=at, sign=sign, plain=plain if plain.strip() else "␠")
    shown = sign if sign.isprintable() else f"U+{ord(sign):04X}"
    return Refused("sign", position=at, sign=shown)
