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
