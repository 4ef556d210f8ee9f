// name = "mediation_failed_then_call"
// title = { zh = "调解未成又报警", en = "A call after a failed mediation" }
// explanation.zh = "调解没有达成协议（未成或拒绝）之后又有警情的矛盾。所需属性：Mediation.held_at，Mediation.result（agreement 协议、none 未成、refused 拒绝）。"
// explanation.en = "Disputes with a call after a mediation that brought no agreement. Expects Mediation.held_at and Mediation.result (agreement, none, refused)."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["casework"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.days = { type = "integer", default = 365, minimum = 1, maximum = 3660, zh = "调解后多少天内", en = "within so many days of it" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.held_at = { zh = "调解时间", en = "mediated" }
// columns.result = { zh = "结果", en = "result" }
// columns.next_at = { zh = "又报警", en = "next call" }
// columns.calls_after = { zh = "此后警情", en = "calls after" }
// columns.unit = { zh = "责任单位", en = "unit" }

MATCH (m:Mediation)-[:ON]->(d:Dispute)
WHERE
  m.result IN ['none', 'refused'] AND
  d.merged_into IS NULL AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
MATCH (d)<-[:ABOUT]-(i:Incident)
WHERE i.reported_at > m.held_at AND i.reported_at <= m.held_at + duration({days: $days})
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.level AS level,
  m.held_at AS held_at,
  m.result AS result,
  min(i.reported_at) AS next_at,
  count(i) AS calls_after,
  d.unit AS unit
ORDER BY next_at DESC, dispute_id
LIMIT $limit
