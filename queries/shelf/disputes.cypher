// name = "disputes"
// title = { zh = "矛盾纠纷排行", en = "Disputes, ranked" }
// explanation.zh = "按风险从高到低列出矛盾纠纷；已并入他案的不列。"
// explanation.en = "Disputes by falling risk; those merged into another are left out."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["overview"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.least = { type = "integer", default = 1, minimum = 1, zh = "至少几起警情", en = "at least so many incidents" }
// parameters.kind = { type = "text", zh = "类型", en = "kind" }
// parameters.unit = { type = "text", zh = "责任单位", en = "unit" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", zh = "到（不含）", en = "to, not included" }
// parameters.limit = { type = "integer", default = 1000000000, minimum = 1, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
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
// columns.place = { zh = "地点", en = "place" }
// columns.risk_reasons = { zh = "风险理由", en = "risk reasons" }

// $since and $until look at the latest incident.
MATCH (d:Dispute)
WHERE d.merged_into IS NULL AND ($kind IS NULL OR d.kind = $kind) AND ($unit IS NULL OR d.unit = $unit)
CALL (d) {
  MATCH (d)<-[:ABOUT]-(i:Incident)
  OPTIONAL MATCH (i)<-[:REPORTED]-(c:Caller)
  RETURN
    count(DISTINCT i) AS incidents,
    count(DISTINCT c) AS callers,
    min(i.reported_at) AS first_at,
    max(i.reported_at) AS last_at
}
WITH d, incidents, callers, first_at, last_at
WHERE
  incidents >= $least AND
  ($since IS NULL OR last_at >= $since) AND
  ($until IS NULL OR last_at < $until)
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.kind AS kind,
  d.status AS status,
  toFloat(coalesce(d.risk, 0)) AS risk,
  d.level AS level,
  incidents,
  callers,
  first_at,
  last_at,
  d.unit AS unit,
  coalesce(d.escalated, false) AS escalated,
  d.place AS place,
  coalesce(d.risk_reasons, []) AS risk_reasons
ORDER BY risk DESC, incidents DESC, last_at DESC, dispute_id
LIMIT $limit
