// What an import brought, and how it goes again.

// name: brought
// Whether the incident goes with the import; one that another import brought too, or that was handed over, stays.
MATCH (m:Import {id: $id})<-[:FROM]-(i:Incident)
WITH i,
     EXISTS { MATCH (i)-[:FROM]->(other:Import) WHERE other.id <> $id } AS shared,
     EXISTS { (i)<-[:OF]-(:Diversion) } AS handed_over
RETURN i.id AS id, shared, handed_over
ORDER BY id

// name: touched
// How many disputes the incidents are about, and decisions of people that name one of them.
UNWIND $ids AS id
MATCH (i:Incident {id: id})
OPTIONAL MATCH (i)-[:ABOUT]->(d:Dispute)
OPTIONAL MATCH (i)<-[:JOINS|PARTS]-(made:Decision) WHERE made.undone_at IS NULL
RETURN count(DISTINCT d) AS disputes, count(DISTINCT made) AS decisions

// name: unsettle
UNWIND $ids AS id
MATCH (i:Incident {id: id})
SET i.unsettled = true

// name: found
UNWIND $ids AS id
MATCH (i:Incident {id: id})
OPTIONAL MATCH (i)-[:ABOUT]->(d:Dispute)
OPTIONAL MATCH (c:Caller)-[:REPORTED]->(i)
RETURN collect(DISTINCT d.id) AS disputes, collect(DISTINCT c.key) AS callers

// name: take_out
UNWIND $ids AS id
MATCH (i:Incident {id: id})
DETACH DELETE i

// name: part_callers
// What a caller is called may have come from a call that is gone: his other calls are given him anew.
UNWIND $keys AS key
MATCH (:Caller {key: key})-[r:REPORTED]->(i:Incident)
SET i.unsettled = true
REMOVE i.caller_key
DELETE r
RETURN DISTINCT i.id AS id

// name: drop_empty_disputes
UNWIND $ids AS id
MATCH (d:Dispute {id: id})
WHERE NOT EXISTS { (d)<-[:ABOUT|ON|MOVED]-() }
OPTIONAL MATCH (earlier:Dispute {merged_into: id})
WHERE NOT EXISTS { (earlier)<-[:ON|MOVED]-() }
DETACH DELETE d, earlier

// name: gone
MATCH (m:Import {id: $id})
DETACH DELETE m
