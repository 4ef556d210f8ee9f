"""The clean record: one call as Fengqiao keeps it, whatever file it came from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter

#: Field of ``Incident`` -> its column in an exported dispatch file (the default names).
COLUMNS: dict[str, str] = {
    "id": "接警单编号",
    "reported_at": "报警时间",
    "phone": "来电号码",
    "caller_name": "报警人姓名",
    "caller_id_number": "报警人身份证号",
    "address": "警情地址",
    "category": "警情类别",
    "content": "报警内容",
    "outcome": "处警情况",
    "unit": "处警单位",
    "officer": "处警民警",
    "case_number": "案件编号",
}


@dataclass(frozen=True, slots=True)
class Incident:
    """One call record (接警单), trimmed and typed but otherwise as written.

    Text fields are '' when the file gave nothing. ``reported_at`` is aware. ``phone`` and
    ``caller_id_number`` are kept as written: reading them is the work of ``extract``.
    """

    id: str
    reported_at: datetime
    phone: str = ""
    caller_name: str = ""
    caller_id_number: str = ""
    address: str = ""
    category: str = ""
    content: str = ""
    outcome: str = ""
    unit: str = ""
    officer: str = ""
    case_number: str = ""

    def __reduce__(self) -> tuple[type[Incident], tuple[object, ...]]:
        """By its values in order: hundreds of thousands go to other processes, and what a dataclass does for that takes
        six times as long."""
        return Incident, (self.id, self.reported_at, *_TEXTS(self))

    def content_hash(self) -> str:
        """32 hex digits that differ whenever any field but the id differs."""
        parts = [str(int(self.reported_at.timestamp()))]
        parts += _TEXTS(self)
        return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


_TEXTS = attrgetter(*(field.name for field in fields(Incident)[2:]))
