// name = "diversions_late"
// title = { zh = "分流超时未介入", en = "Diversions taken up late" }
// explanation.zh = "分流后超过 12 小时部门才介入，或至今未介入。所需属性：Diversion.sent_at，Diversion.intervened_at，Diversion.returned_at。"
// explanation.en = "Diversions that the agency took up after more than 12 hours, or not yet. Expects Diversion.sent_at, intervened_at and returned_at."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["diversion"]
// shape = "table"
// count = { of = "diversion_id", zh = "项分流", en = "diversions" }
// parameters.hours = { type = "integer", default = 12, minimum = 1, maximum = 3660, zh = "几小时内应介入", en = "must intervene within hours" }
// parameters.now = { type = "datetime", zh = "以何时为准（不填为现在）", en = "as of (now when empty)" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.diversion_id = { zh = "分流编号", en = "diversion", label = "Diversion" }
// columns.agency = { zh = "部门", en = "agency" }
// columns.incident_id = { zh = "接警单编号", en = "incident", label = "Incident" }
// columns.sent_at = { zh = "分流时间", en = "diverted" }
// columns.intervened_at = { zh = "介入时间", en = "taken up" }
// columns.late_hours = { zh = "超时小时", en = "hours late" }

MATCH (i:Incident)<-[:OF]-(v:Diversion)-[:SENT_TO]->(a:Agency)
WITH i, v, a, coalesce(v.intervened_at, v.returned_at, $now, datetime()) AS until
WHERE until > v.sent_at + duration({hours: $hours})
RETURN
  v.id AS diversion_id,
  a.key AS agency,
  i.id AS incident_id,
  v.sent_at AS sent_at,
  v.intervened_at AS intervened_at,
  duration.inSeconds(v.sent_at, until).seconds / 3600 - $hours AS late_hours
ORDER BY late_hours DESC, diversion_id
LIMIT $limit
