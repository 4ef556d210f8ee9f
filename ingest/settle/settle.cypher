// Findings: who is one person, which incidents resemble each other, which are one matter.
// In the minutes after many disputes were made the server takes them for few, and would walk over all of them for each
// id: hence the hints.

// name: arrived
UNWIND $rows AS r
MERGE (m:Import {id: r.import})
ON CREATE SET m.name = r.name, m.started_at = datetime(), m.done = 0, m.finished = true
WITH m, r
MATCH (i:Incident {id: r.id})
CREATE (i)-[:FROM]->(m)

// name: arrived_too
MERGE (m:Import {id: $import})
ON CREATE SET m.name = $name, m.started_at = datetime(), m.done = 0, m.finished = true
WITH m
MATCH (i:Incident {id: $id})
MERGE (i)-[:FROM]->(m)

// name: counts
MATCH (i:Incident)
WITH count(i) AS total
OPTIONAL MATCH (u:Incident) WHERE u.unsettled = true
RETURN total, count(u) AS unsettled

// name: unsettled
MATCH (i:Incident) WHERE i.unsettled = true
RETURN i.id AS id

// name: step_of
MATCH (m:Memory {key: 'matching'})
RETURN m.records AS records, m.findings AS findings

// name: step
MERGE (m:Memory {key: 'matching'})
SET m.records = coalesce($records, m.records), m.findings = coalesce($findings, m.findings)

// name: as_hoped
// Before the others, which are left undone where it finds nothing.
MATCH (m:Memory {key: 'matching', records: $records, findings: $findings})
WHERE NOT EXISTS { MATCH (i:Incident) WHERE i.unsettled = true }
  AND CASE WHEN COUNT { (:Decision) } = 0 THEN true ELSE NOT EXISTS {
    UNWIND $ids AS id
    MATCH (:Incident {id: id})<-[:JOINS|PARTS]-(d:Decision)
    WHERE d.undone_at IS NULL
  } END
WITH 1 AS hoped

// name: versions
MATCH (i:Incident)
RETURN i.id AS id, i.hash AS hash, i.reading AS reading

// name: findings
MATCH (i:Incident)
OPTIONAL MATCH (c:Caller)-[:REPORTED]->(i)
OPTIONAL MATCH (i)-[a:ABOUT]->(d:Dispute)
WITH i, c, a, d WHERE c IS NOT NULL OR d IS NOT NULL
RETURN i.id AS id, c.key AS caller, d.id AS dispute, a.score AS score, a.reasons AS reasons, a.decided_by AS decided_by

// name: calls_of_caller
MATCH (:Caller {key: $key})-[:REPORTED]->(i:Incident)
OPTIONAL MATCH (i)-[:ABOUT]->(d:Dispute)
RETURN i.id AS id, d.id AS dispute

// name: all_links
MATCH (a:Incident)-[r:RESEMBLES]->(b:Incident)
RETURN a.id AS later, b.id AS earlier, r.score AS score, r.reasons AS reasons

// name: callers
UNWIND $rows AS r
MERGE (c:Person {key: r.key})
SET c:Caller, c.name = r.name, c.sounds = r.sounds, c.id_number = r.id_number
REMOVE c.merged_into

// name: forward
UNWIND $rows AS r
MATCH (c:Caller {key: r.key})
SET c.merged_into = r.into

// name: forward_earlier
UNWIND $rows AS r
MATCH (c:Caller {key: r.key})
WHERE c.merged_into IS NOT NULL
MATCH (earlier:Caller {merged_into: c.key})
SET earlier.merged_into = c.merged_into

// name: keep
UNWIND $keys AS key
MATCH (c:Caller {key: key})
WHERE c.merged_into IS NOT NULL AND EXISTS { (c)-[:REPORTED]->() }
REMOVE c.merged_into

// name: calls
UNWIND $rows AS r
MATCH (i:Incident {id: r.id})
MATCH (c:Caller {key: r.key})
OPTIONAL MATCH (:Caller)-[old:REPORTED]->(i)
DELETE old
WITH DISTINCT i, c
CREATE (c)-[:REPORTED]->(i)
SET i.caller_key = c.key

// name: uncalled
UNWIND $ids AS id
MATCH (:Caller)-[r:REPORTED]->(i:Incident {id: id})
DELETE r
REMOVE i.caller_key

// name: uses
UNWIND $rows AS r
MATCH (c:Caller {key: r.key})
MATCH (p:Phone {number: r.number})
MERGE (c)-[:USES]->(p)

// name: drop_uses
UNWIND $keys AS key
MATCH (c:Caller {key: key})-[u:USES]->(p:Phone)
WHERE NOT EXISTS { MATCH (c)-[:REPORTED]->(:Incident)<-[:REPORTED]-(p) }
DELETE u

// name: drop_idle_callers
UNWIND $keys AS key
MATCH (c:Caller {key: key})
WHERE NOT EXISTS { (c)-[:REPORTED]->() }
OPTIONAL MATCH (c)-[r:PARTY_TO]->()
DELETE r
WITH DISTINCT c
WHERE c.merged_into IS NULL
OPTIONAL MATCH (earlier:Caller {merged_into: c.key})
DETACH DELETE c, earlier

// name: drop_links
UNWIND $rows AS r
MATCH (:Incident {id: r.later})-[l:RESEMBLES]->(:Incident {id: r.earlier})
DELETE l

// name: links
UNWIND $rows AS r
MATCH (a:Incident {id: r.later})
MATCH (b:Incident {id: r.earlier})
CREATE (a)-[:RESEMBLES {score: r.score, reasons: r.reasons}]->(b)

// name: disputes
UNWIND $rows AS r
MERGE (d:Dispute {id: r.id})
ON CREATE SET d.status = 'suggested'
SET d += r.properties,
    d.unsettled = true,
    d.first_at = datetime({epochSeconds: r.first_s, timezone: $zone}),
    d.last_at = datetime({epochSeconds: r.last_s, timezone: $zone}),
    d.status = CASE d.status WHEN 'merged' THEN coalesce(d.status_before, 'suggested') ELSE d.status END
REMOVE d.merged_into, d.status_before

// name: dispute_states
UNWIND $ids AS id
MATCH (d:Dispute {id: id})
USING INDEX SEEK d:Dispute(id)
RETURN d.id AS id, properties(d) AS properties,
       d.first_at.epochSeconds AS first_s, d.last_at.epochSeconds AS last_s

// name: about
UNWIND $rows AS r
MATCH (i:Incident {id: r.id})
MATCH (d:Dispute {id: r.dispute})
USING INDEX SEEK d:Dispute(id)
OPTIONAL MATCH (i)-[old:ABOUT]->(:Dispute)
DELETE old
WITH DISTINCT i, d, r
CREATE (i)-[:ABOUT {score: r.score, reasons: r.reasons, decided_by: r.decided_by, decided_at: datetime()}]->(d)

// name: alone
UNWIND $ids AS id
MATCH (:Incident {id: id})-[a:ABOUT]->(:Dispute)
DELETE a

// name: drop_parties
UNWIND $ids AS id
MATCH (d:Dispute {id: id})
USING INDEX SEEK d:Dispute(id)
OPTIONAL MATCH (d)<-[r:PARTY_TO|RESPONSIBLE_FOR]-()
DELETE r

// name: parties
UNWIND $ids AS id
MATCH (d:Dispute {id: id})<-[:ABOUT]-(i:Incident)
USING INDEX SEEK d:Dispute(id)
CALL (i, d) {
  MATCH (i)<-[:REPORTED]-(p:Caller) RETURN p, 'caller' AS side
  UNION
  MATCH (i)-[m:MENTIONS]->(p:Person) RETURN p, CASE m.role WHEN 'unknown' THEN 'named' ELSE m.role END AS side
}
WITH d, p, min(side) AS side
MERGE (p)-[r:PARTY_TO]->(d)
SET r.side = side

// name: responsible
UNWIND $rows AS r
MATCH (d:Dispute {id: r.id})
USING INDEX SEEK d:Dispute(id)
MATCH (u:Unit {key: r.unit})
MERGE (u)-[:RESPONSIBLE_FOR]->(d)

// name: merged
UNWIND $rows AS r
MATCH (d:Dispute {id: r.id})
USING INDEX SEEK d:Dispute(id)
SET d.status_before = CASE d.status WHEN 'merged' THEN d.status_before ELSE d.status END,
    d.merged_into = r.into, d.status = 'merged'
WITH d, r
MATCH (earlier:Dispute {merged_into: d.id})
SET earlier.merged_into = r.into

// name: drop_disputes
UNWIND $ids AS id
MATCH (d:Dispute {id: id})
USING INDEX SEEK d:Dispute(id)
WHERE NOT EXISTS { (d)<-[:ON|MOVED]-() }
OPTIONAL MATCH (earlier:Dispute {merged_into: id})
WHERE NOT EXISTS { (earlier)<-[:ON|MOVED]-() }
DETACH DELETE d, earlier

// name: dispute_settled
UNWIND $ids AS id
MATCH (d:Dispute {id: id})
USING INDEX SEEK d:Dispute(id)
REMOVE d.unsettled

// name: sweep_uses
MATCH (c:Caller)-[u:USES]->(p:Phone)
WHERE NOT EXISTS { MATCH (c)-[:REPORTED]->(:Incident)<-[:REPORTED]-(p) }
DELETE u

// name: sweep_callers
MATCH (c:Caller)
WHERE NOT EXISTS { (c)-[:REPORTED]->() }
  AND (c.merged_into IS NULL OR NOT EXISTS { (:Caller {key: c.merged_into})-[:REPORTED]->() })
DETACH DELETE c

// name: sweep_forwards
MATCH (c:Caller)
WHERE c.merged_into IS NOT NULL
MATCH (next:Caller {key: c.merged_into})
WHERE next.merged_into IS NOT NULL
SET c.merged_into = next.merged_into

// name: sweep_disputes
MATCH (d:Dispute)
WHERE d.merged_into IS NULL AND NOT EXISTS { (d)<-[:ABOUT|ON|MOVED]-() }
DETACH DELETE d

// name: sweep_merged
MATCH (d:Dispute)
WHERE d.merged_into IS NOT NULL AND NOT EXISTS { (:Dispute {id: d.merged_into}) } AND NOT EXISTS { (d)<-[:ON|MOVED]-() }
DETACH DELETE d

// name: all_settled
MATCH (i:Incident) WHERE i.unsettled = true
CALL (i) {
  REMOVE i.unsettled
} IN TRANSACTIONS OF 5000 ROWS

// name: settled
UNWIND $ids AS id
MATCH (i:Incident {id: id})
REMOVE i.unsettled

// name: about_closed
RETURN EXISTS {
  UNWIND $ids AS id
  MATCH (:Incident {id: id})-[:ABOUT]->(:Dispute {status: 'closed'})
} AS about_closed
