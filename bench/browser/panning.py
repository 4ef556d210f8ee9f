"""A picture panned by the mouse, and how many different frames were seen meanwhile."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from itertools import pairwise

from playwright.sync_api import Page

_SECONDS = 3.0
#: Notes the time of every frame in which the picture stands elsewhere than in the one before. ``WHERE`` says where.
_WATCH = """() => {
  const seen = [];
  let last = WHERE();
  window.__frames = seen;
  const look = (at) => {
    const now = WHERE();
    if (now !== last) seen.push(at);
    last = now;
    if (window.__frames === seen) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
_STOP = "() => { const seen = window.__frames; window.__frames = null; return seen; }"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one renderer did with one graph: seconds to the first frame with all things, and with all ties between them;
    frames a second while panned.

    ``cpu_s``: what the page's main thread worked until then, which a busy machine does not change.
    """

    name: str
    things: int
    ties: int
    drawn_s: float
    tied_s: float
    cpu_s: float
    frames_per_s: float
    slowest_ms: float


def pan(page: Page, where: str, left: float, top: float) -> tuple[float, float]:
    """Drag the picture from a point on it for a while; frames a second, and the longest wait for one in ms.

    ``where`` is JavaScript for a function that says where the picture stands, as text.
    """
    page.mouse.move(left, top)
    page.mouse.down()
    page.evaluate(_WATCH.replace("WHERE", f"({where})"))
    began, step = time.monotonic(), 0
    while (past := time.monotonic() - began) < _SECONDS:
        step += 1
        page.mouse.move(left + 150 * math.sin(past * 2.5), top + 90 * math.sin(past * 4.1) + step % 2)
    times: list[float] = page.evaluate(_STOP)
    page.mouse.up()
    if len(times) < 2:
        return 0.0, float("inf")
    waits = [later - earlier for earlier, later in pairwise(times)]
    return (len(times) - 1) / ((times[-1] - times[0]) / 1000), max(waits)


class Worked:
    """How long a page's main thread has worked, in seconds of its own processor time."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._before = self._now()

    def since(self) -> float:
        """Since this was made; a page that was loaded meanwhile counts from its beginning."""
        now = self._now()
        return now - self._before if now >= self._before else now

    def _now(self) -> float:
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration")
