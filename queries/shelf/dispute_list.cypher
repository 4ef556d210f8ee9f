// name = "dispute_list"
// title = { zh = "矛盾纠纷一览", en = "List of disputes" }
// explanation.zh = "一页矛盾纠纷，可查找、筛选、排序；每行附总数。已并入他案的不列。"
// explanation.en = "One page of disputes, searched, filtered and sorted; every row has the total. Those merged into another are left out."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "partner", "administrator"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.text = { type = "text", zh = "查找：编号、标题、地点、报警人、电话", en = "search: number, title, place, caller, phone" }
// parameters.kind = { type = "text", zh = "类型", en = "kind" }
// parameters.level = { type = "text", choices = ["low", "medium", "high", "critical"], zh = "风险等级", en = "risk level" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.sort = { type = "text", default = "risk", choices = ["risk", "incidents", "first", "last", "title"], zh = "排序", en = "sort by" }
// parameters.rising = { type = "boolean", default = false, zh = "从小到大", en = "rising" }
// parameters.skip = { type = "integer", default = 0, minimum = 0, zh = "跳过几行", en = "rows to skip" }
// parameters.limit = { type = "integer", default = 25, minimum = 1, maximum = 1000, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.kind = { zh = "类型", en = "kind" }
// columns.status = { zh = "状态", en = "status" }
// columns.risk = { zh = "风险", en = "risk" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.callers = { zh = "报警人数", en = "callers" }
// columns.first_at = { zh = "首次", en = "first" }
// columns.last_at = { zh = "末次", en = "last" }
// columns.unit = { zh = "责任单位", en = "unit" }
// columns.escalated = { zh = "已转化", en = "escalated" }
// columns.total = { zh = "总数", en = "total" }

// A unit sees a dispute that it answers for, or a call of which it handled.
MATCH (d:Dispute)
WHERE
  d.merged_into IS NULL AND
  ($kind IS NULL OR d.kind = $kind) AND
  ($level IS NULL OR d.level = $level) AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  }) AND
  ($text IS NULL OR toLower(d.title) CONTAINS toLower($text) OR d.place CONTAINS $text OR d.id = $text OR EXISTS {
    MATCH (d)<-[:ABOUT]-(i:Incident)
    WHERE
      (i.id = $text OR i.phone = $text OR i.caller_name = $text) AND
      ($agency IS NULL OR EXISTS { (i)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency}) })
  })
WITH d, COUNT { (d)<-[:ABOUT]-() } AS incidents
WITH d, incidents, CASE $sort
  WHEN 'incidents' THEN incidents
  WHEN 'first' THEN d.first_at
  WHEN 'last' THEN d.last_at
  WHEN 'title' THEN d.title
  ELSE toFloat(coalesce(d.risk, 0))
END AS key
ORDER BY CASE WHEN $rising THEN key END, CASE WHEN NOT $rising THEN key END DESC, incidents DESC, d.id
WITH collect({d: d, incidents: incidents}) AS found
UNWIND found[$skip..$skip + $limit] AS row
WITH row.d AS d, row.incidents AS incidents, size(found) AS total
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.kind AS kind,
  d.status AS status,
  toFloat(coalesce(d.risk, 0)) AS risk,
  d.level AS level,
  incidents,
  COUNT { MATCH (d)<-[:ABOUT]-()<-[:REPORTED]-(c:Caller) RETURN DISTINCT c } AS callers,
  d.first_at AS first_at,
  d.last_at AS last_at,
  d.unit AS unit,
  coalesce(d.escalated, false) AS escalated,
  total
