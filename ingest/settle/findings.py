"""What was found, against what the graph holds: only the difference is written."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from neo4j import Driver, ManagedTransaction, Transaction

from graph import settings
from graph.casework.decisions import Constraints
from graph.session import opened
from ingest.resolve.same_demand import Link
from ingest.resolve.who import fullest_name
from ingest.settle.disputes import Numbering, describe, number
from ingest.settle.standing import BATCH, CYPHER, About, Standing

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Findings:
    """The state the graph shall have for the incidents in ``standings``.

    ``before`` are the same incidents as the graph holds them, ``links`` the evidence among them.
    """

    before: Mapping[str, Standing]
    standings: Mapping[str, Standing]
    links: Mapping[tuple[str, str], Link]
    groups: Sequence[frozenset[str]]
    constraints: Constraints


class Writer(ABC):
    """Runs this room's writing statements."""

    def rows(self, name: str, rows: Sequence[Row], **parameters: Any) -> None:
        """A statement that takes ``$rows``."""
        self._run(name, "rows", rows, parameters)

    def values(self, name: str, parameter: str, values: Collection[str]) -> None:
        """A statement that takes a list of ids or keys."""
        self._run(name, parameter, sorted(values), {})

    @abstractmethod
    def _run(self, name: str, parameter: str, items: Sequence[Any], parameters: Row) -> None: ...


class InBatches(Writer):
    """Each ``BATCH`` items are a transaction: for the whole graph.

    A killed run leaves some batches written. The statements stand in an order, and each is such, that the
    next run finds what is left to do.
    """

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def _run(self, name: str, parameter: str, items: Sequence[Any], parameters: Row) -> None:
        def work(tx: ManagedTransaction, part: Sequence[Any]) -> None:
            tx.run(CYPHER[name], parameters | {parameter: part}).consume()

        with opened(self._driver) as session:
            for start in range(0, len(items), BATCH):
                session.execute_write(work, items[start : start + BATCH])

    def sweep(self) -> None:
        """Remove what a killed run may have left without a purpose."""
        for name in ("sweep_uses", "sweep_forwards", "sweep_callers", "sweep_disputes", "sweep_merged"):
            self._driver.execute_query(CYPHER[name], database_=settings.read("NEO4J_DATABASE"))


class AtOnce(Writer):
    """Everything in the caller's one transaction: for a few incidents."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def _run(self, name: str, parameter: str, items: Sequence[Any], parameters: Row) -> None:
        if items:
            self._tx.run(CYPHER[name], parameters | {parameter: items}).consume()


def recalled(before: Mapping[str, Standing], after: Mapping[str, Standing]) -> set[str]:
    """The incidents whose caller changed."""
    return {i for i, standing in after.items() if standing.caller != before[i].caller}


def write_callers(writer: Writer, before: Mapping[str, Standing], after: Mapping[str, Standing]) -> None:
    """Give each incident its caller, and each caller the fullest name it was written with."""
    changed = sorted(recalled(before, after))
    names: dict[str, Counter[str]] = defaultdict(Counter)
    id_numbers: dict[str, str] = {}
    for standing in after.values():
        if standing.caller:
            names[standing.caller][standing.account] += 1
            id_numbers[standing.caller] = max(id_numbers.get(standing.caller, ""), standing.profile.id_number)
    shown = {key: fullest_name(written) for key, written in names.items()}
    said = {standing.caller: standing.caller_name for standing in before.values()}
    renamed = sorted({key for key, name in shown.items() if said.get(key) != name})
    writer.rows("callers", [{"key": k, "name": shown[k], "id_number": id_numbers[k] or None} for k in renamed])
    left = {before[i].caller for i in changed if before[i].caller}
    gone = left - names.keys()
    forwarded = _forwarded({i: before[i].caller for i in changed if before[i].caller in gone}, after)
    writer.rows("forward", forwarded)
    calling = [after[i] for i in changed if after[i].caller]
    numbers = sorted({(s.caller, s.profile.phone) for s in calling if s.profile.phone})
    writer.rows("uses", [{"key": key, "number": phone} for key, phone in numbers])
    writer.rows("calls", [{"id": s.id, "key": s.caller} for s in calling])
    writer.values("uncalled", "ids", {i for i in changed if not after[i].caller})
    writer.values("keep", "keys", gone)
    writer.rows("forward_earlier", forwarded)
    writer.values("drop_uses", "keys", left)
    writer.values("drop_idle_callers", "keys", left)


def _forwarded(was: Mapping[str, str], after: Mapping[str, Standing]) -> list[Row]:
    """For each key that is no longer anyone's: the key that most of its calls have now."""
    went: dict[str, Counter[str]] = defaultdict(Counter)
    for i, key in was.items():
        if after[i].caller:
            went[key][after[i].caller] += 1
    return [{"key": key, "into": min(to, key=lambda caller: (-to[caller], caller))} for key, to in sorted(went.items())]


def write_links(writer: Writer, held: Mapping[tuple[str, str], Link], found: Mapping[tuple[str, str], Link]) -> None:
    """Replace the links ``held`` in the graph by those ``found``, touching only what differs."""
    stale = [key for key, link in held.items() if found.get(key) != link]
    fresh = [link for key, link in found.items() if held.get(key) != link]
    writer.rows("drop_links", [{"later": later, "earlier": earlier} for later, earlier in sorted(stale)])
    writer.rows(
        "links",
        [
            {"later": link.later_id, "earlier": link.earlier_id, "score": link.score, "reasons": list(link.reasons)}
            for link in sorted(fresh, key=lambda link: (link.later_id, link.earlier_id))
        ],
    )


def write_disputes(writer: Writer, findings: Findings, states: Mapping[str, Row]) -> Numbering:
    """Write which incident is about which dispute, and what the disputes are; returns their numbering.

    ``states`` are the properties of the disputes as the graph holds them.
    """
    now = {i: standing.about.dispute for i, standing in findings.before.items() if standing.about}
    order = {i: standing.profile.order for i, standing in findings.standings.items()}
    numbering = number(findings.groups, now, order)
    about = _about(findings, numbering)
    moved = {i for i, standing in findings.before.items() if standing.about != about.get(i)}
    touched = {about[i].dispute for i in moved if i in about} | {now[i] for i in moved if i in now}
    # Another caller is another party, even where nothing else that is said of the dispute differs.
    touched |= {about[i].dispute for i in recalled(findings.before, findings.standings) if i in about}
    rows = [
        row
        for dispute, members in numbering.groups.items()
        if (row := _dispute_row(dispute, [findings.standings[i] for i in members]))
        and (dispute in touched or not _holds(states.get(dispute, {}), row))
    ]
    writer.rows("disputes", rows, zone=settings.read("FENGQIAO_TZ"))
    writer.rows("merged", [{"id": old, "into": new} for old, new in sorted(numbering.merged.items())])
    writer.rows(
        "about",
        [
            {"id": i, "dispute": a.dispute, "score": a.score, "reasons": list(a.reasons), "decided_by": a.decided_by}
            for i, a in sorted(about.items())
            if i in moved
        ],
    )
    writer.values("alone", "ids", {i for i in moved if i not in about})
    _write_sides(writer, rows, numbering)
    return numbering


def _write_sides(writer: Writer, rows: Sequence[Row], numbering: Numbering) -> None:
    changed = {row["id"] for row in rows}
    writer.values("drop_parties", "ids", changed | set(numbering.merged) | numbering.gone)
    writer.values("parties", "ids", changed)
    writer.rows(
        "responsible", [{"id": r["id"], "unit": r["properties"]["unit"]} for r in rows if r["properties"]["unit"]]
    )
    writer.values("drop_disputes", "ids", numbering.gone)
    writer.values("dispute_settled", "ids", changed)


def mark_settled(writer: Writer, ids: Collection[str]) -> None:
    """Take the mark off the incidents; done last, so that a killed run settles them again."""
    writer.values("settled", "ids", ids)


def _about(findings: Findings, numbering: Numbering) -> dict[str, About]:
    best: dict[str, Link] = {}
    member_of = {i: dispute for dispute, group in numbering.groups.items() for i in group}
    for link in findings.links.values():
        if link.later_id in member_of and member_of[link.later_id] == member_of.get(link.earlier_id):
            for end in (link.later_id, link.earlier_id):
                if end not in best or _closer(link, best[end]):
                    best[end] = link
    decided = dict(findings.constraints.decided_by)
    return {
        i: About(
            dispute,
            best[i].score if i in best else 0.0,
            best[i].reasons if i in best else (),
            decided.get(i, "machine"),
        )
        for i, dispute in member_of.items()
    }


def _closer(one: Link, other: Link) -> bool:
    return (-one.score, one.later_id, one.earlier_id) < (-other.score, other.later_id, other.earlier_id)


def _dispute_row(dispute: str, members: Sequence[Standing]) -> Row:
    times = [standing.profile.at_s for standing in members]
    return {"id": dispute, "first_s": min(times), "last_s": max(times), "properties": describe(members)}


def _holds(state: Row, row: Row) -> bool:
    """Whether the graph's dispute says what the row says."""
    if not state or state["properties"].get("merged_into") or state["properties"].get("unsettled"):
        return False
    same_span = (state["first_s"], state["last_s"]) == (row["first_s"], row["last_s"])
    return same_span and all(state["properties"].get(name) == value for name, value in row["properties"].items())


def rows_by_id(records: Iterable[Any]) -> dict[str, Row]:
    """Records with an ``id`` as plain rows by that id."""
    return {record["id"]: dict(record) for record in records}
