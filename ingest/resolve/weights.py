"""The weights of evidence and the rules of grouping, as ``weights.toml`` states them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

PATH = Path(__file__).with_name("weights.toml")


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds: ``bias`` before any evidence, ``evidence`` by name, and how groups are made.

    ``in_writing``: what is added to the weight of ``evidence`` when both are letters, not call slips.

    ``keep``: a pair at or below this score is no link. ``missing``: what a pair without a link counts in a
    group. ``sure``: two groups join without a second look above this average.
    ``clamp``: no pair counts more than this either way. ``cut``: two groups join above this worth at the second look.
    ``reach``: links above it make the components that groups never span. ``group_bias`` and
    ``group_evidence``: the same for whole groups at the second look.
    """

    bias: float
    evidence: dict[str, float]
    in_writing: dict[str, float] = field(default_factory=dict)
    keep: float = -1.0
    missing: float = -1.0
    sure: float = 0.0
    clamp: float = 4.0
    cut: float = 0.0
    reach: float = 0.0
    group_bias: float = 0.0
    group_evidence: dict[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Weights:
        """The weights in the TOML file ``path``; raises KeyError or ValueError when it is not one."""
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        second = {name: float(value) for name, value in raw.get("second_look", {}).items()}
        return cls(
            bias=float(raw["bias"]),
            evidence=_flat(raw["evidence"]),
            in_writing=_flat(raw.get("in_writing", {})),
            group_bias=float(second.pop("bias", 0.0)),
            group_evidence=second,
            **{key: float(value) for key, value in raw["group"].items()},
        )

    def write(self, path: Path) -> None:
        """The weights as TOML, evidence by reason, zero weights left out."""
        lines = [
            "# Log-odds that two calls are about the same demand: the bias and all evidence that holds add up.",
            "# Written by ingest/resolve/fit.py from labelled records. Positive weights speak for, negative against.",
            f"bias = {self.bias:.3f}",
            "",
            "[group]",
            *(f"{name} = {getattr(self, name):g}" for name in ("keep", "missing", "sure", "clamp", "cut", "reach")),
        ]
        lines += _tables("evidence", self.evidence)
        if self.in_writing:
            lines += ["", "# Added to the weights above when both are letters, not call slips."]
            lines += _tables("in_writing", self.in_writing)[1:]
        if self.group_evidence:
            lines += ["", "# Whole groups compared with each other.", "[second_look]", f"bias = {self.group_bias:.3f}"]
            lines += [f"{name} = {value:.3f}" for name, value in sorted(self.group_evidence.items())]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _flat(by_reason: dict[str, dict[str, float]]) -> dict[str, float]:
    return {f"{reason}.{name}": float(value) for reason, of in by_reason.items() for name, value in of.items()}


def _tables(head: str, weights: dict[str, float]) -> list[str]:
    """One TOML table a reason, a blank line before each."""
    lines: list[str] = []
    reason = ""
    for name, value in sorted(weights.items()):
        if abs(value) < 0.0005:
            continue
        if (of := name.partition(".")[0]) != reason:
            reason = of
            lines += ["", f"[{head}.{reason}]"]
        lines.append(f"{name.partition('.')[2]} = {value:.3f}")
    return lines


@lru_cache(maxsize=1)
def standard() -> Weights:
    """The weights Fengqiao ships with."""
    return Weights.read(PATH)
