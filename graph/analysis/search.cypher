// What somebody means who has typed a few characters: candidates by word and by number, then what to say of each.

// name: worded
// `words` is made by search.py of letters, digits and characters alone.
UNWIND $indexes AS index
CALL (index) {
  CALL db.index.fulltext.queryNodes(index, $words, {limit: $most}) YIELD node, score
  RETURN node, score
}
RETURN elementId(node) AS node_id, score

// name: numbered
// Whose number it is, is found by the whole number or by the end of it that everybody may see.
CALL () {
  UNWIND $texts AS text
  MATCH (n:Incident) WHERE n.id STARTS WITH text
  RETURN n ORDER BY n.id LIMIT $most
  UNION ALL
  UNWIND $texts AS text
  MATCH (n:Dispute) WHERE n.id STARTS WITH text
  RETURN n ORDER BY n.id LIMIT $most
  UNION ALL
  UNWIND $texts AS text
  MATCH (n:Dispute) WHERE n.id STARTS WITH 'D-' + text
  RETURN n ORDER BY n.id LIMIT $most
  UNION ALL
  MATCH (n:Phone {number: $phone}) RETURN n
  UNION ALL
  MATCH (n:Phone {ending: $ending}) RETURN n LIMIT $most
}
RETURN elementId(n) AS node_id

// name: said
// How many calls, where it lies, whose number it is or which numbers the person has.
UNWIND $nodes AS node
MATCH (n)
WHERE elementId(n) = node
RETURN
  node AS node_id,
  COUNT { (n)-[:REPORTED|AT|ABOUT|MENTIONS]-() } AS calls,
  CASE
    WHEN n:Location THEN COLLECT { MATCH (n)-[:WITHIN]->(outer) RETURN outer.name LIMIT 1 }
    WHEN n:Dispute OR n:Incident THEN [n.unit]
    ELSE []
  END AS beside,
  CASE
    WHEN n:Caller THEN COLLECT { MATCH (n)-[:USES]->(p) RETURN p.number ORDER BY p.number LIMIT 2 }
    ELSE []
  END AS numbers,
  CASE
    WHEN n:Phone THEN COLLECT { MATCH (c)-[:USES]->(n) WHERE c.name <> '' RETURN c.name ORDER BY c.name LIMIT 2 }
    ELSE []
  END AS names,
  n.merged_into IS NOT NULL AS merged
