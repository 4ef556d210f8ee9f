"""What goes wrong with the private engine."""

from __future__ import annotations


class EngineError(Exception):
    """The engine cannot be fetched, started or reached; the message is one line for the person at the terminal."""
