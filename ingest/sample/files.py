"""A sample on disk: the incidents file and the truth directory beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from ingest.incident import COLUMNS
from ingest.sample.calls import Call
from ingest.sample.disputes import Matter
from ingest.sample.truth import Event, repeats

#: Kind -> the word on the screen and in exports.
KINDS = {
    "noise": "邻里噪音",
    "leak": "漏水",
    "fumes": "油烟",
    "shared_space": "楼道公共空间",
    "parking": "占道停车",
    "property_service": "物业",
    "debt": "债务",
    "wages": "劳资欠薪",
    "consumer": "消费退款",
    "family": "婚恋家庭",
    "support": "赡养抚养",
    "inheritance": "继承析产",
    "land": "土地宅基地",
    "construction": "工程施工",
    "rental": "房屋租赁",
    "business": "合伙经营",
    "school": "校园",
    "medical": "医患",
    "pets": "宠物饲养",
    "neighbour": "相邻权",
    "environment": "环境卫生",
    "harassment": "骚扰纠缠",
    "online": "网络名誉",
    "traffic": "交通事故",
    "emotional": "情感纠葛",
    "burst": "突发同警",
    "other": "其他",
}


def truth_directory(out: Path) -> Path:
    """Where the truth of the sample ``out`` goes: ``x.csv`` -> ``x.truth/``."""
    return out.with_suffix(".truth")


def write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """UTF-8 with a byte order mark, so that a spreadsheet opens it; the same bytes on every system."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def write_incidents(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """The incidents file with the default column names."""
    write_csv(path, list(COLUMNS.values()), rows)


def write_truth(directory: Path, named: Sequence[tuple[str, Call]], matters: Sequence[Matter]) -> None:
    """All truth files; ``named`` pairs each call with its incident id, in order of time."""
    directory.mkdir(parents=True, exist_ok=True)
    ids = {matter.number: f"D{index:06d}" for index, matter in enumerate(matters, 1)}
    write_csv(
        directory / "assignments.csv",
        ("incident_id", "dispute_id"),
        ((name, ids.get(call.dispute, "")) for name, call in named),
    )
    write_csv(
        directory / "flags.csv",
        ("incident_id", "invalid", "malicious", "non_police"),
        ((name, int(call.invalid), int(call.malicious), int(call.non_police)) for name, call in named),
    )
    write_csv(
        directory / "persons.csv",
        ("incident_id", "person_id", "place_id"),
        ((name, call.person.key, call.spot.place_id) for name, call in named),
    )
    write_csv(
        directory / "scenarios.csv",
        ("dispute_id", "scenario"),
        ((ids[matter.number], matter.scenario.key) for matter in matters),
    )
    _write_disputes(directory / "disputes.csv", matters, ids)
    _write_repeats(directory / "repeats.csv", matters, ids)


def _write_disputes(path: Path, matters: Sequence[Matter], ids: dict[int, str]) -> None:
    head = [
        "dispute_id",
        "title",
        "kind",
        "status",
        "risk",
        "level",
        "incidents",
        "callers",
        "first_at",
        "last_at",
        "unit",
        "escalated",
    ]
    rows: list[Sequence[object]] = []
    for matter in matters:
        calls, kind = matter.calls, KINDS[matter.scenario.kind]
        times = [call.at for call in calls]
        callers = len({call.person.key for call in calls})
        rows.append(
            (ids[matter.number], f"{matter.spot.site.name or matter.spot.site.road} {kind}", kind, "", "", "")
            + (len(calls), callers, written(min(times)), written(max(times)))
            + (matter.spot.site.street.station, int(matter.escalated))
        )
    write_csv(path, head, rows)


def _write_repeats(path: Path, matters: Sequence[Matter], ids: dict[int, str]) -> None:
    rows: list[Sequence[object]] = []
    for matter in matters:
        events = [Event(call.at, call.person.key, call.spot.building_id) for call in matter.calls]
        rows += [
            (ids[matter.number], repeat.pattern, repeat.window, repeat.count)
            + (written(repeat.first_at), written(repeat.last_at))
            for repeat in repeats(events)
        ]
    write_csv(path, ("dispute_id", "pattern", "window", "count", "first_at", "last_at"), rows)


def written(moment: datetime) -> str:
    """A time as call slips and exports write it."""
    return moment.isoformat(sep=" ", timespec="seconds")
