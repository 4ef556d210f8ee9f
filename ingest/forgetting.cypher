// Calls whose people are to be forgotten.

// name: due
// Calls that still say who called, of whom nothing was heard since; where nobody is known, nothing from their number.
MATCH (i:Incident)
WHERE
  i.reported_at < $before AND
  (i.forgotten_at IS NULL OR i.phone <> '' OR i.caller_name <> '' OR i.caller_id_number <> '') AND
  NOT EXISTS {
    MATCH (i)<-[:REPORTED]-(who:Caller|Phone)-[:REPORTED]->(later:Incident)
    WHERE later.reported_at >= $before AND (who:Caller OR NOT EXISTS { (i)<-[:REPORTED]-(:Caller) })
  }
RETURN i.id AS id
ORDER BY id

// name: forgotten
// Hashes say which versions there were, and nothing of what was in them.
UNWIND $rows AS r
MATCH (i:Incident {id: r.id})
SET i.past_hashes = coalesce(i.past_hashes, []) + r.hash, i.forgotten_at = datetime()
REMOVE i.versions
