// name = "became_case"
// title = { zh = "民转刑", en = "Disputes that became a case" }
// explanation.zh = "先有不涉案的警情、后来立了案的矛盾，及从首次报警到立案的天数。"
// explanation.en = "Disputes first called about without a case, then with one, and how many days that took."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["danger"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.kind = { zh = "类型", en = "kind" }
// columns.first_at = { zh = "首次", en = "first" }
// columns.case_at = { zh = "涉案警情", en = "call of the case" }
// columns.days = { zh = "相隔天数", en = "days between" }
// columns.calls_before = { zh = "此前警情", en = "calls before" }
// columns.unit = { zh = "责任单位", en = "unit" }

MATCH (d:Dispute)
WHERE
  d.merged_into IS NULL AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
MATCH (d)<-[:ABOUT]-(i:Incident)
WHERE i.case_number <> ''
WITH d, min(i.reported_at) AS case_at
MATCH (d)<-[:ABOUT]-(e:Incident)
WHERE e.reported_at < case_at
WITH d, case_at, min(e.reported_at) AS first_at, count(e) AS calls_before
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.kind AS kind,
  first_at,
  case_at,
  duration.inDays(first_at, case_at).days AS days,
  calls_before,
  d.unit AS unit
ORDER BY case_at DESC, dispute_id
LIMIT $limit
