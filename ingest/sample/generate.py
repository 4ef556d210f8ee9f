"""Synthetic incidents and their truth: disputes first, then strangers' calls up to the number of rows asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from ingest.incident import COLUMNS
from ingest.sample.calls import Call, Span
from ingest.sample.dice import Dice
from ingest.sample.disputes import Author, Matter
from ingest.sample.files import truth_directory, write_incidents, write_truth, written
from ingest.sample.people import People
from ingest.sample.scenarios import Scenario, read_toml, scenarios
from ingest.sample.singles import Strangers
from ingest.sample.world import World

END = datetime(2026, 10, 31, 23, 59, 59)
ROWS_A_YEAR = 79_000
_DISPUTED = 0.25
_CORRECTED = 0.003
_TWICE = 0.0005
_CASE_PREFIX = "A9999"
_NAME, _ADDRESS, _CONTENT, _OUTCOME = (
    list(COLUMNS).index(column) for column in ("caller_name", "address", "content", "outcome")
)


def generate(rows: int, seed: int, split: str | None, out: Path) -> None:
    """Write ``rows`` incidents to ``out`` (CSV) and their truth to the directory beside it (``x.truth/``).

    The same arguments write the same bytes. ``split`` restricts the scenarios to train or heldout (None: all).
    Corrected records and rows that occur twice are among ``rows``. ValueError for rows < 50 or an unknown split.
    """
    if rows < 50:
        raise ValueError(f"a sample has at least 50 rows, not {rows}")
    chosen = scenarios(split)
    corrected, twice = round(rows * _CORRECTED), round(rows * _TWICE)
    dice = Dice(seed, split, rows)
    calls, matters = _calls(rows - corrected - twice, seed, chosen, dice)
    named = _named(calls)
    lines = [_row(name, call, case) for name, call, case in named]
    out.parent.mkdir(parents=True, exist_ok=True)
    write_incidents(out, _with_later_rows(lines, corrected, twice, dice))
    write_truth(truth_directory(out), [(name, call) for name, call, _ in named], matters)


def span_of(rows: int) -> Span:
    """The time a sample of this size covers: a city's density, at least a month and at most three years."""
    days = min(3 * 365.0, max(30.0, 365.0 * rows / ROWS_A_YEAR))
    return Span((END - timedelta(days=days)).replace(hour=0, minute=0, second=0), float(int(days)))


def _calls(count: int, seed: int, chosen: tuple[Scenario, ...], dice: Dice) -> tuple[list[Call], list[Matter]]:
    span = span_of(count)
    cast = read_toml("people.toml")
    places = read_toml("world.toml")
    world = World(places, cast, count, Dice(seed, "world"))
    people = People(cast, places["area_code"], Dice(seed, "people"))
    author = Author(world, people, read_toml("phrases.toml"), dice)
    matters = _matters(int(count * _DISPUTED), author, chosen, span, dice)
    calls = [call for matter in matters for call in matter.calls]
    strangers = Strangers(author, chosen, span, dice)
    for matter in matters:
        if len(calls) < count and dice.chance(0.2):
            calls.append(strangers.from_party(dice.pick(matter.side_a + matter.side_b), matter.calls[0].at))
    calls += [strangers.call() for _ in range(count - len(calls))]
    calls.sort(key=lambda call: call.at)
    matters.sort(key=lambda matter: (matter.calls[0].at, matter.number))
    return calls, matters


def _matters(wanted: int, author: Author, chosen: tuple[Scenario, ...], span: Span, dice: Dice) -> list[Matter]:
    matters: list[Matter] = []
    weights = [scenario.weight for scenario in chosen]
    written_calls = 0
    while written_calls < wanted:
        number = len(matters) + 1
        matter = _beside(number, dice.pick(matters), author, dice) if matters and dice.chance(0.14) else None
        matter = matter or author.matter(number, chosen[dice.weighted(weights)])
        author.run(matter, span)
        matters.append(matter)
        written_calls += len(matter.calls)
    return matters


def _beside(number: int, other: Matter, author: Author, dice: Dice) -> Matter | None:
    """A matter that is easily taken for ``other``: the same sort of quarrel next door, or another one of its caller."""
    if other.scenario.place not in ("home", "village"):
        return None
    if dice.chance(0.7):
        spot = author.world.within(other.spot.site, dice)
        return author.matter(number, other.scenario, spot)
    return author.matter(number, other.scenario, author.world.spot(other.scenario.place, dice), other.side_a[0])


def _named(calls: list[Call]) -> list[tuple[str, Call, str]]:
    """Each call with its incident id and case number."""
    named: list[tuple[str, Call, str]] = []
    serial: dict[str, int] = {}
    cases = 0
    for call in calls:
        day = call.at.strftime("%Y%m%d")
        serial[day] = serial.get(day, 0) + 1
        cases += call.case
        case = f"{_CASE_PREFIX}{call.at:%Y%m}{cases:05d}" if call.case else ""
        named.append((f"JQ{day}{serial[day]:05d}", call, case))
    return named


def _row(name: str, call: Call, case: str) -> list[str]:
    street = call.spot.site.street
    # The serial number decides, not chance, so that adding a column here moves no other choice.
    turn = int(name[-5:])
    unit = f"{street.district[:-1]}分局{street.station}" if turn % 9 == 0 else street.station
    officer = street.officers[turn * 7 % len(street.officers)]
    columns = [call.phone, call.name, call.id_number, call.address, call.category, call.content, call.outcome]
    return [name, written(call.at), *columns, unit, officer, case]


def _with_later_rows(lines: list[list[str]], corrected: int, twice: int, dice: Dice) -> list[list[str]]:
    """The file's rows: some records first as typed in haste and corrected later, some rows exported twice."""
    order: list[tuple[float, list[str]]] = [(float(index), line) for index, line in enumerate(lines)]
    chosen = dice.some(range(len(lines)), corrected + twice)
    for index in chosen[:corrected]:
        order[index] = (float(index), _hasty(lines[index], dice))
        order.append((index + dice.between(5, 200) + 0.5, lines[index]))
    order += [(index + dice.between(1, 40) + 0.25, lines[index]) for index in chosen[corrected:]]
    return [line for _, line in sorted(order, key=lambda item: item[0])]


def _hasty(line: list[str], dice: Dice) -> list[str]:
    """The record as first typed: something is missing or not yet known, and always something differs."""
    first = list(line)
    first[_OUTCOME] = dice.pick(("正在处置", "已派警", "待反馈", "民警在途中"))
    if dice.chance(0.4):
        first[_ADDRESS] = first[_ADDRESS][: max(4, len(first[_ADDRESS]) // 2)]
    if dice.chance(0.3):
        first[_NAME] = ""
    if dice.chance(0.3):
        first[_CONTENT] = first[_CONTENT][: max(8, len(first[_CONTENT]) * 2 // 3)]
    return first
