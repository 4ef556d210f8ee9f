// name = "review_calls"
// title = { zh = "待复核的警情", en = "Calls to review" }
// explanation.zh = "这些警情的内容、所属矛盾及其规模；各单位只看到本单位处警或负责的。"
// explanation.en = "What these calls say, their dispute and its size; a unit sees those that it handled or answers for."
// roles = ["investigator", "analyst", "supervisor"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// parameters.incidents = { type = "texts", required = true, zh = "接警单编号", en = "incidents" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// columns.incident_id = { zh = "接警单编号", en = "incident" }
// columns.reported_at = { zh = "报警时间", en = "reported" }
// columns.caller = { zh = "报警人", en = "caller" }
// columns.phone = { zh = "电话", en = "phone" }
// columns.address = { zh = "警情地址", en = "address" }
// columns.category = { zh = "警情类别", en = "category" }
// columns.content = { zh = "报警内容", en = "content" }
// columns.outcome = { zh = "处警情况", en = "outcome" }
// columns.unit = { zh = "处警单位", en = "unit" }
// columns.danger = { zh = "危险等级", en = "danger" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute" }
// columns.title = { zh = "名称", en = "title" }
// columns.incidents = { zh = "警情数", en = "incidents" }

UNWIND $incidents AS id
MATCH (i:Incident {id: id})
OPTIONAL MATCH (i)-[:ABOUT]->(d:Dispute)
WITH i, d
WHERE
  $agency IS NULL AND (
    $units IS NULL OR
    EXISTS {
      MATCH (i)-[:HANDLED_BY]->(u:Unit)
      WHERE u.key IN $units
    } OR
    d.unit IN $units OR
    EXISTS {
      MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
      WHERE u.key IN $units
    }
  )
OPTIONAL MATCH (i)<-[:REPORTED]-(c:Caller)
RETURN
  i.id AS incident_id,
  i.reported_at AS reported_at,
  coalesce(nullIf(c.name, ''), i.caller_name) AS caller,
  i.phone AS phone,
  i.address AS address,
  i.category AS category,
  i.content AS content,
  i.outcome AS outcome,
  i.unit AS unit,
  i.danger AS danger,
  d.id AS dispute_id,
  d.title AS title,
  d.incidents AS incidents
ORDER BY reported_at, incident_id
