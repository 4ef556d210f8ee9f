// What stands around a thing, for a whiteboard: a few steps at a time, never the whole graph.
// Imports, the memory, decisions, moves and series are the work of the graph itself, and no part of the picture.

// name: find
CALL () {
  MATCH (n:Incident {id: $key}) WHERE $label = 'Incident' RETURN n
  UNION ALL
  MATCH (n:Dispute {id: $key}) WHERE $label = 'Dispute' RETURN n
  UNION ALL
  MATCH (n:Person {key: $key}) WHERE $label IN ['Person', 'Caller'] RETURN n
  UNION ALL
  MATCH (n:Phone {number: $key}) WHERE $label = 'Phone' RETURN n
  UNION ALL
  MATCH (n:Location {key: $key}) WHERE $label = 'Location' RETURN n
  UNION ALL
  MATCH (n:Thing {key: $key}) WHERE $label = 'Thing' RETURN n
  UNION ALL
  MATCH (n:Officer {key: $key}) WHERE $label = 'Officer' RETURN n
  UNION ALL
  MATCH (n:Unit {key: $key}) WHERE $label = 'Unit' RETURN n
  UNION ALL
  MATCH (n:Agency {key: $key}) WHERE $label = 'Agency' RETURN n
  UNION ALL
  MATCH (n:Directive {id: $key}) WHERE $label = 'Directive' RETURN n
  UNION ALL
  MATCH (n:Mediation {id: $key}) WHERE $label = 'Mediation' RETURN n
  UNION ALL
  MATCH (n:Visit {id: $key}) WHERE $label = 'Visit' RETURN n
  UNION ALL
  MATCH (n:Diversion {id: $key}) WHERE $label = 'Diversion' RETURN n
}
RETURN elementId(n) AS node_id
LIMIT 1

// name: counts
MATCH (n)
WHERE elementId(n) = $node
MATCH (n)-[r]-(m)
WHERE ($types IS NULL OR type(r) IN $types) AND NOT (m:Import OR m:Memory OR m:Decision OR m:Move)
RETURN type(r) AS type, startNode(r) = n AS outgoing, count(*) AS count
ORDER BY type, outgoing

// name: around
UNWIND $nodes AS node
MATCH (n)
WHERE elementId(n) = node
CALL (n) {
  MATCH (n)-[r]-(m)
  WHERE ($types IS NULL OR type(r) IN $types) AND NOT (m:Import OR m:Memory OR m:Decision OR m:Move)
  RETURN r, m
  LIMIT $most
}
RETURN node, type(r) AS type, startNode(r) = n AS outgoing, elementId(m) AS other

// name: nodes
// Places, units and officers are no secret; whoever called, was named or is quarrelled about is seen by those who
// see one of the calls or disputes. Without units everybody's are seen. Lists in one row cost far less than rows.
UNWIND $nodes AS node
MATCH (n)
WHERE elementId(n) = node AND NOT (n:Import OR n:Memory OR n:Decision OR n:Move OR n:Series)
WITH
  node,
  [label IN labels(n) WHERE label <> 'Person' OR NOT n:Caller][0] AS label,
  coalesce(n.id, n.key, n.number) AS key,
  CASE
    WHEN n:Dispute THEN n.title
    WHEN n:Incident THEN n.kind
    ELSE coalesce(n.name, n.number)
  END AS name,
  coalesce(n.reported_at, n.last_at).epochSeconds AS at,
  n.level AS level,
  CASE
    WHEN n:Unit THEN n.key
    WHEN n:Dispute THEN n.unit
    WHEN n:Incident OR n:Officer THEN [(n)-[:HANDLED_BY|SERVES_IN]->(u:Unit) | u.key][0]
  END AS unit,
  CASE WHEN n:Dispute THEN toFloat(n.risk) END AS risk,
  n.danger AS danger,
  n.community AS community,
  CASE
    WHEN $units IS NULL OR n:Location OR n:Unit OR n:Agency OR n:Officer THEN true
    WHEN n:Dispute THEN n.unit IN $units OR EXISTS {
      MATCH (n)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
      WHERE u.key IN $units
    }
    WHEN n:Incident THEN EXISTS {
      MATCH (n)-[:HANDLED_BY]->(u:Unit)
      WHERE u.key IN $units
    } OR EXISTS {
      MATCH (n)-[:ABOUT]->(d:Dispute)
      WHERE d.unit IN $units OR EXISTS {
        MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
        WHERE u.key IN $units
      }
    }
    ELSE EXISTS {
      MATCH (n)-[:REPORTED|MENTIONS|OF]-(i:Incident)
      WHERE EXISTS {
        MATCH (i)-[:HANDLED_BY]->(u:Unit)
        WHERE u.key IN $units
      } OR EXISTS {
        MATCH (i)-[:ABOUT]->(d:Dispute)
        WHERE d.unit IN $units OR EXISTS {
          MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
          WHERE u.key IN $units
        }
      }
    } OR EXISTS {
      MATCH (n)-[:PARTY_TO|ON]->(d:Dispute)
      WHERE d.unit IN $units OR EXISTS {
        MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
        WHERE u.key IN $units
      }
    }
  END AS seen
RETURN collect([node, label, key, name, at, level, unit, risk, danger, community, seen]) AS found

// name: kinds
// What leads out of a node or into it, by the kind of thing at the other end.
MATCH (n)
WHERE elementId(n) = $node
MATCH (n)-[r]-(m)
WHERE NOT (m:Import OR m:Memory OR m:Decision OR m:Move)
RETURN
  type(r) AS type,
  startNode(r) = n AS outgoing,
  [label IN labels(m) WHERE label <> 'Person' OR NOT m:Caller][0] AS label,
  count(*) AS count
ORDER BY count, type, outgoing, label

// name: beside
// Neighbours of one kind, the latest first, in an order that stays, so that one can ask on behind those looked at.
MATCH (n)
WHERE elementId(n) = $node
MATCH (n)-[r]-(m)
WHERE
  type(r) = $type AND (startNode(r) = n) = $outgoing AND
  $label = [label IN labels(m) WHERE label <> 'Person' OR NOT m:Caller][0]
WITH DISTINCT m, coalesce(m.reported_at, m.last_at) AS at
RETURN elementId(m) AS node_id
ORDER BY at DESC, node_id
SKIP $skip
LIMIT $limit

// name: first_picture
// What somebody wants to see of a thing first: of a dispute its calls and whoever and whatever is in them, of anything
// else what it touches.
MATCH (n)
WHERE elementId(n) = $node
CALL (n) {
  RETURN n AS m, 0 AS far
  UNION
  MATCH (n)<-[:ABOUT]-(m:Incident) WHERE n:Dispute
  RETURN m, 1 AS far
  UNION
  MATCH (n)<-[:PARTY_TO|RESPONSIBLE_FOR|ON]-(m) WHERE n:Dispute
  RETURN m, 1 AS far
  UNION
  MATCH (n)<-[:ABOUT]-(i:Incident)-[:REPORTED|AT|MENTIONS|HANDLED_BY|OF]-(m)
  WHERE n:Dispute
  RETURN m, 2 AS far
  UNION
  MATCH (n)--(m) WHERE NOT n:Dispute AND NOT (m:Import OR m:Memory OR m:Decision OR m:Move)
  RETURN m, 1 AS far
}
WITH m, min(far) AS far
RETURN elementId(m) AS node_id
ORDER BY far, coalesce(m.reported_at, m.last_at) DESC, node_id
LIMIT $limit

// name: between
// Every relationship has one start: looked for from there, since few nodes have many that leave them.
UNWIND $nodes AS node
MATCH (n)-[r]->(m)
WHERE
  elementId(n) = node AND elementId(m) IN $others AND
  type(r) IN $types
WITH DISTINCT node, type(r) AS type, elementId(m) AS other
RETURN collect([node, type, true, other]) AS found

// name: written
// All that is written in a node; who may see it is known by then.
MATCH (n)
WHERE elementId(n) = $node
RETURN properties(n) AS written

// name: said
// What a relationship between two nodes says.
MATCH (n)-[r]->(m)
WHERE elementId(n) = $node AND elementId(m) = $other AND type(r) = $type
RETURN properties(r) AS written
