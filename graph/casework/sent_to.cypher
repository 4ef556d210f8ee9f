// To whom work was sent.

// name: units
MATCH (:Directive {id: $id})-[:SENT_TO]->(u:Unit)
RETURN coalesce(nullIf(u.name, ''), u.key) AS unit
ORDER BY unit
