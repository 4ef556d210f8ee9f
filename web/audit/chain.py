"""How records hang together: each is signed with a key that the database does not have, over the mac of the one before.

The key is FENGQIAO_AUDIT_KEY, else the newest in ``audit.key`` under the home (0600), another than the one that signs
cookies. Those before it check the records of their time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from web.accounts import keys
from web.accounts.keys import Key
from web.models import AuditRecord

#: The `previous` of the very first record.
START = "0" * 64
_SIGNED = tuple(column.key for column in AuditRecord.__table__.columns if column.key != "mac")


def signing() -> list[Key]:
    """The keys of records, the newest last; that one signs."""
    return keys.all_of("audit.key")


def canonical(values: Mapping[str, object]) -> str:
    """JSON that is the same wherever it is made: names in order, no blanks."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sign(record: AuditRecord, key: Key) -> str:
    """The mac that belongs to the record, in hex."""
    return sign_values({name: getattr(record, name) for name in _SIGNED}, key)


def sign_values(values: Mapping[str, Any], key: Key) -> str:
    """The mac of a record with these values in its columns (all but ``mac``), in hex."""
    at = values["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return key.sign(canonical({**values, "at": at}).encode()).hex()
