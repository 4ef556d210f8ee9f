// Work on disputes moved from state to state. `:Work` stands for the label of the kind of work: Dispute, Directive …

// name: lock
// Taken in hand before it is read: the second of two people waits here, and then sees what the first one did.
MATCH (w:Work {id: $id})
SET w.moves = coalesce(w.moves, 0)

// name: standing
MATCH (w:Work {id: $id})
RETURN
  w.status AS state,
  coalesce(w.moves, 0) AS version,
  [(w)-[:ON]->(d:Dispute) | d.id] + [(w)-[:OF]->(:Incident)-[:ABOUT]->(d:Dispute) | d.id] AS disputes

// name: move
MATCH (w:Work {id: $id})
SET w.status = $to, w.moves = w.moves + 1, w += $properties
CREATE (m:Move {
  id: randomUUID(),
  act: $act,
  kind: $kind,
  name: $name,
  source: $source,
  to: $to,
  by: $by,
  at: $at,
  reason: $reason,
  facts: $facts,
  number: w.moves
})-[:MOVED]->(w)
RETURN w.moves AS version

// name: begin
UNWIND $disputes AS id
MATCH (d:Dispute {id: id})
WITH collect(d) AS disputes
CREATE (w:Work {id: $id, status: $to, moves: 0})
FOREACH (d IN disputes | CREATE (w)-[:ON]->(d))
RETURN w.id AS id

// name: send
// A unit that never handled a call can be sent a directive too.
MATCH (w:Directive {id: $id})
MERGE (u:Unit {key: $unit})
ON CREATE SET u.name = $unit
CREATE (w)-[:SENT_TO]->(u)

// name: send_to_responsible
MATCH (w:Directive {id: $id})-[:ON]->(:Dispute)<-[:RESPONSIBLE_FOR]-(u:Unit)
WITH w, u
ORDER BY u.key
LIMIT 1
CREATE (w)-[:SENT_TO]->(u)

// name: divert
MATCH (i:Incident {id: $incident})
MERGE (a:Agency {key: $agency})
CREATE (a)<-[:SENT_TO]-(w:Diversion {id: $id, status: $to, moves: 0})-[:OF]->(i)
RETURN w.id AS id

// name: works_of
// The work on a dispute, the latest first.
CALL () {
  MATCH (w:Directive|Mediation|Visit)-[:ON]->(:Dispute {id: $dispute})
  RETURN w
  UNION
  MATCH (w:Diversion)-[:OF]->(:Incident)-[:ABOUT]->(:Dispute {id: $dispute})
  RETURN w
}
RETURN toLower(labels(w)[0]) AS kind, w.id AS id, w.status AS state, coalesce(w.moves, 0) AS version
ORDER BY id DESC

// name: next_number
// One series a kind and year; whoever takes a number holds the series until his transaction ends, so there are no gaps.
MERGE (s:Series {key: $key})
ON CREATE SET s.last = 0
SET s.last = s.last + 1
RETURN s.last AS number

// name: history
MATCH (:Work {id: $id})<-[:MOVED]-(m:Move)
RETURN m {.*} AS move
ORDER BY m.number

// name: of_act
MATCH (m:Move {act: $act})-[:MOVED]->(w)
RETURN m.kind AS kind, w.id AS id, m.name AS name, m.number AS number
ORDER BY kind, id

// name: take_back
MATCH (w:Work {id: $id})<-[:MOVED]-(m:Move {number: $number})
SET m.undone_at = $at, m.undone_by = $by, w.status = $state, w.moves = w.moves + 1, w += $properties
RETURN w.moves AS version

// name: unbegin
// Work that began with a move that is taken back was never there.
MATCH (w:Work {id: $id})
OPTIONAL MATCH (w)<-[:MOVED]-(m:Move)
DETACH DELETE m, w
