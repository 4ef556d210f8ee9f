"""The scenarios: what people quarrel about, kept as TOML in ``data/``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

DATA = Path(__file__).parent / "data"
SPLITS = ("train", "heldout")


class Scenario(BaseModel):
    """One kind of quarrel with its wordings.

    ``place``: home, estate, village, road or a site kind. ``org``: a site kind that the opponent belongs to
    (``place`` itself when it is a named site). ``tempo``: how calls follow each other. ``callers``: weights of the
    sides: a, b (counter-reports), crowd (more people on side a), witness. ``size``: mean number of calls
    beyond the first two. ``escalate``: share of disputes that end in a criminal case. ``facts``: per name a list of
    facts, each a list of synonyms; a dispute has one fact, a call one synonym. ``words``: templates by slot.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    kind: str
    split: str
    place: str
    topic: list[str]
    a: list[str]
    b: list[str]
    words: dict[str, list[str]]
    facts: dict[str, list[list[str]]] = {}
    org: str = ""
    tempo: str = "weekly"
    hours: str = "day"
    callers: dict[str, float] = {"a": 0.72, "b": 0.2, "witness": 0.08}
    size: float = 1.6
    escalate: float = 0.04
    weight: float = 1.0
    danger: bool = True


def read_toml(name: str) -> dict[str, Any]:
    """A data file of the sample; FileNotFoundError when it is not there."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def _all() -> tuple[Scenario, ...]:
    files = sorted((DATA / "scenarios").glob("*.toml"))
    rows: list[Mapping[str, Any]] = [row for file in files for row in read_toml(f"scenarios/{file.name}")["scenario"]]
    return tuple(Scenario.model_validate(row) for row in rows)


def scenarios(split: str | None = None) -> tuple[Scenario, ...]:
    """All scenarios, or those of one split (train, heldout); ValueError for another name."""
    if split is not None and split not in SPLITS:
        raise ValueError(f"split must be one of {', '.join(SPLITS)}, not {split!r}")
    return tuple(scenario for scenario in _all() if split in (None, scenario.split))
