// name = "people_in_disputes"
// title = { zh = "涉及多起矛盾的人", en = "People in several disputes" }
// explanation.zh = "作为当事人或报警人涉及两起以上矛盾的人。"
// explanation.en = "People who are a party to, or called about, several disputes."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["people", "network"]
// shape = "table"
// count = { of = "key", zh = "人", en = "people" }
// parameters.least = { type = "integer", default = 2, minimum = 2, zh = "至少几起矛盾", en = "at least so many disputes" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.person = { zh = "人员", en = "person" }
// columns.dispute_count = { zh = "矛盾数", en = "disputes" }
// columns.disputes = { zh = "矛盾", en = "disputes", label = "Dispute" }
// columns.sides = { zh = "立场", en = "sides" }
// columns.key = { zh = "标识", en = "key", label = "Person" }

MATCH (p:Person)
CALL (p) {
  MATCH (p)-[party:PARTY_TO]->(d:Dispute)
  RETURN d, party.side AS side
  UNION
  MATCH (p)-[:REPORTED]->(:Incident)-[:ABOUT]->(d:Dispute)
  RETURN d, null AS side
}
WITH p, d, side
WHERE d.merged_into IS NULL
WITH p, collect(DISTINCT d.id) AS disputes, collect(DISTINCT side) AS sides
WHERE size(disputes) >= $least
RETURN
  coalesce(nullIf(p.name, ''), p.key) AS person,
  size(disputes) AS dispute_count,
  disputes,
  sides,
  p.key AS key
ORDER BY dispute_count DESC, key
LIMIT $limit
