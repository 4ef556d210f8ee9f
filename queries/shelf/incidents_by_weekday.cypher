// name = "incidents_by_weekday"
// title = { zh = "星期分布", en = "Incidents by weekday" }
// explanation.zh = "一周中每天的警情数，以及其中归入矛盾的数量（1 为星期一）。"
// explanation.en = "Incidents of each day of the week, and how many are about a dispute (1 is Monday)."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["time"]
// shape = "chart"
// count = { of = "weekday", zh = "天", en = "days of the week" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", zh = "到（不含）", en = "to, not included" }
// columns.weekday = { zh = "星期", en = "weekday" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.of_disputes = { zh = "归入矛盾的", en = "about a dispute" }

MATCH (i:Incident)
WHERE ($since IS NULL OR i.reported_at >= $since) AND ($until IS NULL OR i.reported_at < $until)
RETURN
  i.reported_at.weekday AS weekday,
  count(i) AS incidents,
  count(CASE WHEN EXISTS { (i)-[:ABOUT]->(:Dispute) } THEN 1 END) AS of_disputes
ORDER BY weekday
