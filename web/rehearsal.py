"""``python -m web.rehearsal``: run the engine once with the sample, so that every later start knows what is coming.

Takes about a minute, once for each version of the engine and of Java; does nothing when it was done.
"""

from __future__ import annotations

from filelock import FileLock

from graph import connection, schema
from graph.engine import EngineError, archive, notice, rehearsing
from graph.engine.own_home import own_home
from graph.engine.paths import current
from ingest.progress import Silent
from ingest.tour import load_sample
from queries.ranking import ranked_repeats
from web.warming import plans

_ROWS, _SEED, _TOP = 12_000, 110, 20


def main() -> None:
    """Rehearse, unless it was done. What fails costs a slower start, so it is said and is no failure."""
    paths = current()
    paths.lib.mkdir(parents=True, exist_ok=True)
    with FileLock(paths.lib / ".rehearsal.lock"):
        if archive.file(paths).is_file():
            return
        notice.say("rehearsing with the engine, so that it starts in half the time: about a minute, once")
        try:
            _rehearse()
        except EngineError as error:
            notice.say(f"it will start more slowly: {error}")


def _rehearse() -> None:
    """Read the sample and ask what pages ask, as somebody does who has just installed this."""
    with own_home(), rehearsing(), connection.connect() as driver:
        schema.apply(driver)
        load_sample(driver, _ROWS, _SEED, Silent())
        ranked_repeats(driver, _TOP)
        plans(driver)


if __name__ == "__main__":
    main()
