// What stands around a thing, for a whiteboard: a few steps at a time, never the whole graph.
// Imports, the memory and decisions are the work of the graph itself, and no part of the picture.

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
WHERE ($types IS NULL OR type(r) IN $types) AND NOT (m:Import OR m:Memory OR m:Decision)
RETURN type(r) AS type, startNode(r) = n AS outgoing, count(*) AS count
ORDER BY type, outgoing

// name: around
UNWIND $nodes AS node
MATCH (n)
WHERE elementId(n) = node
CALL (n) {
  MATCH (n)-[r]-(m)
  WHERE ($types IS NULL OR type(r) IN $types) AND NOT (m:Import OR m:Memory OR m:Decision)
  RETURN r, m
  LIMIT $most
}
RETURN node, type(r) AS type, startNode(r) = n AS outgoing, elementId(m) AS other

// name: nodes
// Places, units and officers are no secret; whoever called, was named or is quarrelled about is seen by those who
// see one of the calls or disputes. Without units everybody's are seen.
UNWIND $nodes AS node
MATCH (n)
WHERE elementId(n) = node AND NOT (n:Import OR n:Memory OR n:Decision)
RETURN
  node AS node_id,
  [label IN labels(n) WHERE label <> 'Person' OR NOT n:Caller][0] AS label,
  coalesce(n.id, n.key, n.number) AS key,
  CASE
    WHEN n:Dispute THEN n.title
    WHEN n:Incident THEN n.kind
    ELSE coalesce(n.name, n.number)
  END AS name,
  coalesce(n.reported_at, n.last_at) AS at,
  n.level AS level,
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
