"""What Fengqiao is built of that others wrote: every pinned part, its licence, and the weaknesses known in it.

docs/parts.md is made from here by ``python -m docs.generate``. ``python -m docs.parts`` names what is overdue today and
ends with 1 when something is. The time frames are those of docs/protection.md.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, files, metadata
from pathlib import Path

from graph.engine.manifest import LOCKS

ROOT = Path(__file__).resolve().parent.parent
FINDINGS = ROOT / "docs" / "findings.tsv"
#: Severity of a known weakness, by CVSS -> days from when it is known until a version without it is pinned.
FRAMES = {"critical": 3, "high": 14, "medium": 60, "low": 180}
_PINNED = re.compile(r"^([\w.-]+)(?:\[[^]]*])?==([^\s;]+)", re.MULTILINE)
_STATES = ("open", "gone", "not affected")


@dataclass(frozen=True)
class Part:
    """One pinned thing: where it comes from (`python`, `page`, `engine`), and under which licence."""

    kind: str
    name: str
    version: str
    licence: str


@dataclass(frozen=True)
class Finding:
    """A weakness that somebody published of a part; ``state`` is `open`, `gone` (``part`` is the version after it),
    or `not affected` with the reason in ``note``."""

    part: str
    version: str
    weakness: str
    severity: str
    known: date
    state: str
    note: str


def parts() -> list[Part]:
    """Every pinned part: packages, the kit of the pages, and each engine as one (its lock names every jar)."""
    pinned = _PINNED.findall((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    python = [Part("python", name, version, _licence(name)) for name, version in pinned]
    kit = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    pages = [
        Part("page", path.rpartition("node_modules/")[2], one["version"], one["license"])
        for path, one in sorted(kit.items())
        if path
    ]
    engines = [
        Part("engine", f"Neo4j Community, {_lines(lock)} jars", lock.stem, "GPL-3.0")
        for lock in sorted(LOCKS.glob("*.tsv"))
    ]
    return [*python, *pages, *engines]


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def _licence(package: str) -> str:
    """What the installed package says of itself, shortly; '' when it is not installed or says nothing."""
    try:
        said = metadata(package)
    except PackageNotFoundError:
        return ""
    written = next((one for field in ("License-Expression", "License") for one in said.get_all(field, []) if one), "")
    if written and len(written) <= 60 and "\n" not in written and written not in ("UNKNOWN", "Dual License"):
        return written
    named = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier", []) if one.startswith("License")]
    return ", ".join(named) or _by_file(package)


def _by_file(package: str) -> str:
    """MIT, when that is what the package's own licence file has and nothing else says so; else ''."""
    texts = (file.read_text(encoding="utf-8") for file in files(package) or () if file.name == "LICENSE")
    return "MIT" if any("Permission is hereby granted, free of charge" in text for text in texts) else ""


def findings() -> list[Finding]:
    """The weaknesses written down in docs/findings.tsv; ValueError for a line that cannot be."""
    with FINDINGS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if row and not row[0].startswith("#")]
    return [_finding(row) for row in rows]


def _finding(row: list[str]) -> Finding:
    part, version, weakness, severity, known, state, note = row
    if severity not in FRAMES or state not in _STATES or (state == "not affected" and not note):
        raise ValueError(f"docs/findings.tsv: {weakness}: severity, state or note")
    return Finding(part, version, weakness, severity, date.fromisoformat(known), state, note)


def overdue(found: Iterable[Finding], today: date) -> list[Finding]:
    """Those still open after their time."""
    return [one for one in found if one.state == "open" and (today - one.known).days > FRAMES[one.severity]]


def page() -> str:
    """docs/parts.md."""
    lines = [
        "# Parts from others",
        "",
        "Made by `python -m docs.generate` from `requirements.txt`, `web/package-lock.json` and `graph/engine/locks/`,",
        "which pin each part by its hash. How soon a weak one is replaced:",
        "[protection.md](protection.md#parts-from-others). What tests, linters and measures need besides is in",
        "`requirements-dev.txt` and runs nowhere else.",
        "",
        "| kind | part | version | licence |",
        "| --- | --- | --- | --- |",
        *(f"| {one.kind} | {one.name} | {one.version} | {one.licence} |" for one in parts()),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Name what is overdue."""
    late = overdue(findings(), date.today())
    for one in late:
        print(f"{one.part} {one.version}: {one.weakness} ({one.severity}) known since {one.known}")
    print(f"{len(parts())} parts, {len(findings())} weaknesses written down, {len(late)} overdue")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
