"""Writers of this room's statements: in batches for the whole graph, or all in one statement for a few calls."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from neo4j import Driver

from graph import settings
from graph.session import opened
from ingest.load import CYPHER as FACTS
from ingest.settle.standing import BATCH, CYPHER

Row = dict[str, Any]
#: Batches that may wait to be written.
_AHEAD = 24
_PARAMETER = re.compile(r"[$](\w+)")


class Hope(NamedTuple):
    """What a quick settling takes for granted: the step of the graph, and that nobody decided about these incidents."""

    records: str
    findings: str
    ids: Sequence[str]


class VainError(Exception):
    """The graph is not as a quick settling hoped; nothing was written."""


class Writer(ABC):
    """Runs this room's writing statements."""

    def rows(self, name: str, rows: Iterable[Row], **parameters: Any) -> None:
        """A statement that takes ``$rows``, which are made as they are written."""
        self._run(name, "rows", rows, parameters)

    def values(self, name: str, parameter: str, values: Collection[str]) -> None:
        """A statement that takes a list of ids or keys."""
        self._run(name, parameter, sorted(values), {})

    @abstractmethod
    def _run(self, name: str, parameter: str, items: Iterable[Any], parameters: Row) -> None: ...


class InBatches(Writer):
    """Each ``BATCH`` items are a transaction: for the whole graph, written beside while the next are worked out.

    A killed run leaves some batches written. The statements stand in an order, and each is such, that the
    next run finds what is left to do; so after one that failed nothing more is written.
    """

    def __init__(self, driver: Driver, beside: ThreadPoolExecutor) -> None:
        """``beside`` has one thread: it keeps the order."""
        self._driver, self._beside = driver, beside
        self._waiting: deque[Future[None]] = deque()

    def _run(self, name: str, parameter: str, items: Iterable[Any], parameters: Row) -> None:
        coming = iter(items)
        while batch := list(islice(coming, BATCH)):
            before = self._waiting[-1] if self._waiting else None
            self._waiting.append(self._beside.submit(self._write, name, parameters | {parameter: batch}, before))
            while len(self._waiting) > _AHEAD:
                self._waiting.popleft().result()

    def _write(self, name: str, given: Row, before: Future[None] | None) -> None:
        if before:
            before.result()
        with opened(self._driver) as session:
            session.execute_write(lambda tx: tx.run(CYPHER[name], given).consume())

    def finish(self) -> None:
        """Wait until everything is written; what went wrong is raised."""
        while self._waiting:
            self._waiting.popleft().result()

    def sweep(self) -> None:
        """Remove what a killed run may have left without a purpose, once everything is written."""
        self.finish()
        for name in ("sweep_uses", "sweep_forwards", "sweep_callers", "sweep_disputes", "sweep_merged"):
            self._driver.execute_query(CYPHER[name], database_=settings.read("NEO4J_DATABASE"))

    def all_settled(self) -> None:
        """Say of every call that it is settled, once everything is written."""
        self.finish()
        with opened(self._driver) as session:
            session.run(CYPHER["all_settled"]).consume()


#: What a few calls may write, in the order in which it has to be written: what they state, then what was found.
_FACTS = ("locations", "within", "incidents", "arrived", "serves_in")
_FINDINGS = (
    "callers", "forward", "uses", "calls", "uncalled", "keep", "forward_earlier", "drop_uses", "drop_idle_callers",
    "drop_links", "links", "disputes", "merged", "about", "alone", "drop_parties", "parties", "responsible",
    "drop_disputes", "dispute_settled", "settled", "step",
)  # fmt: skip


class Together(Writer):
    """Gathers what is to be written; ``commit`` writes all of it as one statement, which is one transaction.

    One statement rather than thirty, because each way to the server and back takes about a millisecond.
    """

    def __init__(self) -> None:
        self._gathered: dict[str, Row] = {}

    def _run(self, name: str, parameter: str, items: Iterable[Any], parameters: Row) -> None:
        if name in self._gathered:
            raise ValueError(f"{name} is gathered already")
        self._gathered[name] = parameters | {parameter: list(items)}

    def step(self, *, records: str | None = None, findings: str | None = None) -> None:
        """The step that the graph is at when this is written."""
        self._gathered["step"] = {"records": records, "findings": findings}

    def commit(self, driver: Driver, hope: Hope | None = None) -> bool:
        """Write what was gathered; whether any call that was settled is about a closed dispute.

        Not tried again when it fails: all that it follows from would have to be, too.

        Raises:
            VainError: nothing was written, because what was hoped does not hold.
        """
        names = _FACTS + _FINDINGS if any(name in self._gathered for name in _FACTS) else _FINDINGS
        cypher, wanted = _as_one(names, hopeful=hope is not None)
        given: Row = {}
        for name, parameter in wanted:
            given[f"{name}_{parameter}"] = self._gathered.get(name, {}).get(parameter, _ABSENT.get(parameter, []))
        given["hope"] = hope._asdict() if hope else {}
        with opened(driver) as session:
            found = session.run(cypher, given=given).values()
        if not found:
            raise VainError
        return bool(found[0][0])


#: What stands for a parameter of a statement that has nothing to write; the others are lists.
_ABSENT: Mapping[str, Any] = {"zone": "Z", "import": ""}


@cache
def _as_one(names: tuple[str, ...], *, hopeful: bool) -> tuple[str, list[tuple[str, str]]]:
    """The statements one after another in one, and which parameters of which statement it takes.

    All of them come in one map, ``$given``: the server would make a new plan, in a second, for every combination of
    lengths that lists of their own have.
    """
    wanted: dict[tuple[str, str], None] = {}
    parts = [_PARAMETER.sub(r"$given.hope.\1", CYPHER["as_hoped"])] if hopeful else []
    for name in names:
        text = CYPHER[name] if name in CYPHER else FACTS[name]

        def own(match: re.Match[str], name: str = name) -> str:
            wanted[name, match[1]] = None
            return f"$given.{name}_{match[1]}"

        parts.append("CALL () {\n" + _PARAMETER.sub(own, text) + "\n}")
    parts.append(_PARAMETER.sub("$given.settled_ids", CYPHER["about_closed"]))
    return "\n".join(parts), list(wanted)
