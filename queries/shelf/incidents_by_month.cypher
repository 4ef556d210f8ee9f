// name = "incidents_by_month"
// title = { zh = "逐月警情", en = "Incidents by month" }
// explanation.zh = "每月警情数，以及其中归入矛盾的数量。"
// explanation.en = "Incidents of each month, and how many of them are about a dispute."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["time", "overview"]
// shape = "chart"
// count = { of = "month", zh = "个月", en = "months" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", zh = "到（不含）", en = "to, not included" }
// columns.month = { zh = "月份", en = "month" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.disputes = { zh = "归入矛盾的", en = "about a dispute" }

MATCH (i:Incident)
WHERE ($since IS NULL OR i.reported_at >= $since) AND ($until IS NULL OR i.reported_at < $until)
RETURN
  toString(date.truncate('month', date(i.reported_at))) AS month,
  count(*) AS incidents,
  sum(CASE WHEN EXISTS { (i)-[:ABOUT]->(:Dispute) } THEN 1 ELSE 0 END) AS disputes
ORDER BY month
