"""How records hang together: each is signed with a key that the database does not have, over the mac of the one before.

The key is FENGQIAO_AUDIT_KEY, else ``audit.key`` under the home (0600), another than the one that signs cookies: that
one may be changed to sign everybody out.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import UTC

from graph import settings
from web.accounts.secrets import kept_key
from web.models import AuditRecord

#: The `previous` of the very first record.
START = "0" * 64
KEY_FILE = "audit.key"


def key() -> bytes:
    """The key that signs records."""
    return settings.read("FENGQIAO_AUDIT_KEY").encode() or kept_key(KEY_FILE)


def canonical(values: Mapping[str, object]) -> str:
    """JSON that is the same wherever it is made: names in order, no blanks."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sign(record: AuditRecord, secret: bytes) -> str:
    """The mac that belongs to the record, in hex."""
    columns = {column.key: getattr(record, column.key) for column in AuditRecord.__table__.columns}
    del columns["mac"]
    columns["at"] = record.at.astimezone(UTC).isoformat(timespec="microseconds")
    return hmac.new(secret, canonical(columns).encode(), "sha256").hexdigest()
