"""The log of the server: a line of JSON each, on stderr, with numbers and not with people.

What is written says which page and not which words; masking whatever looks like a number of a person is the last line
of defence, for what libraries write and for what somebody forgets.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from gunicorn.glogging import Logger

from web.numbers import masked_text
from web.personal import veiled

#: What follows the path in an address, where somebody's words are.
_ASKED = re.compile(r"\?[^\s'\"]+")
#: A token, which the address of a calendar has in its path.
_TOKEN = re.compile(r"fq_[A-Za-z0-9_-]{8,}")
_STAMPS = (
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)
_JSON = structlog.processors.JSONRenderer(ensure_ascii=False)


def without_people(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The entry with every number of a person in it masked, however deep."""
    return {masked_text(name): veiled(value, name) for name, value in event.items()}


def without_words(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An entry of a library's without what stands behind the question mark of an address, and without tokens."""
    return {
        name: _TOKEN.sub("fq_…", _ASKED.sub("?…", value)) if isinstance(value, str) else value
        for name, value in event.items()
    }


class _Stderr(logging.Handler):
    """Whatever stderr is at the time."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line."""
        print(self.format(record), file=sys.stderr, flush=True)


class ServerLog(Logger):  # type: ignore[misc] # the library has no types
    """gunicorn's own messages, in our form."""

    def setup(self, cfg: Any) -> None:
        """Without handlers of its own, so that ours takes them."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


def install() -> None:
    """Write like that from now on, our own entries and those of libraries (from warnings up)."""
    structlog.configure(
        processors=[*_STAMPS, without_people, _JSON],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    if any(isinstance(handler, _Stderr) for handler in root.handlers):
        return
    handler = _Stderr(logging.WARNING)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *_STAMPS, without_words],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, without_people, _JSON],
        )
    )
    root.addHandler(handler)
