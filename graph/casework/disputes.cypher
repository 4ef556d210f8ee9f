// What a person sees of a dispute when deciding about it, and what follows for its state.

// name: sight
MATCH (d:Dispute {id: $dispute})
WHERE d.merged_into IS NULL
RETURN
  COLLECT { MATCH (d)<-[:ABOUT]-(i:Incident) RETURN i.id } AS calls,
  COLLECT {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:JOINS|PARTS]-(made:Decision)
    WHERE made.undone_at IS NULL AND coalesce(made.about, 'dispute') = 'dispute'
    RETURN DISTINCT made.id
  } AS decisions

// name: states
// A dispute is confirmed while somebody's confirmation names two of its calls; states of casework stay.
MATCH (i:Incident)-[:ABOUT]->(d:Dispute)
WHERE i.id IN $incidents
WITH DISTINCT d
WHERE d.status IN ['suggested', 'confirmed']
CALL (d) {
  MATCH (d)<-[:ABOUT]-(i:Incident)<-[:JOINS]-(made:Decision {action: 'confirm'})
  WHERE made.undone_at IS NULL AND coalesce(made.about, 'dispute') = 'dispute'
  WITH made, count(DISTINCT i) AS calls
  WHERE calls > 1
  RETURN count(made) AS confirmations
}
SET d.status = CASE confirmations WHEN 0 THEN 'suggested' ELSE 'confirmed' END
