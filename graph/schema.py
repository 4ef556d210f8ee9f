"""The shape of the graph, stated once.

Constraints, indexes and the schema page of the documentation are generated from ``NODES`` and
``RELATIONSHIPS``; whatever writes to the graph takes its labels and keys from here.
"""

from __future__ import annotations

from dataclasses import dataclass

from neo4j import Driver

from graph.session import opened


@dataclass(frozen=True)
class NodeType:
    """A label: the property that is unique, further labels, indexed and other properties, what it means.

    ``together``: pairs of properties that are indexed as one: found by the first, in order of the second.
    ``searched`` properties are what somebody looks for who types a word: one full-text index a label holds them.
    """

    label: str
    key: str
    title_zh: str
    meaning: str
    properties: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()
    extra_labels: tuple[str, ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    searched: tuple[str, ...] = ()

    @property
    def constraint(self) -> str:
        """Cypher that makes the key unique; does nothing when it is so already."""
        name = f"{self.label.lower()}_{self.key}"
        return f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{self.label}) REQUIRE n.{self.key} IS UNIQUE"

    @property
    def indexes(self) -> tuple[str, ...]:
        """Cypher that makes the indexes other than the constraint's own."""
        return tuple(
            f"CREATE INDEX {self.label.lower()}_{'_'.join(properties)} IF NOT EXISTS FOR (n:{self.label}) "
            f"ON ({', '.join(f'n.{prop}' for prop in properties)})"
            for properties in (*((prop,) for prop in self.indexed), *self.together)
        )

    @property
    def search_index(self) -> str:
        """What the full-text index of the searched properties is called."""
        return f"{self.label.lower()}_search"

    @property
    def search(self) -> str | None:
        """Cypher that makes that index: every Chinese character is a word, and a commit does not wait for it."""
        if not self.searched:
            return None
        properties = ", ".join(f"n.{prop}" for prop in self.searched)
        return (
            f"CREATE FULLTEXT INDEX {self.search_index} IF NOT EXISTS FOR (n:{self.label}) ON EACH [{properties}] "
            "OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words', "
            "`fulltext.eventually_consistent`: true}}"
        )


@dataclass(frozen=True)
class RelationshipType:
    """A relationship that reads as a sentence: start label, type, end label."""

    start: str
    type: str
    end: str
    meaning: str
    properties: tuple[str, ...] = ()


NODES: tuple[NodeType, ...] = (
    NodeType(
        "Incident",
        "id",
        "警情",
        "one call record as written, and what was read from it",
        (
            "phone",
            "caller_name",
            "caller_id_number",
            "address",
            "category",
            "content",
            "outcome",
            "unit",
            "officer",
            "case_number",
            "hash",
            "past_hashes",
            "versions",
            "forgotten_at",
            "kind",
            "kind_confidence",
            "danger",
            "danger_words",
            "topics",
            "refers_back",
            "invalid",
            "malicious",
            "non_police",
            "reading",
            "reported_s",
            "from_phone",
            "caller_key",
        ),
        indexed=("reported_at", "unsettled", "id_number"),
        # Number and caller once more: of somebody who called 2,000 times the latest calls are asked for. The second of
        # the call (since 1970 UTC) has no index of its own, which the planner would walk through for the order's sake.
        together=(("from_phone", "reported_s"), ("caller_key", "reported_s")),
    ),
    NodeType(
        "Person",
        "key",
        "人员",
        "a person named in a record",
        ("sounds",),
        indexed=("name", "community"),
        searched=("name", "sounds"),
    ),
    NodeType(
        "Caller",
        "key",
        "报警人",
        "a person who called; one without calls was merged into another",
        ("name", "sounds", "id_number", "community"),
        indexed=("merged_into",),
        extra_labels=("Person",),
    ),
    NodeType("Phone", "number", "电话", "a number in national form", indexed=("ending", "community")),
    NodeType(
        "Location",
        "key",
        "地点",
        "a place at one level",
        ("name", "sounds"),
        indexed=("level", "community"),
        searched=("name", "sounds"),
    ),
    NodeType(
        "Thing",
        "key",
        "事物",
        "a vehicle, company, school, project, shop or hospital",
        ("name", "sounds", "kind"),
        searched=("name", "sounds"),
    ),
    NodeType(
        "Dispute",
        "id",
        "矛盾纠纷",
        "the matter behind incidents: same concrete grievance, same parties or place",
        (
            "title",
            "sounds",
            "kind",
            "level",
            "risk_reasons",
            "unit",
            "place",
            "escalated",
            "status_before",
            "closed_at",
            "reopened_at",
            "outcome",
            "visit_due",
            "case_number",
            "moves",
        ),
        indexed=("status", "risk", "incidents", "first_at", "last_at", "merged_into", "community"),
        searched=("title", "sounds"),
    ),
    NodeType(
        "Decision",
        "id",
        "认定",
        "what a person decided about which incidents are one matter, or one person's calls",
        ("about", "action", "by", "reason", "at", "undone_by", "undone_at"),
    ),
    NodeType("Officer", "key", "民警", "an officer", ("name",)),
    NodeType("Unit", "key", "单位", "a station, branch or bureau", ("name",)),
    NodeType(
        "Directive",
        "id",
        "研判指令",
        "an order about a dispute",
        ("issued_at", "deadline", "order", "direction", "received_at", "feedback_at", "feedback", "moves"),
        indexed=("status",),
        together=(("status", "deadline"),),
    ),
    NodeType(
        "Mediation",
        "id",
        "调解",
        "one attempt to settle a dispute",
        ("planned_at", "place", "held_at", "result", "terms", "perform_by", "moves"),
        indexed=("status", "mediator"),
        together=(("status", "planned_at"),),
    ),
    NodeType(
        "Visit",
        "id",
        "回访",
        "a follow-up visit",
        (
            "due",
            "made_at",
            "satisfied",
            "satisfaction",
            "performed",
            "answer_clear",
            "other_kept",
            "new_conflict",
            "still_needed",
            "moves",
        ),
        indexed=("status",),
        together=(("status", "due"),),
    ),
    NodeType(
        "Diversion",
        "id",
        "分流",
        "a non-police incident handed to an agency",
        (
            "sent_at",
            "matter",
            "due_at",
            "intervened_at",
            "returned_at",
            "completed_at",
            "satisfied",
            "outcome",
            "moves",
        ),
        indexed=("status",),
        together=(("status", "due_at"),),
    ),
    NodeType(
        "Move",
        "id",
        "流转",
        "a dispute or a piece of work went from one state to another",
        ("kind", "name", "source", "to", "by", "reason", "facts", "number", "undone_at", "undone_by"),
        indexed=("act", "at"),
    ),
    NodeType("Series", "key", "编号", "the last number given in a year to a kind of work", ("last",)),
    NodeType("Agency", "key", "部门", "a partner agency"),
    NodeType("Import", "id", "导入", "one file or query that was read", ("name", "done", "finished", "counts")),
    NodeType(
        "Memory",
        "key",
        "比对记忆",
        "how far the graph is: tells whether what is kept beside it for comparing is current",
        ("records", "findings"),
    ),
)

RELATIONSHIPS: tuple[RelationshipType, ...] = (
    RelationshipType("Caller", "REPORTED", "Incident", "who called"),
    RelationshipType("Caller", "USES", "Phone", "which number the person called from"),
    RelationshipType("Phone", "REPORTED", "Incident", "the number the call came from"),
    RelationshipType("Incident", "AT", "Location", "where, as finely as the record says"),
    RelationshipType("Location", "WITHIN", "Location", "the next coarser place"),
    RelationshipType("Incident", "ABOUT", "Dispute", "the matter", ("score", "reasons", "decided_by", "decided_at")),
    RelationshipType("Person", "PARTY_TO", "Dispute", "who is in the matter", ("side",)),
    RelationshipType("Incident", "MENTIONS", "Person", "a person named in the text", ("role",)),
    RelationshipType("Incident", "MENTIONS", "Location", "a place named in the text"),
    RelationshipType("Incident", "MENTIONS", "Thing", "a thing named in the text"),
    RelationshipType("Incident", "RESEMBLES", "Incident", "why two calls of one dispute are", ("score", "reasons")),
    RelationshipType("Decision", "JOINS", "Incident", "decided: these are one matter, or one person's"),
    RelationshipType("Decision", "PARTS", "Incident", "decided: the two sides are not", ("side",)),
    RelationshipType("Officer", "HANDLED", "Incident", "who went"),
    RelationshipType("Officer", "SERVES_IN", "Unit", "seen in that unit's records"),
    RelationshipType("Incident", "HANDLED_BY", "Unit", "the unit that was sent"),
    RelationshipType("Unit", "RESPONSIBLE_FOR", "Dispute", "the unit that handled most of its calls"),
    RelationshipType("Directive", "ON", "Dispute", "what the order is about"),
    RelationshipType("Mediation", "ON", "Dispute", "what was mediated"),
    RelationshipType("Visit", "ON", "Dispute", "what was visited about"),
    RelationshipType("Directive", "SENT_TO", "Unit", "who has to act"),
    RelationshipType("Diversion", "OF", "Incident", "what was handed over"),
    RelationshipType("Diversion", "SENT_TO", "Agency", "to whom"),
    *(
        RelationshipType("Move", "MOVED", label, "what went from state to state")
        for label in ("Dispute", "Directive", "Mediation", "Visit", "Diversion")
    ),
    RelationshipType("Incident", "FROM", "Import", "an import that brought it"),
)


#: What calls of earlier versions lack of what is indexed together now: done once, when the index is made.
_FILLED_IN = {
    f"incident_{name}_reported_s": (
        f"MATCH (who:{label})-[:REPORTED]->(i:Incident) "
        f"CALL (who, i) {{ SET i.{name} = who.{key}, i.reported_s = i.reported_at.epochSeconds }} "
        "IN TRANSACTIONS OF 5000 ROWS"
    )
    for name, label, key in (("from_phone", "Phone", "number"), ("caller_key", "Caller", "key"))
}

#: Indexes that earlier versions made and nothing asks any more.
_RETIRED = ("incident_anchors",)


def statements() -> list[str]:
    """Every constraint and index as Cypher, in a fixed order, after the end of those that are retired."""
    lines = [f"DROP INDEX {name} IF EXISTS" for name in _RETIRED]
    lines += [node.constraint for node in NODES]
    for node in NODES:
        lines.extend(node.indexes)
    lines += [node.search for node in NODES if node.search]
    return lines


def apply(driver: Driver) -> None:
    """Make every constraint and index, and wait until the indexes answer; idempotent.

    Cost: where an index is new, as much as filling it and what it is of takes.
    """
    with opened(driver) as session:
        held = {record["name"] for record in session.run("SHOW INDEXES YIELD name")}
        # Before the indexes are there: one that is not made yet says that the filling in was not finished.
        for name in _FILLED_IN.keys() - held:
            session.run(_FILLED_IN[name]).consume()
        for statement in statements():
            session.run(statement).consume()
        session.run("CALL db.awaitIndexes(300)").consume()


def describe() -> str:
    """The schema as Markdown tables, as docs/schema.md shows it."""
    lines = ["| label | 中文 | key | other properties | meaning |", "| --- | --- | --- | --- | --- |"]
    for node in NODES:
        label = ":".join((node.label, *node.extra_labels))
        properties = ", ".join((*node.indexed, *node.properties))
        lines.append(f"| {label} | {node.title_zh} | {node.key} | {properties} | {node.meaning} |")
    lines += ["", "| sentence | properties | meaning |", "| --- | --- | --- |"]
    for rel in RELATIONSHIPS:
        sentence = f"({rel.start})-[:{rel.type}]->({rel.end})"
        lines.append(f"| `{sentence}` | {', '.join(rel.properties)} | {rel.meaning} |")
    return "\n".join(lines) + "\n"
