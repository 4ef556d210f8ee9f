// Closed disputes about which somebody called after the closing, each with the first such call.

// name: among
UNWIND $incidents AS id
MATCH (i:Incident {id: id})-[:ABOUT]->(d:Dispute {status: 'closed'})
WHERE i.reported_at > d.closed_at
WITH d, i ORDER BY i.reported_at, i.id
WITH d, collect(i)[0] AS first
RETURN d.id AS dispute, d.closed_at AS closed_at, first.id AS incident, first.reported_at AS reported_at

// name: after
MATCH (d:Dispute {status: 'closed'})
WHERE d.last_at > d.closed_at
MATCH (d)<-[:ABOUT]-(i:Incident)
WHERE i.reported_at > d.closed_at
WITH d, i ORDER BY i.reported_at, i.id
WITH d, collect(i)[0] AS first
RETURN d.id AS dispute, d.closed_at AS closed_at, first.id AS incident, first.reported_at AS reported_at

// name: lately
// Disputes that calls have opened again since then, with who closed each last.
MATCH (m:Move)-[:MOVED]->(d:Dispute)
WHERE m.at >= $since AND m.name = 'reopen' AND m.by = $by AND m.undone_at IS NULL
RETURN
  m.id AS move,
  d.id AS dispute,
  coalesce(d.unit, '') AS unit,
  m.reason ENDS WITH $false_closure AS false_closure,
  COLLECT {
    MATCH (d)<-[:MOVED]-(closing:Move {name: 'close'})
    WHERE closing.undone_at IS NULL
    RETURN closing.by ORDER BY closing.number DESC LIMIT 1
  } AS closed_by
ORDER BY m.at, move
