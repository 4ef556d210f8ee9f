// name = "unit_load"
// title = { zh = "各单位负担", en = "Load of the units" }
// explanation.zh = "每个单位处置的警情数、责任矛盾数、其中高风险的数量。"
// explanation.en = "For each unit: calls handled, disputes it answers for, and how many of them are of high risk."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["overview"]
// shape = "chart"
// count = { of = "unit", zh = "个单位", en = "units" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", zh = "到（不含）", en = "to, not included" }
// parameters.limit = { type = "integer", default = 20, minimum = 1, maximum = 1000, zh = "最多几个单位", en = "at most so many units" }
// columns.unit = { zh = "单位", en = "unit" }
// columns.incidents = { zh = "警情数", en = "calls" }
// columns.dispute_count = { zh = "责任矛盾", en = "disputes" }
// columns.grave = { zh = "高风险", en = "of high risk" }

MATCH (u:Unit)
CALL (u) {
  MATCH (u)<-[:HANDLED_BY]-(i:Incident)
  WHERE ($since IS NULL OR i.reported_at >= $since) AND ($until IS NULL OR i.reported_at < $until)
  RETURN count(i) AS incidents
}
CALL (u) {
  MATCH (u)-[:RESPONSIBLE_FOR]->(d:Dispute)
  WHERE d.merged_into IS NULL
  RETURN count(d) AS dispute_count, count(CASE WHEN d.level IN ['high', 'critical'] THEN 1 END) AS grave
}
WITH u, incidents, dispute_count, grave
WHERE incidents > 0 OR dispute_count > 0
RETURN coalesce(u.name, u.key) AS unit, incidents, dispute_count, grave
ORDER BY incidents DESC, dispute_count DESC, unit
LIMIT $limit
