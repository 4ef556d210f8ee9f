// name = "incident_one"
// title = { zh = "一起警情", en = "One call" }
// explanation.zh = "一起警情的概况，所属矛盾纠纷及已有的分流。"
// explanation.en = "What is known of one call, the dispute that it is about, and to whom it was diverted."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "administrator"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// parameters.incident = { type = "text", required = true, zh = "接警单编号", en = "incident" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// columns.incident_id = { zh = "接警单编号", en = "incident", label = "Incident" }
// columns.reported_at = { zh = "报警时间", en = "reported" }
// columns.address = { zh = "地址", en = "address" }
// columns.content = { zh = "报警内容", en = "content" }
// columns.outcome = { zh = "处警情况", en = "outcome" }
// columns.unit = { zh = "处警单位", en = "unit" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.kind = { zh = "类型", en = "kind" }
// columns.diversions = { zh = "已有分流", en = "diversions" }

MATCH (i:Incident {id: $incident})
OPTIONAL MATCH (i)-[:ABOUT]->(d:Dispute)
WITH i, d
WHERE
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (i)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  } OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS { (i)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency}) })
RETURN
  i.id AS incident_id,
  i.reported_at AS reported_at,
  i.address AS address,
  i.content AS content,
  i.outcome AS outcome,
  head([(i)-[:HANDLED_BY]->(u:Unit) | u.name]) AS unit,
  d.id AS dispute_id,
  d.title AS title,
  d.kind AS kind,
  [(i)<-[:OF]-(v:Diversion) | v.id] AS diversions
LIMIT 1
