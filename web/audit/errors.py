"""What cannot be done with the audit."""

from __future__ import annotations


class AuditError(ValueError):
    """One line for the person at the terminal."""
