// Work on disputes as boards, lists and calendars show it. `:Work` stands for the label of the kind of work, DUE for
// the property of the date that it goes by, WAY for the way to its disputes, WITHIN for `all` or `span`, WANTED for
// `any` and those of the conditions below it that are asked, FOUND for `every`, or for `of_those` with `seen` before all.

// name: any
true

// name: units
// Whoever answers for a dispute, handled a call of it, or has to act.
(EXISTS {
  MATCH (w)-[:SENT_TO]->(to:Unit)
  WHERE to.key IN $units
} OR EXISTS {
  MATCH (w)-[:OF]->(:Incident)-[:HANDLED_BY]->(u:Unit)
  WHERE u.key IN $units
} OR EXISTS {
  MATCH (w)WAY(d:Dispute)
  WHERE d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }
})

// name: agency
EXISTS {
  MATCH (w)WAY(:Dispute)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
}

// name: own_agency
EXISTS {
  MATCH (w)-[:SENT_TO]->(:Agency {key: $agency})
}

// name: unit
(EXISTS {
  MATCH (w)-[:SENT_TO]->(to {key: $unit})
} OR NOT EXISTS { (w)-[:SENT_TO]->() } AND EXISTS {
  MATCH (w)WAY(:Dispute {unit: $unit})
})

// name: person
(w['mediator'] CONTAINS $person OR EXISTS {
  MATCH (w)<-[:MOVED]-(m:Move {by: $person})
  WHERE m.undone_at IS NULL
})

// name: about
EXISTS {
  MATCH (w)WAY(:Dispute {kind: $about})
}

// name: text
(w.id CONTAINS toUpper($text) OR w['order'] CONTAINS $text OR EXISTS {
  MATCH (w)WAY(d:Dispute)
  WHERE d.id = $text OR toLower(d.title) CONTAINS toLower($text)
})

// name: all
w.DUE IS NOT NULL

// name: span
w.DUE >= column.since AND w.DUE < column.until

// name: every
MATCH (w:Work)

// name: of_those
UNWIND seen AS w
WITH *

// name: seen
// All the work that a unit of few calls sees is sooner gathered from these than found among everybody's.
CALL () {
  MATCH (u:Unit)
  WHERE u.key IN $units
  MATCH (u)<-[:HANDLED_BY]-(:Incident)-[:ABOUT]->(d:Dispute)
  RETURN d
  UNION
  MATCH (u:Unit)
  WHERE u.key IN $units
  MATCH (u)-[:RESPONSIBLE_FOR]->(d:Dispute)
  RETURN d
}
WITH collect(d) AS disputes
CALL (disputes) {
  UNWIND disputes AS d
  MATCH (w:Work)WAY(d)
  RETURN w
  UNION
  MATCH (w:Work)-[:SENT_TO]->(to:Unit)
  WHERE to.key IN $units
  RETURN w
  UNION
  MATCH (u:Unit)<-[:HANDLED_BY]-(:Incident)<-[:OF]-(w:Work)
  WHERE u.key IN $units
  RETURN w
}
WITH collect(w) AS seen

// name: calls_of_units
MATCH (u:Unit)
WHERE u.key IN $units
RETURN sum(COUNT { (u)<-[:HANDLED_BY]-() }) AS calls

// name: columns
// The index on status and DUE is walked in order and left at the limit: a column costs what it shows.
UNWIND range(0, size($columns) - 1) AS place
WITH *, $columns[place] AS column
CALL (*) {
  UNWIND column.states AS state
  CALL (*) {
    FOUND
    WHERE w.status = state AND WITHIN AND WANTED
    RETURN w
    ORDER BY w.status, w.DUE, w.id
    LIMIT $each
  }
  RETURN w
  ORDER BY w.DUE, w.id
  LIMIT $each
}
WITH place, w
CARD
ORDER BY place, due, id

// name: counts
// No further than the limit.
UNWIND range(0, size($columns) - 1) AS place
WITH *, $columns[place] AS column
CALL (*) {
  UNWIND column.states AS state
  FOUND
  WHERE w.status = state AND WITHIN AND WANTED
  WITH w
  LIMIT $most
  RETURN count(w) AS total
}
RETURN place, total
ORDER BY place

// name: by_unit
// All that is open is looked at once.
FOUND
WHERE w.status IN $states AND w.DUE IS NOT NULL AND WANTED
WITH w ORDER BY w.DUE, w.id
WITH w, coalesce(head([(w)-[:SENT_TO]->(to) | to.key]), head([(w)WAY(d:Dispute) | d.unit]), '') AS shared
WITH shared, count(w) AS total, collect(w)[..$each] AS works
ORDER BY total DESC, shared
LIMIT $most
UNWIND works AS w
WITH shared AS place, total, w
CARD
ORDER BY total DESC, place, due, id

// name: listed
FOUND
WHERE w.status IN $states AND w.DUE IS NOT NULL AND WANTED
WITH w, KEY AS key
ORDER BY key, w.id
SKIP $skip
LIMIT $limit
WITH key AS place, w
CARD
ORDER BY place, id

// name: total
FOUND
WHERE w.status IN $states AND w.DUE IS NOT NULL AND WANTED
WITH w
LIMIT $most
RETURN count(w) AS total

// name: some
MATCH (w:Work)
WHERE w.id IN $ids AND WANTED
WITH 0 AS place, w
CARD
ORDER BY id

// name: card
CALL (w) {
  OPTIONAL MATCH (w)WAY(d:Dispute)
  WITH d ORDER BY d.id
  RETURN head(collect(d)) AS d, count(d) AS disputes
}
RETURN
  place,
  w.id AS id,
  w.status AS state,
  coalesce(w.moves, 0) AS version,
  w.DUE AS due,
  w['perform_by'] AS perform_by,
  w['mediator'] AS mediator,
  w['place'] AS held_in,
  d.id AS dispute_id,
  disputes,
  d.title AS title,
  d.kind AS about,
  d.level AS level,
  coalesce(head([(w)-[:SENT_TO]->(to) | to.key]), d.unit) AS unit

// name: loads
// How much each mediator has in hand, and what came of the rest.
UNWIND $names AS name
CALL (name) {
  MATCH (m:Mediation {mediator: name})
  RETURN
    count(CASE WHEN m.status IN $open THEN 1 END) AS in_hand,
    count(CASE WHEN m.planned_at >= $month AND m.planned_at < $next AND m.status <> 'cancelled' THEN 1 END) AS this_month,
    count(CASE WHEN m.result = 'agreement' THEN 1 END) AS agreed,
    count(CASE WHEN m.result IN ['none', 'refused'] THEN 1 END) AS not_agreed
}
RETURN name, in_hand, this_month, agreed, not_agreed
