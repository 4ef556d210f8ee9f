"""Cypher that lives in files: one .cypher file holds a room's statements, each under a `// name:` line."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_HEAD = re.compile(r"^// name: *(\w+) *$", re.MULTILINE)


@cache
def statements(path: Path) -> dict[str, str]:
    """Name -> Cypher of every statement in the file; ValueError for a name given twice or none at all."""
    parts = _HEAD.split(path.read_text(encoding="utf-8"))
    names = parts[1::2]
    if not names or len(set(names)) != len(names):
        raise ValueError(f"{path}: every statement needs a `// name:` line of its own")
    return dict(zip(names, (text.strip() for text in parts[2::2]), strict=True))
