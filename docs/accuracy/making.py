"""The page made: every measurement once, its tables between the markers, its pictures beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.rivals.run import Outcome, Source, compare, train
from bench.rivals.table import HEADS, cells
from docs.accuracy import pictures
from docs.accuracy.errors import explained, worst
from docs.accuracy.held_out import HeldOut, held_out
from docs.generate import replaced
from ingest.evaluate.scores import Score
from ingest.evaluate.spread import Part, Spread, accuracy
from ingest.resolve.links import Link
from ingest.resolve.reasons import say

_LEFT_OUT = ("by fold", "by scenario")


@dataclass(frozen=True, slots=True)
class Page:
    """Where the page is, and the directory of its pictures."""

    text: Path
    pictures: Path


def make(page: Page, source: Source, tuned_on: Source, methods: Sequence[str], printed: str | None) -> None:
    """Measure on ``source`` and write; ``printed`` is the cross-validation to show, None to leave what is there."""
    outcomes = compare(source, train(tuned_on, list(methods)))
    seen = held_out(source)
    told = accuracy(seen.labelled, seen.grouping)
    pair = _telling(seen)
    pictures.one_pair(page.pictures / "pair.svg", pair)
    pictures.by_size(page.pictures / "sizes.svg", told.sizes)
    pictures.beside_rivals(page.pictures / "rivals.svg", outcomes)
    pictures.scores(page.pictures / "scores.svg", seen)
    blocks = {
        "pair": _pair(seen, pair),
        "rivals": _rivals(outcomes, len(seen.incidents)),
        "sizes": _parts("calls in the dispute", told.sizes),
        "kinds": _parts("kind", told.kinds),
        "spread": _spread({"folds": [part for part in told.folds if part.disputes], "scenarios": told.scenarios}),
        "errors": explained(seen, worst(seen)),
    }
    if printed is not None:
        blocks["fit"] = printed
    text = page.text.read_text(encoding="utf-8")
    for name, block in blocks.items():
        text = replaced(text, name, f"{block.rstrip()}\n")
    page.text.write_text(text, encoding="utf-8")


def cross_validated(printed: str) -> str:
    """What ``app.py fit`` printed, without its longest parts, as a block of text; ValueError when it says nothing."""
    sections = [section for section in printed.split("\n\n") if not section.strip().startswith(_LEFT_OUT)]
    text = "\n\n".join(sections)
    if "cross-validated" not in text:
        raise ValueError("this is not what 'app.py fit' prints")
    return f"```\n{text.strip()}\n```"


def _telling(seen: HeldOut) -> Link:
    """A pair of one dispute, of two callers, found by little: the lowest score above 2, the first of equals."""
    dispute, profiles = seen.labelled.dispute, seen.profiles
    fitting = [
        link
        for (one, other), link in seen.pairs.items()
        if link.score > 2 and dispute[one] and dispute[one] == dispute[other] and len(link.reasons) > 3
        if profiles[one].caller and profiles[other].caller and profiles[one].caller != profiles[other].caller
    ]
    return min(fitting, key=lambda link: (link.score, link.later_id, link.earlier_id))


def _pair(seen: HeldOut, link: Link) -> str:
    lines = []
    for member in (link.earlier_id, link.later_id):
        call = seen.incidents[member]
        said = " ".join(call.content.split())
        lines.append(f"- {call.reported_at:%Y-%m-%d %H:%M}, {call.caller_name or '-'}, {call.address or '-'}: {said}")
    told = "；".join(say(reason, "zh") for reason in link.reasons)
    return "\n".join([*lines, "", f"What the officer is told: {told}"])


def _rivals(outcomes: Sequence[Outcome], records: int) -> str:
    lines = [f"{records:,} records.", "", _row(["method", *HEADS]), _row(["---"] * (len(HEADS) + 1))]
    lines += [_row(values) for values in cells(outcomes)]
    lines += ["", *(f"- {outcome.method}: {outcome.rule}" for outcome in outcomes if outcome.rule)]
    return "\n".join(lines)


def _parts(head: str, parts: Sequence[Part]) -> str:
    lines = [_row([head, "disputes", "calls", "B-cubed P / R / F1", "pairwise P / R / F1"]), _row(["---"] * 5)]
    for part in parts:
        values = [part.name, f"{part.disputes:,}", f"{part.incidents:,}", _score(part.b_cubed), _score(part.pairwise)]
        lines.append(_row(values))
    return "\n".join(lines)


def _spread(over: Mapping[str, Sequence[Part]]) -> str:
    lines = [_row(["F1 over", "least", "middle", "most", "deviation"]), _row(["---"] * 5)]
    for name, parts in over.items():
        for measure in ("b_cubed", "pairwise"):
            found = Spread.of([getattr(part, measure).f1 for part in parts])
            values = (found.least, found.middle, found.most, found.deviation)
            title = f"{len(parts)} {name}, {measure.replace('_c', '-c')}"
            lines.append(_row([title, *(f"{value:.3f}" for value in values)]))
    return "\n".join(lines)


def _score(score: Score) -> str:
    return f"{score.precision:.3f} / {score.recall:.3f} / {score.f1:.3f}"


def _row(values: Sequence[str]) -> str:
    return f"| {' | '.join(values)} |"
