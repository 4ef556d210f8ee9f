// name = "dispute_incidents"
// title = { zh = "某矛盾的警情与理由", en = "Incidents of a dispute, with reasons" }
// explanation.zh = "该矛盾的每起警情、归入的理由与把握；并入他案的编号也能查到。"
// explanation.en = "Every incident of the dispute, why it was put there and how sure that is; a merged id still resolves."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["people"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// parameters.dispute = { type = "text", required = true, zh = "矛盾编号", en = "dispute" }
// columns.incident_id = { zh = "接警单编号", en = "incident", label = "Incident" }
// columns.reported_at = { zh = "报警时间", en = "reported" }
// columns.caller = { zh = "报警人", en = "caller" }
// columns.phone = { zh = "电话", en = "phone", label = "Phone" }
// columns.address = { zh = "警情地址", en = "address" }
// columns.content = { zh = "报警内容", en = "content" }
// columns.outcome = { zh = "处警情况", en = "outcome" }
// columns.danger = { zh = "危险等级", en = "danger" }
// columns.score = { zh = "把握", en = "score" }
// columns.reasons = { zh = "理由", en = "reasons" }
// columns.decided_by = { zh = "判定者", en = "decided by" }

MATCH (asked:Dispute {id: $dispute})
MATCH (d:Dispute {id: coalesce(asked.merged_into, asked.id)})<-[about:ABOUT]-(i:Incident)
RETURN
  i.id AS incident_id,
  i.reported_at AS reported_at,
  i.caller_name AS caller,
  i.phone AS phone,
  i.address AS address,
  i.content AS content,
  i.outcome AS outcome,
  i.danger AS danger,
  about.score AS score,
  about.reasons AS reasons,
  about.decided_by AS decided_by
ORDER BY reported_at, incident_id
