// What people decided: which incidents are one matter ('dispute'), which are one person's calls ('caller').

// name: record
CREATE (d:Decision {id: $id, about: $about, action: $action, by: $by, reason: $reason, at: datetime($at)})
WITH d
UNWIND $rows AS r
MATCH (i:Incident {id: r.id})
SET i.unsettled = true
FOREACH (_ IN CASE WHEN r.side = 0 THEN [1] ELSE [] END | CREATE (d)-[:JOINS]->(i))
FOREACH (_ IN CASE WHEN r.side > 0 THEN [1] ELSE [] END | CREATE (d)-[:PARTS {side: r.side}]->(i))
RETURN count(i) AS incidents

// name: undo
MATCH (d:Decision {id: $id})
WHERE d.undone_at IS NULL
SET d.undone_at = datetime($at), d.undone_by = $by
WITH d
MATCH (d)-[:JOINS|PARTS]->(i:Incident)
SET i.unsettled = true
RETURN DISTINCT i.id AS id

// name: all_active
MATCH (d:Decision)
WHERE d.undone_at IS NULL AND coalesce(d.about, 'dispute') = $about
MATCH (d)-[r:JOINS|PARTS]->(i:Incident)
RETURN d.id AS id, d.action AS action, d.by AS by, d.at.epochMillis AS at,
       collect([i.id, coalesce(r.side, 0)]) AS members
ORDER BY at, id

// name: active_on
UNWIND $ids AS incident
MATCH (:Incident {id: incident})<-[:JOINS|PARTS]-(d:Decision)
WHERE d.undone_at IS NULL AND coalesce(d.about, 'dispute') = $about
WITH DISTINCT d
MATCH (d)-[r:JOINS|PARTS]->(i:Incident)
RETURN d.id AS id, d.action AS action, d.by AS by, d.at.epochMillis AS at,
       collect([i.id, coalesce(r.side, 0)]) AS members
ORDER BY at, id

// name: members
UNWIND $disputes AS dispute
MATCH (i:Incident)-[:ABOUT]->(:Dispute {id: dispute})
RETURN dispute, collect(i.id) AS incidents

// name: callers_members
UNWIND $callers AS key
OPTIONAL MATCH (old:Caller {key: key})
WITH key, coalesce(old.merged_into, old.key) AS present
MATCH (i:Incident)<-[:REPORTED]-(:Caller {key: present})
RETURN key, present, collect(i.id) AS incidents

// name: state
MATCH (d:Decision {id: $id})
RETURN d.undone_at IS NOT NULL AS undone

// name: history
MATCH (d:Decision)
OPTIONAL MATCH (d)-[:JOINS|PARTS]->(i:Incident)
WITH d, count(DISTINCT i) AS incidents
RETURN d.id AS id, coalesce(d.about, 'dispute') AS about, d.action AS action, incidents, d.by AS by,
       d.reason AS reason, toString(d.at) AS at, d.undone_by AS undone_by, toString(d.undone_at) AS undone_at
ORDER BY d.at DESC, id

// name: named
MATCH (:Decision {id: $id})-[:JOINS|PARTS]->(i:Incident)
RETURN DISTINCT i.id AS id

// name: callers_of
MATCH (i:Incident)<-[:REPORTED]-(c:Caller)
WHERE i.id IN $ids
RETURN DISTINCT c.key AS key ORDER BY key
