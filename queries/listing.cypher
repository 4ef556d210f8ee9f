// The list of disputes. DISPUTES stands for the `disputes_…` that is cheapest, WANTED for `as_asked` and those of
// the conditions below it that are asked, KEY for the property that the list is in order of.

// name: as_asked
d.merged_into IS NULL AND
($kind IS NULL OR d.kind = $kind) AND
($level IS NULL OR d.level = $level) AND
($status IS NULL OR d.status = $status) AND
($unit IS NULL OR d.unit = $unit) AND
($first_since IS NULL OR d.first_at >= $first_since) AND
($first_until IS NULL OR d.first_at < $first_until) AND
($last_since IS NULL OR d.last_at >= $last_since) AND
($last_until IS NULL OR d.last_at < $last_until)

// name: text
(toLower(d.title) CONTAINS toLower($text) OR d.place CONTAINS $text OR d.id = $text OR d.id IN $named)

// name: least
COUNT { (d)<-[:ABOUT]-() } >= $least

// name: units
(d.unit IN $units OR EXISTS {
  MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
  WHERE u.key IN $units
})

// name: agency
EXISTS {
  MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
}

// name: disputes_of_all
MATCH (d:Dispute)

// name: disputes_named
UNWIND $named + [$text] AS id
MATCH (d:Dispute {id: id})
WITH DISTINCT d

// name: disputes_of_units
MATCH (u:Unit)
WHERE u.key IN $units
CALL (u) {
  MATCH (u)<-[:HANDLED_BY]-(:Incident)-[:ABOUT]->(d:Dispute)
  RETURN d
  UNION
  MATCH (u)-[:RESPONSIBLE_FOR]->(d:Dispute)
  RETURN d
}
WITH DISTINCT d

// name: disputes_of_agency
MATCH (:Agency {key: $agency})<-[:SENT_TO]-(:Diversion)-[:OF]->(:Incident)-[:ABOUT]->(d:Dispute)
WITH DISTINCT d

// name: rows
// The index on KEY is walked in order and left at the limit, so a late page costs what the first one costs.
DISPUTES
WHERE d.KEY <= $from AND CASE d.KEY WHEN $from THEN d.id > $after ELSE true END AND
WANTED
WITH d
ORDER BY d.KEY DESC, d.id
LIMIT $limit
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.kind AS kind,
  d.status AS status,
  toFloat(coalesce(d.risk, 0)) AS risk,
  d.level AS level,
  COUNT { (d)<-[:ABOUT]-() } AS incidents,
  COUNT { MATCH (d)<-[:ABOUT]-()<-[:REPORTED]-(c:Caller) RETURN DISTINCT c } AS callers,
  d.first_at AS first_at,
  d.last_at AS last_at,
  d.unit AS unit,
  coalesce(d.escalated, false) AS escalated,
  d.place AS place,
  d.KEY AS place_in_order
ORDER BY place_in_order DESC, dispute_id

// name: count
DISPUTES
WHERE WANTED
WITH d
LIMIT $limit
RETURN count(d) AS total

// name: count_all
// Both are known without looking at a single dispute that stands.
MATCH (d:Dispute)
WITH count(d) AS ever
OPTIONAL MATCH (gone:Dispute)
WHERE gone.merged_into IS NOT NULL
WITH ever, count(gone) AS merged
RETURN ever - merged AS total

// name: calls_of_units
MATCH (u:Unit)
WHERE u.key IN $units
RETURN sum(COUNT { (u)<-[:HANDLED_BY]-() }) AS calls

// name: named
// Disputes with a call that has this number, was made from this phone, or by somebody of this name.
CALL () {
  MATCH (i:Incident {id: $text})
  RETURN i
  UNION
  MATCH (:Phone {number: $text})-[:REPORTED]->(i:Incident)
  RETURN i
  UNION
  MATCH (p:Person {name: $text})-[:REPORTED]->(i:Incident)
  RETURN i
}
WITH i
WHERE $agency IS NULL OR EXISTS { (i)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency}) }
MATCH (i)-[:ABOUT]->(d:Dispute)
RETURN DISTINCT d.id AS dispute_id
LIMIT 10000

// name: answering
// Units that answer for a dispute, and which of them may be seen.
MATCH (u:Unit)
WHERE ($units IS NULL OR u.key IN $units) AND $agency IS NULL AND EXISTS { (u)-[:RESPONSIBLE_FOR]->() }
RETURN u.key AS unit
ORDER BY unit
