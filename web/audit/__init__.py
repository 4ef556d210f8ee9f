"""The audit: who did what to what, when, from where and for what purpose, in a chain that shows what was altered.

``note`` is what a screen calls. docs/audit.md says how the chain holds.
"""

from web.audit.actions import Action
from web.audit.writing import note, note_command

__all__ = ["Action", "note", "note_command"]
