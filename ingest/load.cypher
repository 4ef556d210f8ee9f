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

// name: incidents
UNWIND $rows AS r
MERGE (i:Incident {id: r.id})
SET i += r.properties,
    i.reported_at = datetime({epochSeconds: r.at, timezone: $zone}),
    i.reported_s = r.at,
    i.unsettled = true
FOREACH (key IN r.place | MERGE (l:Location {key: key}) CREATE (i)-[:AT]->(l))
FOREACH (key IN r.places | MERGE (l:Location {key: key}) CREATE (i)-[:MENTIONS]->(l))
FOREACH (number IN r.phones |
  MERGE (p:Phone {number: number})
  ON CREATE SET p.ending = right(number, 4)
  CREATE (p)-[:REPORTED]->(i))
FOREACH (said IN r.people |
  MERGE (p:Person {key: said.key})
  ON CREATE SET p.name = said.name, p.sounds = said.sounds
  CREATE (i)-[:MENTIONS {role: said.role}]->(p))
FOREACH (said IN r.things |
  MERGE (t:Thing {key: said.key})
  ON CREATE SET t.kind = said.kind, t.name = said.name, t.sounds = said.sounds
  CREATE (i)-[:MENTIONS]->(t))
FOREACH (key IN r.units |
  MERGE (u:Unit {key: key})
  ON CREATE SET u.name = key
  CREATE (i)-[:HANDLED_BY]->(u))
FOREACH (said IN r.officers |
  MERGE (o:Officer {key: said.key})
  ON CREATE SET o.name = said.name
  CREATE (o)-[:HANDLED]->(i))

// name: serves_in
UNWIND $rows AS r
MATCH (o:Officer {key: r.key})
MATCH (u:Unit {key: r.unit})
MERGE (o)-[:SERVES_IN]->(u)
