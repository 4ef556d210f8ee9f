// name = "returned_twice"
// title = { zh = "两次退回的分流", en = "Diversions returned twice" }
// explanation.zh = "被部门退回两次以上的分流警情。所需属性：Diversion.sent_at，Diversion.returned_at。"
// explanation.en = "Incidents whose diversion came back twice or more. Expects Diversion.sent_at and Diversion.returned_at."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["diversion"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// parameters.least = { type = "integer", default = 2, minimum = 1, maximum = 100, zh = "至少退回几次", en = "returned at least so often" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.incident_id = { zh = "接警单编号", en = "incident", label = "Incident" }
// columns.reported_at = { zh = "报警时间", en = "reported" }
// columns.returned = { zh = "退回次数", en = "returned" }
// columns.agencies = { zh = "退回部门", en = "by", label = "Agency" }
// columns.last_returned_at = { zh = "末次退回", en = "last returned" }
// columns.content = { zh = "报警内容", en = "content" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }

MATCH (i:Incident)<-[:OF]-(v:Diversion)
WHERE v.returned_at IS NOT NULL
OPTIONAL MATCH (v)-[:SENT_TO]->(a:Agency)
WITH i, count(DISTINCT v) AS returned, collect(DISTINCT a.key) AS agencies, max(v.returned_at) AS last_returned_at
WHERE returned >= $least
RETURN
  i.id AS incident_id,
  i.reported_at AS reported_at,
  returned,
  agencies,
  last_returned_at,
  i.content AS content,
  head(COLLECT { MATCH (i)-[:ABOUT]->(d:Dispute) RETURN d.id ORDER BY d.id LIMIT 1 }) AS dispute_id
ORDER BY returned DESC, last_returned_at DESC, incident_id
LIMIT $limit
