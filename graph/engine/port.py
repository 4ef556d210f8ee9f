"""A loopback port for the engine to listen at."""

from __future__ import annotations

import socket
import time

from graph import settings
from graph.engine import notice

_DYING_S, _POLL_S = 5.0, 0.1


def choose(last: int | None) -> int:
    """The port of the last run, so that open drivers find the engine again, else the setting's, else any free one."""
    wanted = last or settings.number("FENGQIAO_ENGINE_PORT")
    if not wanted or _free(wanted):
        return wanted or any_free()
    port = any_free()
    notice.say(f"port {wanted} is taken; listening at {port} instead")
    return port


def any_free() -> int:
    """A port nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_free(port: int) -> None:
    """Wait a moment for the port: the threads of an engine just killed hold it until the last one has ended."""
    deadline = time.monotonic() + _DYING_S
    while not _free(port) and time.monotonic() < deadline:
        time.sleep(_POLL_S)


def _free(port: int) -> bool:
    with socket.socket() as probe:
        # As the engine does: connections of an earlier run that linger do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError:
            return False
    return True
