// name = "disputes_of_person"
// title = { zh = "某人涉及的矛盾", en = "Disputes of a person" }
// explanation.zh = "按姓名或标识列出其作为当事人或报警人的矛盾。"
// explanation.en = "Disputes that the person with this name or key is a party to or called about."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "administrator"]
// tags = ["people"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.who = { type = "text", required = true, zh = "姓名或标识", en = "name or key" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.status = { zh = "状态", en = "status" }
// columns.risk = { zh = "风险", en = "risk" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.person = { zh = "人员", en = "person" }
// columns.sides = { zh = "立场", en = "sides" }

MATCH (p:Person)
WHERE p.key = $who OR p.name = $who
CALL (p) {
  MATCH (p)-[party:PARTY_TO]->(d:Dispute)
  RETURN d, party.side AS side
  UNION
  MATCH (p)-[:REPORTED]->(:Incident)-[:ABOUT]->(d:Dispute)
  RETURN d, null AS side
}
WITH p, d, collect(DISTINCT side) AS sides
WHERE d.merged_into IS NULL
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.status AS status,
  d.risk AS risk,
  d.level AS level,
  p.name AS person,
  sides
ORDER BY risk DESC, dispute_id
