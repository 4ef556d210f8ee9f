// Chosen nodes, and the relationships between two of them.

// name: nodes
UNWIND $nodes AS node
MATCH (n)
WHERE elementId(n) = node
RETURN n AS node

// name: between
// A map is looked into at once; a list of thousands would be walked through for every relationship.
UNWIND $nodes AS node
MATCH (n)
WHERE elementId(n) = node
MATCH (n)-[r]->(m)
WHERE $chosen[elementId(m)]
RETURN elementId(n) AS source, r AS relationship, elementId(m) AS target
ORDER BY elementId(r)
