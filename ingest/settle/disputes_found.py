"""Which calls are about which dispute, and what the disputes are: only what differs from what stands is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from graph import settings
from ingest.settle.disputes import Numbering, describe
from ingest.settle.memory.links import Tie
from ingest.settle.standing import About, Matter, Standing
from ingest.settle.writing import Row, Writer

Shown = Mapping[tuple[int, int], Tie]


class DisputesFound:
    """Writes disputes part by part: each part holds whole groups. ``finish`` ends it."""

    def __init__(
        self, writer: Writer, numbering: Numbering, now: Mapping[str, str], decided_by: Mapping[str, str]
    ) -> None:
        """``now``: id -> dispute until now of every call looked at; ``decided_by``: id -> who decided about it last."""
        self._writer, self._numbering, self._decided_by = writer, numbering, decided_by
        self.dispute_of = {i: dispute for dispute, group in numbering.groups.items() for i in group}
        self._alone = now.keys() - self.dispute_of.keys()
        lost = {dispute for i, dispute in now.items() if self.dispute_of.get(i) != dispute}
        won = {dispute for i, dispute in self.dispute_of.items() if now.get(i) != dispute}
        self._touched = lost | won
        self._changed: dict[str, str] = {}

    def part(
        self,
        standings: Mapping[int, Standing],
        recalled: Collection[int],
        ties: Iterable[Tie],
        states: Mapping[str, Row] | None,
    ) -> list[Matter]:
        """Write the disputes of these calls; returns what changed of what the calls are about.

        Args:
            standings: the calls of whole groups, by row, as they stand with the callers they have now.
            recalled: rows of those whose caller is another than before.
            ties: the links among them.
            states: the disputes as the graph holds them, None for as they were left.
        """
        about = self._about(standings, ties)
        # Another caller is another party, even where nothing else that is said of the dispute differs.
        self._touched |= {about[at].dispute for at in recalled if at in about}
        members: dict[str, list[Standing]] = {}
        for at in about:
            members.setdefault(about[at].dispute, []).append(standings[at])
        rows = [row for dispute, calls in sorted(members.items()) if (row := self._to_write(dispute, calls, states))]
        self._writer.rows("disputes", rows, zone=settings.read("FENGQIAO_TZ"))
        self._changed |= {row["id"]: row["properties"]["unit"] for row in rows}
        moved = {at: found for at, found in about.items() if standings[at].about != found}
        self._writer.rows("about", [_about_row(standings[at].id, moved[at]) for at in sorted(moved)])
        gone = [at for at, standing in standings.items() if standing.about and at not in about]
        return [_matter(at, found) for at, found in sorted(moved.items())] + [_matter(at, None) for at in gone]

    def _to_write(self, dispute: str, calls: Sequence[Standing], states: Mapping[str, Row] | None) -> Row | None:
        """The dispute as it is now; None when the graph says so already."""
        if dispute in self._touched:
            return _dispute_row(dispute, calls)
        if states is None:
            return None
        row = _dispute_row(dispute, calls)
        return None if _holds(states.get(dispute, {}), row) else row

    def finish(self) -> None:
        """Write what concerns several parts: merged and emptied disputes, parties, who is responsible."""
        writer, numbering = self._writer, self._numbering
        writer.rows("merged", [{"id": old, "into": new} for old, new in sorted(numbering.merged.items())])
        writer.values("alone", "ids", self._alone)
        writer.values("drop_parties", "ids", self._changed.keys() | numbering.merged.keys() | numbering.gone)
        writer.values("parties", "ids", self._changed)
        writer.rows("responsible", [{"id": i, "unit": unit} for i, unit in sorted(self._changed.items()) if unit])
        writer.values("drop_disputes", "ids", numbering.gone)
        writer.values("dispute_settled", "ids", self._changed)

    def _about(self, standings: Mapping[int, Standing], ties: Iterable[Tie]) -> dict[int, About]:
        dispute_of = {row: dispute for row, s in standings.items() if (dispute := self.dispute_of.get(s.id))}
        best: dict[int, Tie] = {}
        for tie in shown(ties, dispute_of).values():
            for end in (tie.later, tie.earlier):
                if end not in best or _closer(tie, best[end], standings):
                    best[end] = tie
        return {
            row: About(
                dispute,
                best[row].score if row in best else 0.0,
                tuple(best[row].reasons.split()) if row in best else (),
                self._decided_by.get(standings[row].id, "machine"),
            )
            for row, dispute in dispute_of.items()
        }


def shown(ties: Iterable[Tie], dispute_of: Mapping[int, str]) -> dict[tuple[int, int], Tie]:
    """The links that a person is shown as reasons: those inside one dispute. By (later, earlier)."""
    return {
        (tie.later, tie.earlier): tie
        for tie in ties
        if (dispute := dispute_of.get(tie.later)) and dispute == dispute_of.get(tie.earlier)
    }


def write_links(writer: Writer, held: Shown, found: Shown, ids: Mapping[int, str]) -> None:
    """Replace the links that the graph shows by those found, touching only what differs. ``ids``: by row."""
    stale = [key for key, tie in held.items() if found.get(key) != tie]
    fresh = [tie for key, tie in found.items() if held.get(key) != tie]
    writer.rows("drop_links", [{"later": ids[later], "earlier": ids[earlier]} for later, earlier in sorted(stale)])
    writer.rows(
        "links",
        [
            {"later": ids[t.later], "earlier": ids[t.earlier], "score": t.score, "reasons": t.reasons.split()}
            for t in sorted(fresh)
        ],
    )


def _closer(one: Tie, other: Tie, standings: Mapping[int, Standing]) -> bool:
    """Ties by id, because row numbers tell only the order of arrival."""
    if one.score != other.score:
        return one.score > other.score
    first, second = ((standings[tie.later].id, standings[tie.earlier].id) for tie in (one, other))
    return first < second


def _dispute_row(dispute: str, members: Sequence[Standing]) -> Row:
    times = [standing.profile.at_s for standing in members]
    return {"id": dispute, "first_s": min(times), "last_s": max(times), "properties": describe(members)}


def _about_row(i: str, about: About) -> Row:
    return {
        "id": i,
        "dispute": about.dispute,
        "score": about.score,
        "reasons": list(about.reasons),
        "decided_by": about.decided_by,
    }


def _matter(row: int, about: About | None) -> Matter:
    if about is None:
        return Matter(row, "", 0.0, "", "")
    return Matter(row, about.dispute, about.score, " ".join(about.reasons), about.decided_by)


def _holds(state: Row, row: Row) -> bool:
    """Whether the graph's dispute says what the row says."""
    if not state or state["properties"].get("merged_into") or state["properties"].get("unsettled"):
        return False
    same_span = (state["first_s"], state["last_s"]) == (row["first_s"], row["last_s"])
    return same_span and all(state["properties"].get(name) == value for name, value in row["properties"].items())
