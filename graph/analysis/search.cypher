// What somebody means who has typed a few characters: candidates by word and by number, then what to say of each.

// name: worded
// `words` is made by search.py of letters, digits and characters alone. Lists in one row cost far less than rows, and
// numbers of relationships of one type are kept by the engine.
UNWIND $indexes AS index
CALL (index) {
  CALL db.index.fulltext.queryNodes(index, $words, {limit: $most}) YIELD node, score
  RETURN node AS n, score
}
WITH n, score WHERE n.merged_into IS NULL
RETURN collect([
  elementId(n),
  [label IN labels(n) WHERE label <> 'Person' OR NOT n:Caller][0],
  coalesce(n.title, n.name),
  coalesce(n.id, n.key, n.number),
  COUNT { (n)-[:REPORTED]-() } + COUNT { (n)-[:AT]-() } + COUNT { (n)-[:ABOUT]-() } + COUNT { (n)-[:MENTIONS]-() },
  score
]) AS found

// name: numbered
// Whose number it is, is found by the whole number or by the end of it that everybody may see. `upper` is null when
// it is the same as `text`; one MATCH for each, so that the index gives them in order and no more than are wanted.
CALL () {
  MATCH (n:Incident) WHERE n.id STARTS WITH $text
  RETURN n ORDER BY n.id LIMIT $most
  UNION ALL
  MATCH (n:Incident) WHERE n.id STARTS WITH $upper
  RETURN n ORDER BY n.id LIMIT $most
  UNION ALL
  MATCH (n:Dispute) WHERE n.id STARTS WITH $text
  RETURN n ORDER BY n.id LIMIT $most
  UNION ALL
  MATCH (n:Dispute) WHERE n.id STARTS WITH $upper
  RETURN n ORDER BY n.id LIMIT $most
  UNION ALL
  MATCH (n:Dispute) WHERE n.id STARTS WITH 'D-' + $text
  RETURN n ORDER BY n.id LIMIT $most
  UNION ALL
  MATCH (n:Dispute) WHERE n.id STARTS WITH 'D-' + $upper
  RETURN n ORDER BY n.id LIMIT $most
  UNION ALL
  MATCH (n:Phone {number: $phone}) RETURN n
  UNION ALL
  MATCH (n:Phone {ending: $ending}) RETURN n LIMIT $most
}
WITH n WHERE n.merged_into IS NULL
RETURN collect([
  elementId(n),
  [label IN labels(n) WHERE label <> 'Person' OR NOT n:Caller][0],
  coalesce(n.title, n.name),
  coalesce(n.id, n.key, n.number),
  COUNT { (n)-[:REPORTED]-() } + COUNT { (n)-[:AT]-() } + COUNT { (n)-[:ABOUT]-() } + COUNT { (n)-[:MENTIONS]-() },
  null
]) AS found

// name: said
// Where it lies, whose number it is or which numbers the person has.
UNWIND $nodes AS node
MATCH (n)
WHERE elementId(n) = node
RETURN collect([
  node,
  CASE
    WHEN n:Location THEN COLLECT { MATCH (n)-[:WITHIN]->(outer) RETURN outer.name LIMIT 1 }
    WHEN n:Dispute OR n:Incident THEN [n.unit]
    ELSE []
  END,
  CASE
    WHEN n:Caller THEN COLLECT { MATCH (n)-[:USES]->(p) RETURN p.number ORDER BY p.number LIMIT 2 }
    ELSE []
  END,
  CASE
    WHEN n:Phone THEN COLLECT { MATCH (c)-[:USES]->(n) WHERE c.name <> '' RETURN c.name ORDER BY c.name LIMIT 2 }
    ELSE []
  END
]) AS found
