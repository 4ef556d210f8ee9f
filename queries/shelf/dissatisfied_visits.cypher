// name = "dissatisfied_visits"
// title = { zh = "回访不满意", en = "Dissatisfied at the visit" }
// explanation.zh = "最近一次回访不满意，或协议没有履行的矛盾。所需属性：Visit.made_at，Visit.satisfied，Visit.performed。"
// explanation.en = "Disputes whose latest follow-up visit found people dissatisfied, or the agreement not kept. Expects Visit.made_at, satisfied and performed."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["casework"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.made_at = { zh = "回访时间", en = "visited" }
// columns.satisfied = { zh = "满意", en = "satisfied" }
// columns.performed = { zh = "已履行", en = "kept" }
// columns.unit = { zh = "责任单位", en = "unit" }

MATCH (v:Visit)-[:ON]->(d:Dispute)
WHERE
  d.merged_into IS NULL AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
WITH d, v
ORDER BY v.made_at DESC
WITH d, head(collect(v)) AS latest
WHERE latest.satisfied = false OR latest.performed = false
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.level AS level,
  latest.made_at AS made_at,
  latest.satisfied AS satisfied,
  latest.performed AS performed,
  d.unit AS unit
ORDER BY made_at DESC, dispute_id
LIMIT $limit
