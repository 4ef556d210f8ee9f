"""What an administrator sets for every process: numbered versions in files under FENGQIAO_HOME, the highest in force.

A file never changes once it is there, and two people cannot both make the same number. So whoever reads sees a whole
version, an old one can be looked at and put back, and a backup of the home has all of them.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph import settings

_FILE = re.compile(r"(\d{6})\.json")
#: How long what was read is taken to be in force before the folder is looked at again.
_LOOK_EVERY_S = 0.2


class Superseded(Exception):
    """Somebody else saved a version meanwhile."""


@dataclass(frozen=True, slots=True)
class Version:
    """``values`` as ``by`` saved them at ``at``, and ``why``. Number 0 is what Fengqiao ships with."""

    number: int
    values: Mapping[str, Any]
    by: str = ""
    at: datetime | None = None
    why: str = ""


SHIPPED = Version(0, {})


class Versions:
    """The versions of one thing, which is also the name of their folder."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._known: tuple[str | None, float, Version] | None = None

    def in_force(self) -> Version:
        """The latest version; what another process saves is seen after a fifth of a second."""
        home, now = os.environ.get("FENGQIAO_HOME"), time.monotonic()
        if self._known and self._known[0] == home and now - self._known[1] < _LOOK_EVERY_S:
            return self._known[2]
        latest = max(self._files(), default=0)
        same = self._known and self._known[0] == home and self._known[2].number == latest
        version = self._known[2] if same and self._known else self._read(latest) if latest else SHIPPED
        self._known = (home, now, version)
        return version

    def every(self) -> list[Version]:
        """All that were saved, the latest first."""
        return [self._read(number) for number in sorted(self._files(), reverse=True)]

    def save(self, values: Mapping[str, Any], by: str, why: str, seen: int) -> Version:
        """Make these values the version in force. Superseded when the one in force is no longer number ``seen``."""
        at = datetime.now(UTC)
        said = {"values": values, "by": by, "at": at.isoformat(timespec="seconds"), "why": why}
        folder = self._folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if max(self._files(), default=0) != seen:
            raise Superseded
        descriptor, draft = tempfile.mkstemp(dir=folder, suffix=".new")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(said, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, folder / f"{seen + 1:06}.json")
        except FileExistsError:
            raise Superseded from None
        finally:
            Path(draft).unlink()
        self._known = None
        return self._read(seen + 1)

    def _folder(self) -> Path:
        return settings.home() / "rules" / self._name

    def _files(self) -> list[int]:
        try:
            files = list(self._folder().iterdir())
        except FileNotFoundError:
            return []
        return [int(found[1]) for file in files if (found := _FILE.fullmatch(file.name))]

    def _read(self, number: int) -> Version:
        said = json.loads((self._folder() / f"{number:06}.json").read_text(encoding="utf-8"))
        return Version(number, said["values"], said["by"], datetime.fromisoformat(said["at"]), said["why"])
