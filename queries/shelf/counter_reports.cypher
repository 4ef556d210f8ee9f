// name = "counter_reports"
// title = { zh = "双方互报", en = "Counter-reports" }
// explanation.zh = "同一矛盾中双方都报了警：甲报警提到乙，乙报警提到甲，或双方在当事人中立场相对。姓名全同即视为一人，请核对。"
// explanation.en = "Both sides of one dispute called: each is named in a call of the other. The same full name is taken for the same person, so check."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["repeats", "people"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.one = { zh = "报警人甲", en = "one side" }
// columns.other = { zh = "报警人乙", en = "other side" }
// columns.calls_one = { zh = "甲报警", en = "calls of the one" }
// columns.calls_other = { zh = "乙报警", en = "calls of the other" }
// columns.last_at = { zh = "末次", en = "last" }

MATCH (d:Dispute)
WHERE
  d.merged_into IS NULL AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
MATCH (a:Caller)-[:REPORTED]->(i:Incident)-[:ABOUT]->(d)
MATCH (i)-[:MENTIONS]->(named:Person)
MATCH (b:Caller)-[:REPORTED]->(j:Incident)-[:ABOUT]->(d)
WHERE a <> b AND (named = b OR (size(named.name) > 1 AND named.name = b.name))
MATCH (j)-[:MENTIONS]->(back:Person)
WHERE (back = a OR (size(back.name) > 1 AND back.name = a.name)) AND a.key < b.key
WITH DISTINCT d, a, b
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.level AS level,
  coalesce(nullIf(a.name, ''), a.key) AS one,
  coalesce(nullIf(b.name, ''), b.key) AS other,
  COUNT { (a)-[:REPORTED]->(:Incident)-[:ABOUT]->(d) } AS calls_one,
  COUNT { (b)-[:REPORTED]->(:Incident)-[:ABOUT]->(d) } AS calls_other,
  d.last_at AS last_at
ORDER BY last_at DESC, dispute_id, one, other
LIMIT $limit
