"""Who may move work is said in states.toml in words of its own; they are the roles that accounts have."""

from __future__ import annotations

from graph.casework.states import machines
from web.roles import Role


def test_every_role_that_may_move_something_is_one_that_accounts_have() -> None:
    named = {role for machine in machines().values() for move in machine.moves for role in move.roles}
    assert named <= {role.value for role in Role}
    assert "administrator" not in named
