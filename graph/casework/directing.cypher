// What a directive can be about, and to whom it can go.

// name: disputes_around
UNWIND $nodes AS node
MATCH (n)
WHERE elementId(n) = node
CALL (n) {
  WITH n
  WHERE n:Dispute
  RETURN n AS d
  UNION
  WITH n
  WHERE n:Incident
  MATCH (n)-[:ABOUT]->(d:Dispute)
  RETURN d
  UNION
  WITH n
  WHERE n:Caller OR n:Phone
  MATCH (n)-[:REPORTED]->(i:Incident)
  WITH i
  LIMIT 2000
  MATCH (i)-[:ABOUT]->(d:Dispute)
  RETURN DISTINCT d
  UNION
  WITH n
  WHERE n:Location
  MATCH (n)<-[:AT]-(i:Incident)
  WITH i
  LIMIT 2000
  MATCH (i)-[:ABOUT]->(d:Dispute)
  RETURN DISTINCT d
  UNION
  WITH n
  WHERE n:Person
  MATCH (n)-[:PARTY_TO]->(d:Dispute)
  RETURN d
  UNION
  WITH n
  WHERE n:Unit
  MATCH (n)-[:RESPONSIBLE_FOR]->(d:Dispute)
  RETURN d
}
WITH DISTINCT d
WHERE d.merged_into IS NULL
RETURN d.id AS id
ORDER BY toFloat(coalesce(d.risk, 0)) DESC, id
LIMIT $limit

// name: units_of
UNWIND $disputes AS dispute
MATCH (d:Dispute {id: dispute})
CALL (d) {
  MATCH (u:Unit)-[:RESPONSIBLE_FOR]->(d)
  RETURN u, 1000 AS weight
  UNION ALL
  MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
  RETURN u, count(*) AS weight
}
RETURN u.key AS key, sum(weight) AS weight
ORDER BY weight DESC, key
