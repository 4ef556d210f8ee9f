// name = "disputes_named"
// title = { zh = "这些矛盾纠纷", en = "These disputes" }
// explanation.zh = "所给编号的矛盾纠纷，最险的在前；无权查看的、已并入他案的不列。"
// explanation.en = "The disputes with these numbers, the gravest first; those that may not be seen and those merged into another are left out."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "partner", "administrator"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.disputes = { type = "texts", required = true, zh = "矛盾编号", en = "disputes" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 25, minimum = 1, maximum = 1000, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.kind = { zh = "类型", en = "kind" }
// columns.status = { zh = "状态", en = "status" }
// columns.risk = { zh = "风险", en = "risk" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.callers = { zh = "报警人数", en = "callers" }
// columns.first_at = { zh = "首次", en = "first" }
// columns.last_at = { zh = "末次", en = "last" }
// columns.unit = { zh = "责任单位", en = "unit" }
// columns.escalated = { zh = "已转化", en = "escalated" }

// A unit sees a dispute that it answers for, or a call of which it handled. Cost: these disputes and who is in
// them, however many calls there are.
MATCH (d:Dispute)
WHERE
  d.id IN $disputes AND
  d.merged_into IS NULL AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
WITH d, COUNT { (d)<-[:ABOUT]-() } AS incidents
ORDER BY toFloat(coalesce(d.risk, 0)) DESC, incidents DESC, d.id
LIMIT $limit
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.kind AS kind,
  d.status AS status,
  toFloat(coalesce(d.risk, 0)) AS risk,
  d.level AS level,
  incidents,
  COUNT { (d)<-[:PARTY_TO]-(:Caller) } AS callers,
  d.first_at AS first_at,
  d.last_at AS last_at,
  d.unit AS unit,
  coalesce(d.escalated, false) AS escalated
ORDER BY risk DESC, incidents DESC, dispute_id
