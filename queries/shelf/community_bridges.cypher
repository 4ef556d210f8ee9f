// name = "community_bridges"
// title = { zh = "跨群体的纽带", en = "Bridges between communities" }
// explanation.zh = "与两个以上群体的矛盾都有关的人和电话。群体由研判时算出。"
// explanation.en = "People and phones tied to disputes of two communities or more. Communities are worked out by screening."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["network", "people"]
// shape = "table"
// count = { zh = "条纽带", en = "bridges" }
// parameters.least = { type = "integer", default = 2, minimum = 2, maximum = 1000, zh = "至少几个群体", en = "at least so many communities" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.what = { zh = "何物", en = "what" }
// columns.name = { zh = "名称", en = "name" }
// columns.community_count = { zh = "群体数", en = "communities" }
// columns.disputes = { zh = "矛盾", en = "disputes", label = "Dispute" }

CALL () {
  MATCH (n:Person)-[:PARTY_TO]->(d:Dispute)
  RETURN n, coalesce(nullIf(n.name, ''), n.key) AS name, d
  UNION
  MATCH (n:Caller)-[:REPORTED]->(:Incident)-[:ABOUT]->(d:Dispute)
  RETURN n, coalesce(nullIf(n.name, ''), n.key) AS name, d
  UNION
  MATCH (n:Phone)-[:REPORTED]->(:Incident)-[:ABOUT]->(d:Dispute)
  RETURN n, n.number AS name, d
}
WITH n, name, d
WHERE d.community IS NOT NULL AND d.merged_into IS NULL
WITH n, name, count(DISTINCT d.community) AS community_count, collect(DISTINCT d.id) AS disputes
WHERE community_count >= $least
RETURN
  CASE WHEN n:Caller THEN 'Caller' WHEN n:Person THEN 'Person' ELSE 'Phone' END AS what,
  name,
  community_count,
  disputes
ORDER BY community_count DESC, size(disputes) DESC, what, name
LIMIT $limit
