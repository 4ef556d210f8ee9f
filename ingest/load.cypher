// What a record states, as nodes. Every statement is safe to run again with the same rows.

// name: known
UNWIND $ids AS id
MATCH (i:Incident {id: id})
RETURN i.id AS id, i.hash AS hash, coalesce(i.past_hashes, []) AS past_hashes, i.forgotten_at IS NOT NULL AS forgotten

// name: import_state
MATCH (m:Import {id: $id})
RETURN m.done AS done, m.finished AS finished, m.counts AS counts

// name: import_progress
MERGE (m:Import {id: $id})
ON CREATE SET m.started_at = datetime()
SET m.name = $name, m.done = $done, m.finished = false, m.counts = $counts

// name: import_finished
MATCH (m:Import {id: $id})
SET m.finished = true

// name: stored
MATCH (i:Incident)
RETURN i.id AS id, i.reported_at AS reported_at, properties(i) AS written
ORDER BY id

// name: imports
MATCH (m:Import)
RETURN m.name AS name, m.finished AS finished

// name: written
UNWIND $ids AS id
MATCH (i:Incident {id: id})
RETURN i.id AS id, i.reported_at AS reported_at, properties(i) AS written

// name: keep_version
UNWIND $rows AS r
MATCH (i:Incident {id: r.id})
SET i.past_hashes = coalesce(i.past_hashes, []) + r.hash,
    i.versions = coalesce(i.versions, []) + r.version

// name: forget_facts
UNWIND $ids AS id
MATCH (i:Incident {id: id})
OPTIONAL MATCH (i)-[out:AT|MENTIONS|HANDLED_BY]->()
DELETE out
WITH DISTINCT i
OPTIONAL MATCH (i)<-[in:HANDLED|REPORTED]-(n)
WHERE n:Officer OR n:Phone
DELETE in

// name: stated
UNWIND $ids AS id
MATCH (:Incident {id: id})-[:AT|MENTIONS|HANDLED_BY|HANDLED|REPORTED]-(n)
WHERE NOT n:Caller
RETURN collect(DISTINCT elementId(n)) AS nodes

// name: drop_unstated
UNWIND $nodes AS id
MATCH (n)
WHERE elementId(n) = id AND NOT n:Location AND NOT n:Unit AND NOT EXISTS { (n)--(:Incident) }
DETACH DELETE n

// name: drop_unstated_units
UNWIND $nodes AS id
MATCH (n:Unit)
WHERE elementId(n) = id AND NOT EXISTS { (n)-[:HANDLED_BY|SERVES_IN|RESPONSIBLE_FOR|SENT_TO]-() }
DELETE n

// name: drop_unstated_places
UNWIND $nodes AS id
MATCH (n:Location)-[:WITHIN*0..]->(l)
WHERE elementId(n) = id AND NOT EXISTS { (l)<-[:WITHIN*0..]-()<-[:AT|MENTIONS]-() }
WITH DISTINCT l
DETACH DELETE l

// name: incidents
UNWIND $rows AS r
MERGE (i:Incident {id: r.id})
SET i += r.properties,
    i.reported_at = datetime({epochSeconds: r.at, timezone: $zone}),
    i.reported_s = r.at,
    i.unsettled = true

// name: from_import
MATCH (m:Import {id: $import})
UNWIND $ids AS id
MATCH (i:Incident {id: id})
CREATE (i)-[:FROM]->(m)

// name: from_import_too
MATCH (m:Import {id: $import})
UNWIND $ids AS id
MATCH (i:Incident {id: id})
MERGE (i)-[:FROM]->(m)

// name: locations
UNWIND $rows AS r
MERGE (l:Location {key: r.key})
ON CREATE SET l.level = r.level, l.name = r.name, l.sounds = r.sounds, l.rank = r.rank

// name: within
UNWIND $rows AS r
MATCH (l:Location {key: r.key})
MATCH (outer:Location {key: r.outer})
OPTIONAL MATCH (l)-[old:WITHIN]->(o:Location)
WITH l, outer, old, o
WHERE o IS NULL OR outer.rank > o.rank OR (outer.rank = o.rank AND outer.key < o.key)
DELETE old
MERGE (l)-[:WITHIN]->(outer)

// name: at
UNWIND $rows AS r
MATCH (i:Incident {id: r.id})
MATCH (l:Location {key: r.key})
CREATE (i)-[:AT]->(l)

// name: mentions_location
UNWIND $rows AS r
MATCH (i:Incident {id: r.id})
MATCH (l:Location {key: r.key})
CREATE (i)-[:MENTIONS]->(l)

// name: phones
UNWIND $rows AS r
MATCH (i:Incident {id: r.id})
MERGE (p:Phone {number: r.key})
ON CREATE SET p.ending = r.ending
CREATE (p)-[:REPORTED]->(i)

// name: mentions_person
UNWIND $rows AS r
MATCH (i:Incident {id: r.id})
MERGE (p:Person {key: r.key})
ON CREATE SET p.name = r.name, p.sounds = r.sounds
CREATE (i)-[:MENTIONS {role: r.role}]->(p)

// name: mentions_thing
UNWIND $rows AS r
MATCH (i:Incident {id: r.id})
MERGE (t:Thing {key: r.key})
ON CREATE SET t.kind = r.kind, t.name = r.name, t.sounds = r.sounds
CREATE (i)-[:MENTIONS]->(t)

// name: units
UNWIND $rows AS r
MATCH (i:Incident {id: r.id})
MERGE (u:Unit {key: r.key})
ON CREATE SET u.name = r.name
CREATE (i)-[:HANDLED_BY]->(u)

// name: officers
UNWIND $rows AS r
MATCH (i:Incident {id: r.id})
MERGE (o:Officer {key: r.key})
ON CREATE SET o.name = r.name
CREATE (o)-[:HANDLED]->(i)

// name: serves_in
UNWIND $rows AS r
MATCH (o:Officer {key: r.key})
MATCH (u:Unit {key: r.unit})
MERGE (o)-[:SERVES_IN]->(u)
