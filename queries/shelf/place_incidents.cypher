// name = "place_incidents"
// title = { zh = "某地点的警情", en = "Incidents at a place" }
// explanation.zh = "名称相符的地点及其下级地点的警情，最近的在前。"
// explanation.en = "Incidents at the locations of this name and within them, latest first."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "administrator"]
// tags = ["places"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// parameters.place = { type = "text", required = true, zh = "地点名称", en = "name of the place" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", zh = "到（不含）", en = "to, not included" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.incident_id = { zh = "接警单编号", en = "incident", label = "Incident" }
// columns.reported_at = { zh = "报警时间", en = "reported" }
// columns.place = { zh = "地点", en = "place" }
// columns.address = { zh = "警情地址", en = "address" }
// columns.category = { zh = "警情类别", en = "category" }
// columns.content = { zh = "报警内容", en = "content" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }

MATCH (place:Location)
WHERE place.name = $place OR place.key = $place
MATCH (place)<-[:WITHIN*0..]-(exact:Location)<-[:AT]-(i:Incident)
WHERE ($since IS NULL OR i.reported_at >= $since) AND ($until IS NULL OR i.reported_at < $until)
WITH i, min(exact.name) AS exact
RETURN
  i.id AS incident_id,
  i.reported_at AS reported_at,
  exact AS place,
  i.address AS address,
  i.category AS category,
  i.content AS content,
  head(COLLECT { MATCH (i)-[:ABOUT]->(d:Dispute) RETURN d.id ORDER BY d.id LIMIT 1 }) AS dispute_id
ORDER BY reported_at DESC, incident_id
LIMIT $limit
