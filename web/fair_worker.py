"""gunicorn's threaded worker, with the work spread over all processes.

A browser keeps its connection, and all that comes along it is answered by the process that took it. All processes wait
for new connections at one socket, and by itself gunicorn lets the one that wakes first, or was ready first, have nearly
all of them for as long as people work (benoitc/gunicorn issues 3105 and 3433): measured with 20 people and 3 processes,
one did three quarters of the work. So a process with fewer connections takes a new one first, and no connection is kept
for long.
"""

from __future__ import annotations

import socket
import time
from secrets import SystemRandom
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

#: How long a worker with very many connections waits before it takes one more; what else it waits for waits too.
_LONGEST_S = 0.004
#: A worker with so many connections waits half as long.
_HALF_AT = 10
#: After so long a connection is closed with its next answer, and the browser opens another.
_KEPT_S = (20.0, 40.0)


class FairWorker(ThreadWorker):  # type: ignore[misc] # the library has no types
    """Waits the longer for a new connection the more it has, by when another may have taken it."""

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection, if nobody else has."""
        time.sleep(_LONGEST_S * self.nr_conns / (self.nr_conns + _HALF_AT))
        super().accept(listener)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Answer a request; the last on a connection that was kept for long says so."""
        now = time.monotonic()
        if not hasattr(conn, "kept_until"):
            conn.kept_until = now + SystemRandom().uniform(*_KEPT_S)
        if now > conn.kept_until:
            req.force_close()
        return super().handle_request(req, conn)
