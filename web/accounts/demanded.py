"""Of whom a second factor is demanded before anything else: ``FENGQIAO_SECOND_FACTOR``.

`auto` asks administrators for it as soon as the pages are reached over the network: whoever tries Fengqiao on one
machine needs no telephone, and whoever puts a proxy in front leaves no account that can make others to a password
alone. The rest say it outright: `all`, `none`, or roles with commas between.
"""

from __future__ import annotations

from graph import settings
from graph.settings import SettingError
from web.roles import Role

SETTING = "FENGQIAO_SECOND_FACTOR"
_AUTO, _OUTRIGHT = "auto", {"all": frozenset(Role), "none": frozenset[Role]()}


def of(role: Role, over_network: bool) -> bool:
    """Whether somebody of this role, who came over the network or not, must have a second factor."""
    return role in roles(over_network)


def roles(over_network: bool) -> frozenset[Role]:
    """The roles that must have one; SettingError when the setting names something else."""
    written = settings.read(SETTING).strip().lower()
    if written == _AUTO:
        return frozenset({Role.ADMINISTRATOR}) if over_network else frozenset()
    if written in _OUTRIGHT:
        return _OUTRIGHT[written]
    try:
        return frozenset(Role(name.strip()) for name in written.split(","))
    except ValueError:
        known = ", ".join(Role)
        raise SettingError(f"{SETTING}={written}: must be auto, all, none, or roles of {known}") from None
