"""What the engine says while it works."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """One line on standard error for the person at the terminal: what was found wrong and what was done about it."""
    print(f"engine: {text}", file=sys.stderr, flush=True)
