// name = "dispute_calls"
// title = { zh = "一起矛盾纠纷的警情", en = "Calls of one dispute" }
// explanation.zh = "该矛盾的警情按时间排列，附报警人、地点、处警单位与归并理由；合作部门只看到分流给它的警情。"
// explanation.en = "The dispute's calls in time order with caller, place, unit and why they were put there; a partner sees those diverted to it only."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "partner", "administrator"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// parameters.dispute = { type = "text", required = true, zh = "矛盾编号", en = "dispute" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.incidents = { type = "texts", zh = "只看这些接警单编号", en = "only these incidents" }
// parameters.skip = { type = "integer", default = 0, minimum = 0, zh = "跳过几行", en = "rows to skip" }
// parameters.limit = { type = "integer", default = 1000000000, minimum = 1, zh = "最多几行", en = "at most so many rows" }
// columns.incident_id = { zh = "接警单编号", en = "incident" }
// columns.reported_at = { zh = "报警时间", en = "reported" }
// columns.caller_key = { zh = "报警人标识", en = "caller key" }
// columns.caller = { zh = "报警人", en = "caller" }
// columns.phone = { zh = "电话", en = "phone" }
// columns.address = { zh = "警情地址", en = "address" }
// columns.content = { zh = "报警内容", en = "content" }
// columns.outcome = { zh = "处警情况", en = "outcome" }
// columns.unit = { zh = "处警单位", en = "unit" }
// columns.case_number = { zh = "案件编号", en = "case" }
// columns.danger = { zh = "危险等级", en = "danger" }
// columns.score = { zh = "把握", en = "score" }
// columns.reasons = { zh = "理由", en = "reasons" }
// columns.decided_by = { zh = "判定者", en = "decided by" }

MATCH (d:Dispute {id: $dispute})<-[about:ABOUT]-(i:Incident)
WHERE
  ($incidents IS NULL OR i.id IN $incidents) AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  } OR EXISTS {
    MATCH (d)<-[:ON]-(o:Directive)-[:SENT_TO]->(u:Unit)
    WHERE u.key IN $units AND o.status <> 'withdrawn'
  }) AND
  ($agency IS NULL OR EXISTS { (i)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency}) })
WITH i, about
ORDER BY i.reported_at, i.id
SKIP $skip
LIMIT $limit
OPTIONAL MATCH (i)<-[:REPORTED]-(c:Caller)
RETURN
  i.id AS incident_id,
  i.reported_at AS reported_at,
  c.key AS caller_key,
  coalesce(nullIf(c.name, ''), i.caller_name) AS caller,
  i.phone AS phone,
  i.address AS address,
  i.content AS content,
  i.outcome AS outcome,
  i.unit AS unit,
  i.case_number AS case_number,
  i.danger AS danger,
  about.score AS score,
  coalesce(about.reasons, []) AS reasons,
  about.decided_by AS decided_by
ORDER BY reported_at, incident_id
