// name = "incidents_by_hour"
// title = { zh = "分时警情", en = "Incidents by hour of the day" }
// explanation.zh = "一天中每小时的警情数。"
// explanation.en = "Incidents of each hour of the day."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["time"]
// shape = "chart"
// count = { of = "hour", zh = "个时段", en = "hours" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", zh = "到（不含）", en = "to, not included" }
// columns.hour = { zh = "时", en = "hour" }
// columns.incidents = { zh = "警情数", en = "incidents" }

MATCH (i:Incident)
WHERE ($since IS NULL OR i.reported_at >= $since) AND ($until IS NULL OR i.reported_at < $until)
RETURN i.reported_at.hour AS hour, count(*) AS incidents
ORDER BY hour
