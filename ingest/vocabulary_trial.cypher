// Calls to try a vocabulary on.

// name: latest
MATCH (i:Incident)
WHERE i.reported_at IS NOT NULL
RETURN i.id AS id, i.reported_at AS reported_at, properties(i) AS written
ORDER BY reported_at DESC, id
LIMIT $count
