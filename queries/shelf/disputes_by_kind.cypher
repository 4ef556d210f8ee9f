// name = "disputes_by_kind"
// title = { zh = "各类矛盾数量", en = "Disputes by kind" }
// explanation.zh = "每类矛盾的起数、警情数与最高风险。"
// explanation.en = "For each kind: disputes, their incidents and the highest risk."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["overview"]
// shape = "chart"
// count = { of = "kind", zh = "个类型", en = "kinds" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", zh = "到（不含）", en = "to, not included" }
// columns.kind = { zh = "类型", en = "kind" }
// columns.disputes = { zh = "矛盾数", en = "disputes" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.risk = { zh = "最高风险", en = "highest risk" }

MATCH (d:Dispute)<-[:ABOUT]-(i:Incident)
WHERE d.merged_into IS NULL AND ($since IS NULL OR i.reported_at >= $since) AND ($until IS NULL OR i.reported_at < $until)
RETURN
  coalesce(d.kind, '') AS kind,
  count(DISTINCT d) AS disputes,
  count(DISTINCT i) AS incidents,
  max(d.risk) AS risk
ORDER BY disputes DESC, kind
