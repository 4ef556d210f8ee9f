// name = "not_yet_judged"
// title = { zh = "待认定的高风险矛盾", en = "Grave disputes nobody has judged yet" }
// explanation.zh = "机器提出、尚无人确认或驳回的高、极高风险矛盾纠纷，风险高的在前。"
// explanation.en = "Disputes of high or critical risk that the machine suggests and nobody has confirmed or rejected, the gravest first."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "administrator"]
// tags = ["casework"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.since = { type = "datetime", zh = "末次不早于", en = "last call not before" }
// parameters.limit = { type = "integer", default = 10, minimum = 1, maximum = 200, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.kind = { zh = "类型", en = "kind" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.risk = { zh = "风险", en = "risk" }
// columns.unit = { zh = "责任单位", en = "unit" }
// columns.last_at = { zh = "末次", en = "last" }
// columns.incidents = { zh = "警情数", en = "incidents" }

// The index on the risk is walked from the top and left at the limit.
MATCH (d:Dispute)
WHERE
  d.risk > 0 AND
  d.status = 'suggested' AND
  d.level IN ['critical', 'high'] AND
  d.merged_into IS NULL AND
  ($since IS NULL OR d.last_at >= $since) AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
WITH d
ORDER BY d.risk DESC
LIMIT $limit
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.kind AS kind,
  d.level AS level,
  d.risk AS risk,
  d.unit AS unit,
  d.last_at AS last_at,
  COUNT { (d)<-[:ABOUT]-() } AS incidents
ORDER BY risk DESC, dispute_id
