// Chosen nodes and what lies between them, as links: a relationship and its ends, or a node alone.

// name: alone
UNWIND $nodes AS node
MATCH (n)
WHERE elementId(n) = node
RETURN n AS source, null AS relationship, null AS target

// name: between
UNWIND $nodes AS node
MATCH (n)
WHERE elementId(n) = node
MATCH (n)-[r]->(m)
WHERE elementId(m) IN $nodes
RETURN n AS source, r AS relationship, m AS target
ORDER BY elementId(r)
