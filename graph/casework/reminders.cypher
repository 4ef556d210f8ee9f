// Work whose time has come, and whom it concerns. `:Work` stands for the label of the kind of work, `due_property` for
// the property in question.

// name: due
MATCH (w:Work)
WHERE
  w.status IN $states AND
  (($since < w.due_property AND w.due_property <= $until) OR
   ($since_day <= w.due_property AND w.due_property <= $until_day))
RETURN
  w.id AS id,
  w.due_property AS at,
  coalesce(
    head([(w)-[:SENT_TO]->(u:Unit) | u.key]),
    head([(w)-[:ON]->(d:Dispute) | d.unit]),
    head([(w)-[:OF]->(:Incident)-[:HANDLED_BY]->(u:Unit) | u.key]),
    w.unit
  ) AS unit,
  head([(w)-[:SENT_TO]->(a:Agency) | a.key]) AS agency,
  head([(w)<-[:MOVED]-(m:Move {name: 'begin'}) | m.by]) AS begun_by
ORDER BY at, id

// name: concern
MATCH (w:Work {id: $id})
RETURN
  w.id AS id,
  coalesce(
    head([(w)-[:SENT_TO]->(u:Unit) | u.key]),
    head([(w)-[:ON]->(d:Dispute) | d.unit]),
    head([(w)-[:OF]->(:Incident)-[:HANDLED_BY]->(u:Unit) | u.key]),
    w.unit
  ) AS unit,
  head([(w)-[:SENT_TO]->(a:Agency) | a.key]) AS agency,
  head([(w)<-[:MOVED]-(m:Move {name: 'begin'}) | m.by]) AS begun_by
