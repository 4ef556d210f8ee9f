// What people decided about which incidents are one matter.

// name: record
CREATE (d:Decision {id: $id, action: $action, by: $by, reason: $reason, at: datetime($at)})
WITH d
UNWIND $rows AS r
MATCH (i:Incident {id: r.id})
FOREACH (_ IN CASE WHEN r.side = 0 THEN [1] ELSE [] END | CREATE (d)-[:JOINS]->(i))
FOREACH (_ IN CASE WHEN r.side > 0 THEN [1] ELSE [] END | CREATE (d)-[:PARTS {side: r.side}]->(i))
RETURN count(i) AS incidents

// name: undo
MATCH (d:Decision {id: $id})
WHERE d.undone_at IS NULL
SET d.undone_at = datetime($at), d.undone_by = $by
WITH d
MATCH (d)-[:JOINS|PARTS]->(i:Incident)
RETURN i.id AS id

// name: all_active
MATCH (d:Decision)
WHERE d.undone_at IS NULL
MATCH (d)-[r:JOINS|PARTS]->(i:Incident)
RETURN d.id AS id, d.action AS action, d.by AS by, d.at.epochMillis AS at,
       collect([i.id, coalesce(r.side, 0)]) AS members
ORDER BY at, id

// name: active_on
UNWIND $ids AS incident
MATCH (:Incident {id: incident})<-[:JOINS|PARTS]-(d:Decision)
WHERE d.undone_at IS NULL
WITH DISTINCT d
MATCH (d)-[r:JOINS|PARTS]->(i:Incident)
RETURN d.id AS id, d.action AS action, d.by AS by, d.at.epochMillis AS at,
       collect([i.id, coalesce(r.side, 0)]) AS members
ORDER BY at, id

// name: members
UNWIND $disputes AS dispute
MATCH (i:Incident)-[:ABOUT]->(:Dispute {id: dispute})
RETURN dispute, collect(i.id) AS incidents
