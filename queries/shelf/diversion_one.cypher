// name = "diversion_one"
// title = { zh = "一项分流", en = "One diversion" }
// explanation.zh = "一项分流：警情内容、去向、介入时限。"
// explanation.en = "One diversion: the call, to whom it went, by when it has to be taken up."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "partner", "administrator"]
// shape = "table"
// count = { of = "diversion_id", zh = "项分流", en = "diversions" }
// parameters.diversion = { type = "text", required = true, zh = "分流编号", en = "diversion" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// columns.diversion_id = { zh = "分流编号", en = "diversion", label = "Diversion" }
// columns.agency = { zh = "承接部门", en = "agency" }
// columns.matter = { zh = "分流事项", en = "what is handed over" }
// columns.sent_at = { zh = "分流时间", en = "sent" }
// columns.due_at = { zh = "介入时限", en = "to be taken up by" }
// columns.incident_id = { zh = "接警单编号", en = "incident", label = "Incident" }
// columns.reported_at = { zh = "报警时间", en = "reported" }
// columns.address = { zh = "地址", en = "address" }
// columns.content = { zh = "报警内容", en = "content" }

MATCH (v:Diversion {id: $diversion})-[:OF]->(i:Incident)
OPTIONAL MATCH (i)-[:ABOUT]->(d:Dispute)
OPTIONAL MATCH (v)-[:SENT_TO]->(a:Agency)
WITH v, i, d, a
WHERE
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (i)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR a.key = $agency)
RETURN
  v.id AS diversion_id,
  a.key AS agency,
  v.matter AS matter,
  v.sent_at AS sent_at,
  v.due_at AS due_at,
  i.id AS incident_id,
  i.reported_at AS reported_at,
  i.address AS address,
  i.content AS content
LIMIT 1
