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

    ``keep``: a pair at or below this score is no link. ``missing``: what a pair without a link counts in a
    group. ``clamp``: no pair counts more than this either way. ``cut``: two groups join above this average.
    ``reach``: links above it make the components that groups never span. ``group_bias`` and
    ``group_evidence``: the same for whole groups at the second look, which is left out when there is none.
    """

    bias: float
    evidence: dict[str, float]
    keep: float = -1.0
    missing: float = -1.0
    clamp: float = 4.0
    cut: float = 0.0
    reach: float = 0.0
    group_bias: float = 0.0
    group_evidence: dict[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Weights:
        """The weights in the TOML file ``path``; raises KeyError or ValueError when it is not one."""
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        flat = {
            f"{reason}.{name}": float(value) for reason, of in raw["evidence"].items() for name, value in of.items()
        }
        second = {name: float(value) for name, value in raw.get("second_look", {}).items()}
        return cls(
            bias=float(raw["bias"]),
            evidence=flat,
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
            *(f"{name} = {getattr(self, name):g}" for name in ("keep", "missing", "clamp", "cut", "reach")),
        ]
        reason = ""
        for name, value in sorted(self.evidence.items()):
            if abs(value) < 0.0005:
                continue
            if (head := name.partition(".")[0]) != reason:
                reason = head
                lines += ["", f"[evidence.{reason}]"]
            lines.append(f"{name.partition('.')[2]} = {value:.3f}")
        if self.group_evidence:
            lines += ["", "# Whole groups compared with each other.", "[second_look]", f"bias = {self.group_bias:.3f}"]
            lines += [f"{name} = {value:.3f}" for name, value in sorted(self.group_evidence.items())]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@lru_cache(maxsize=1)
def standard() -> Weights:
    """The weights Fengqiao ships with."""
    return Weights.read(PATH)
