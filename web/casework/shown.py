"""Moves as somebody may see them: numbers of people in what was told are masked, as in every other text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.casework.history import Made
from web import unmasking
from web.personal import leaving
from web.roles import Role
from web.visitor import visitor


def masked(made: Iterable[Made], role: Role, *, whole: bool = False) -> list[Made]:
    """The moves with reason and facts as this role may see them; ``whole``: the visitor has unmasked their disputes."""
    found = []
    for one in made:
        [shown] = leaving([{**one.facts, "reason": one.reason}], role, whole=whole)
        reason = shown["reason"]
        found.append(replace(one, reason=reason, facts={name: shown[name] for name in one.facts}))
    return found


def whole(disputes: Iterable[str]) -> bool:
    """Whether the visitor has unmasked every one of these disputes, and there is one."""
    asked = list(disputes)
    return bool(asked) and all(unmasking.until(visitor(), dispute) for dispute in asked)
