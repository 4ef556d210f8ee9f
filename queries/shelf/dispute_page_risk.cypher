// name = "dispute_page_risk"
// title = { zh = "矛盾纠纷逐页读取（按风险）", en = "Disputes by risk, page after page" }
// explanation.zh = "从给定位置往后的若干起矛盾纠纷，按风险从高到低，同风险按编号；新增的不会使已读的错位。已并入他案的不列。"
// explanation.en = "So many disputes behind a place, by falling risk and then by number; new ones do not shift what was read. Those merged into another are left out."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "partner", "administrator"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.below = { type = "number", default = 2.0, zh = "上一行的风险；首页不填", en = "risk of the row before; none for the first page" }
// parameters.after = { type = "text", zh = "上一行的编号；首页不填", en = "number of the row before; empty for the first page" }
// parameters.kind = { type = "text", zh = "类型", en = "kind" }
// parameters.level = { type = "text", choices = ["low", "medium", "high", "critical"], zh = "风险等级", en = "risk level" }
// parameters.status = { type = "text", zh = "状态", en = "status" }
// parameters.unit = { type = "text", zh = "责任单位", en = "unit" }
// parameters.since = { type = "datetime", zh = "末次不早于", en = "last call not before" }
// parameters.until = { type = "datetime", zh = "首次早于", en = "first call before" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 50, minimum = 1, maximum = 1001, zh = "最多几行", en = "at most so many rows" }
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

// The index on the risk is walked in order and left at the limit; those of one risk are put in order together.
CALL () {
  MATCH (d:Dispute)
  WHERE
    d.risk = $below AND d.id > coalesce($after, '') AND
    d.merged_into IS NULL AND
    ($kind IS NULL OR d.kind = $kind) AND
    ($level IS NULL OR d.level = $level) AND
    ($status IS NULL OR d.status = $status) AND
    ($unit IS NULL OR d.unit = $unit) AND
    ($since IS NULL OR d.last_at >= $since) AND
    ($until IS NULL OR d.first_at < $until) AND
    ($units IS NULL OR d.unit IN $units OR EXISTS {
      MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
      WHERE u.key IN $units
    }) AND
    ($agency IS NULL OR EXISTS {
      MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
    })
  RETURN d
  ORDER BY d.id
  LIMIT $limit
  UNION ALL
  MATCH (d:Dispute)
  WHERE
    d.risk < $below AND
    d.merged_into IS NULL AND
    ($kind IS NULL OR d.kind = $kind) AND
    ($level IS NULL OR d.level = $level) AND
    ($status IS NULL OR d.status = $status) AND
    ($unit IS NULL OR d.unit = $unit) AND
    ($since IS NULL OR d.last_at >= $since) AND
    ($until IS NULL OR d.first_at < $until) AND
    ($units IS NULL OR d.unit IN $units OR EXISTS {
      MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
      WHERE u.key IN $units
    }) AND
    ($agency IS NULL OR EXISTS {
      MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
    })
  RETURN d
  ORDER BY d.risk DESC, d.id
  LIMIT $limit
}
WITH d
ORDER BY d.risk DESC, d.id
LIMIT $limit
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.kind AS kind,
  d.status AS status,
  toFloat(coalesce(d.risk, 0)) AS risk,
  d.level AS level,
  COUNT { (d)<-[:ABOUT]-() } AS incidents,
  COUNT { MATCH (d)<-[:ABOUT]-()<-[:REPORTED]-(c:Caller) RETURN DISTINCT c } AS callers,
  d.first_at AS first_at,
  d.last_at AS last_at,
  d.unit AS unit,
  coalesce(d.escalated, false) AS escalated
ORDER BY risk DESC, dispute_id
