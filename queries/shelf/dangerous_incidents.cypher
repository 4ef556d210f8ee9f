// name = "dangerous_incidents"
// title = { zh = "危险言行", en = "Incidents with danger words" }
// explanation.zh = "出现危险言行（扬言、持械等）的警情，最近的在前。"
// explanation.en = "Incidents with words of danger (threats, weapons), latest first."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "administrator"]
// tags = ["danger"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// parameters.danger = { type = "integer", default = 3, minimum = 1, maximum = 5, zh = "危险等级至少", en = "danger at least" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", zh = "到（不含）", en = "to, not included" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.incident_id = { zh = "接警单编号", en = "incident", label = "Incident" }
// columns.reported_at = { zh = "报警时间", en = "reported" }
// columns.danger = { zh = "危险等级", en = "danger" }
// columns.reasons = { zh = "危险词", en = "danger words" }
// columns.address = { zh = "警情地址", en = "address" }
// columns.content = { zh = "报警内容", en = "content" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }

MATCH (i:Incident)
WHERE i.danger >= $danger AND ($since IS NULL OR i.reported_at >= $since) AND ($until IS NULL OR i.reported_at < $until)
RETURN
  i.id AS incident_id,
  i.reported_at AS reported_at,
  i.danger AS danger,
  i.danger_words AS reasons,
  i.address AS address,
  i.content AS content,
  head(COLLECT { MATCH (i)-[:ABOUT]->(d:Dispute) RETURN d.id ORDER BY d.id LIMIT 1 }) AS dispute_id
ORDER BY danger DESC, reported_at DESC, incident_id
LIMIT $limit
