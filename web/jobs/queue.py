"""The queue library: what wakes the process of jobs, at once when a page asks and by itself every minute.

The library's file holds nothing but those calls to wake up; the jobs are in SQL (``keeping``). So a lost file costs a
minute at most, and however many processes call, a job is done once.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

import orjson
from huey import SqliteHuey, crontab
from huey.registry import Message
from huey.serializer import Serializer

from graph import settings

#: Seconds that a call waits for another process's write to the file.
_TIMEOUT_S = 10


def name() -> str:
    """Which database's jobs: two servers of one home with accounts of their own do not take each other's."""
    url = settings.read("DATABASE_URL")
    return f"jobs-{sha256(url.encode()).hexdigest()[:12]}" if url else "jobs"


def directory() -> Path:
    """Where the library's file and the lock of the process of jobs are."""
    found = settings.home() / "queue"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def wake() -> None:
    """Call the process of jobs; it looks what waits."""
    _queue(directory() / f"{name()}.sqlite")[1]()


def consumed() -> SqliteHuey:
    """The queue with its tasks, for the process that works it off."""
    return _queue(directory() / f"{name()}.sqlite")[0]


class _AsJson(Serializer):  # type: ignore[misc] # the library has no types
    """Calls as JSON: the library's own form could be made to run code by whoever can write the file."""

    def _serialize(self, data: Message) -> bytes:
        """A call's fields as a list."""
        return orjson.dumps(list(data))

    def _deserialize(self, data: bytes) -> Message:
        """The call again."""
        return Message(*orjson.loads(data))


@cache
def _queue(file: Path):  # type: ignore[no-untyped-def] # the library has no types
    file.touch(mode=0o600)
    queue = SqliteHuey(name(), filename=str(file), results=False, timeout=_TIMEOUT_S, serializer=_AsJson())

    @queue.task(name="work")  # type: ignore[untyped-decorator]
    def work() -> None:
        from web.jobs.working import at_work

        at_work().work()

    @queue.periodic_task(crontab(minute="*"), name="minute")  # type: ignore[untyped-decorator]
    def minute() -> None:
        from web.jobs.working import at_work

        at_work().minute()

    return queue, work
