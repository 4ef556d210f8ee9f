// name = "danger_grew"
// title = { zh = "危险上升的矛盾", en = "Disputes whose danger grew" }
// explanation.zh = "后来的警情比第一起警情更危险的矛盾：首次危险等级、最高危险等级，以及达到最高的时间。"
// explanation.en = "Disputes with a later call graver than the first: danger of the first call, the gravest, and when that was."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["danger"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.rise = { type = "integer", default = 1, minimum = 1, maximum = 5, zh = "至少上升几级", en = "rise of at least" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.danger_first = { zh = "首次危险", en = "danger at first" }
// columns.danger_now = { zh = "最高危险", en = "gravest danger" }
// columns.grew_at = { zh = "何时最高", en = "gravest at" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.unit = { zh = "责任单位", en = "unit" }

// $since looks at the gravest call.
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
WITH d, i
ORDER BY i.reported_at, i.id
WITH d, collect(i) AS calls
WITH d, size(calls) AS incidents, coalesce(calls[0].danger, 0) AS danger_first, calls[1..] AS later
UNWIND later AS one
WITH d, incidents, danger_first, one
ORDER BY coalesce(one.danger, 0) DESC, one.reported_at
WITH d, incidents, danger_first, head(collect(one)) AS gravest
WHERE coalesce(gravest.danger, 0) - danger_first >= $rise AND ($since IS NULL OR gravest.reported_at >= $since)
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.level AS level,
  danger_first,
  gravest.danger AS danger_now,
  gravest.reported_at AS grew_at,
  incidents,
  d.unit AS unit
ORDER BY danger_now - danger_first DESC, grew_at DESC, dispute_id
LIMIT $limit
