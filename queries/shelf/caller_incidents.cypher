// name = "caller_incidents"
// title = { zh = "某人的报警", en = "Calls of a caller" }
// explanation.zh = "按报警人标识、姓名或电话列出全部报警，最近的在前。"
// explanation.en = "All calls of the caller with this key, name or phone, latest first."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "administrator"]
// tags = ["people"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// parameters.who = { type = "text", required = true, zh = "姓名、电话或标识", en = "name, phone or key" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", zh = "到（不含）", en = "to, not included" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.incident_id = { zh = "接警单编号", en = "incident", label = "Incident" }
// columns.reported_at = { zh = "报警时间", en = "reported" }
// columns.caller = { zh = "报警人", en = "caller" }
// columns.phone = { zh = "电话", en = "phone", label = "Phone" }
// columns.address = { zh = "警情地址", en = "address" }
// columns.category = { zh = "警情类别", en = "category" }
// columns.content = { zh = "报警内容", en = "content" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }

CALL () {
  MATCH (:Phone {number: $who})-[:REPORTED]->(i:Incident)
  RETURN i
  UNION
  MATCH (:Caller {key: $who})-[:REPORTED]->(i:Incident)
  RETURN i
  UNION
  MATCH (:Caller {name: $who})-[:REPORTED]->(i:Incident)
  RETURN i
}
WITH i
WHERE ($since IS NULL OR i.reported_at >= $since) AND ($until IS NULL OR i.reported_at < $until)
RETURN
  i.id AS incident_id,
  i.reported_at AS reported_at,
  i.caller_name AS caller,
  i.phone AS phone,
  i.address AS address,
  i.category AS category,
  i.content AS content,
  head(COLLECT { MATCH (i)-[:ABOUT]->(d:Dispute) RETURN d.id ORDER BY d.id LIMIT 1 }) AS dispute_id
ORDER BY reported_at DESC, incident_id
LIMIT $limit
