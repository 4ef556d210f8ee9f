// name = "hubs"
// title = { zh = "枢纽", en = "Hubs" }
// explanation.zh = "牵涉矛盾最多的电话、地点（路段、小区一级及更细）和事物。"
// explanation.en = "The phones, places (road or estate and finer) and things that most disputes hang on."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["network", "places"]
// shape = "table"
// count = { zh = "个枢纽", en = "hubs" }
// parameters.least = { type = "integer", default = 3, minimum = 2, maximum = 100000, zh = "至少几起矛盾", en = "at least so many disputes" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.what = { zh = "何物", en = "what" }
// columns.name = { zh = "名称", en = "name" }
// columns.dispute_count = { zh = "矛盾数", en = "disputes" }
// columns.disputes = { zh = "矛盾", en = "disputes", label = "Dispute" }

CALL () {
  MATCH (n:Phone)-[:REPORTED]->(:Incident)-[:ABOUT]->(d:Dispute)
  RETURN n, n.number AS name, d
  UNION
  MATCH (n:Location)<-[:AT|MENTIONS]-(:Incident)-[:ABOUT]->(d:Dispute)
  WHERE NOT n.level IN ['city', 'district', 'street']
  RETURN n, n.name AS name, d
  UNION
  MATCH (n:Thing)<-[:MENTIONS]-(:Incident)-[:ABOUT]->(d:Dispute)
  RETURN n, n.name AS name, d
}
WITH n, name, d
WHERE d.merged_into IS NULL
WITH n, name, collect(DISTINCT d.id) AS disputes
WHERE size(disputes) >= $least
RETURN
  head(labels(n)) AS what,
  name,
  size(disputes) AS dispute_count,
  disputes
ORDER BY dispute_count DESC, what, name
LIMIT $limit
