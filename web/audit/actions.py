"""What can be written into the audit: a closed list, so that nothing is written that no page can name."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What somebody did. The values are kept for years: add new ones, never change one."""

    SIGNED_IN = "sign-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SIGNED_OUT = "sign-out"
    PASSWORD_CHANGED = "password-changed"
    SECOND_FACTOR_ON = "second-factor-on"
    SECOND_FACTOR_OFF = "second-factor-off"
    TOKEN_MADE = "token-made"
    TOKEN_REVOKED = "token-revoked"
    SESSION_ENDED = "session-ended"
    ACCOUNT_ADDED = "account-added"
    ACCOUNT_CHANGED = "account-changed"
    ACCOUNT_LOCKED = "account-locked"
    ACCOUNT_OPENED = "account-opened"
    ACCOUNT_RESET = "account-reset"
    ACCOUNT_SESSIONS_ENDED = "account-sessions-ended"
    UNIT_ADDED = "unit-added"
    UNIT_MOVED = "unit-moved"
    REFUSED = "refused"
    DISPUTES_LISTED = "disputes-listed"
    DISPUTE_OPENED = "dispute-opened"
    UNMASKED = "unmasked"
    BRIEFING_READ = "briefing-read"
    GRAPH_READ = "graph-read"
    QUERY_RUN = "query-run"
    QUERY_REFUSED = "query-refused"
    EXPORTED = "exported"
    INCIDENTS_SENT = "incidents-sent"
    DECIDED = "decided"
    DECISION_UNDONE = "decision-undone"
    PERSONAL_FORGOTTEN = "personal-forgotten"
    AUDIT_READ = "audit-read"
    AUDIT_EXPORTED = "audit-exported"
    AUDIT_PRUNED = "audit-pruned"
    ANCHOR_LOST = "anchor-lost"
