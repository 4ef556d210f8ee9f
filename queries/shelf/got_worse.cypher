// name = "got_worse"
// title = { zh = "近来加剧的矛盾", en = "Disputes that got worse" }
// explanation.zh = "给定时段（不填为最近一条警情前 24 小时）内又有警情的矛盾纠纷，附此前的情况：警情数、最高危险等级、是否已有案件。危险上升的、新成重复的、风险高的在前。"
// explanation.en = "Disputes with calls in the given time (the 24 hours up to the latest call when none is given), and how they stood before it: calls, gravest danger, whether a case was open. Those whose danger rose come first, then those that became a repeat, then by risk."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "administrator"]
// tags = ["danger"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.since = { type = "datetime", zh = "自", en = "from" }
// parameters.until = { type = "datetime", zh = "至", en = "to" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 10, minimum = 1, maximum = 200, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.kind = { zh = "类型", en = "kind" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.risk = { zh = "风险", en = "risk" }
// columns.unit = { zh = "责任单位", en = "unit" }
// columns.last_at = { zh = "末次", en = "last" }
// columns.calls = { zh = "期内警情", en = "calls in the time" }
// columns.calls_before = { zh = "此前警情", en = "calls before" }
// columns.danger = { zh = "期内最高危险", en = "gravest danger in the time" }
// columns.danger_before = { zh = "此前最高危险", en = "gravest danger before" }
// columns.case_opened = { zh = "期内立案", en = "case opened in the time" }
// columns.total = { zh = "共几起", en = "disputes in all" }

MATCH (latest:Incident)
WHERE latest.reported_at IS NOT NULL
WITH latest.reported_at AS at
ORDER BY at DESC
LIMIT 1
WITH coalesce($until, at) AS until
WITH until, coalesce($since, until - duration({days: 1})) AS since
MATCH (i:Incident)
WHERE i.reported_at > since AND i.reported_at <= until
MATCH (i)-[:ABOUT]->(d:Dispute)
WITH since, d, count(i) AS calls, max(coalesce(i.danger, 0)) AS danger, max(coalesce(i.case_number, '')) <> '' AS case_now
WHERE
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
CALL (d, since) {
  OPTIONAL MATCH (d)<-[:ABOUT]-(e:Incident)
  WHERE e.reported_at <= since
  RETURN
    count(e) AS calls_before,
    max(coalesce(e.danger, 0)) AS danger_before,
    coalesce(max(coalesce(e.case_number, '')), '') <> '' AS case_before
}
WITH
  d, calls, danger, calls_before, coalesce(danger_before, 0) AS danger_before,
  case_now AND NOT case_before AS case_opened
ORDER BY
  case_opened DESC, danger > danger_before DESC, calls_before = 1 DESC, toFloat(coalesce(d.risk, 0)) DESC, d.id
WITH collect({
  d: d, calls: calls, danger: danger, before: calls_before, danger_before: danger_before, case: case_opened
}) AS found
UNWIND found[..$limit] AS row
RETURN
  row.d.id AS dispute_id,
  row.d.title AS title,
  row.d.kind AS kind,
  row.d.level AS level,
  toFloat(coalesce(row.d.risk, 0)) AS risk,
  row.d.unit AS unit,
  row.d.last_at AS last_at,
  row.calls AS calls,
  row.before AS calls_before,
  row.danger AS danger,
  row.danger_before AS danger_before,
  row.case AS case_opened,
  size(found) AS total
