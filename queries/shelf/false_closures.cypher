// name = "false_closures"
// title = { zh = "假闭环", en = "False closures" }
// explanation.zh = "办结后七天（7×24 小时，含）内同一矛盾又有警情。所需属性：Dispute.closed_at（最近一次办结）。"
// explanation.en = "A new call about the same dispute within seven days (7 x 24 hours, included) of its closing. Expects Dispute.closed_at, the latest closing."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["casework"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.days = { type = "integer", default = 7, minimum = 1, maximum = 3660, zh = "办结后多少天内", en = "within so many days of closing" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.closed_at = { zh = "办结时间", en = "closed" }
// columns.next_at = { zh = "又报警", en = "next call" }
// columns.hours = { zh = "相隔小时", en = "hours between" }
// columns.calls_after = { zh = "期内警情", en = "calls in that time" }
// columns.unit = { zh = "责任单位", en = "unit" }

MATCH (d:Dispute)
WHERE
  d.closed_at IS NOT NULL AND
  ($since IS NULL OR d.closed_at >= $since) AND
  d.merged_into IS NULL AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
MATCH (d)<-[:ABOUT]-(i:Incident)
WHERE i.reported_at > d.closed_at AND i.reported_at <= d.closed_at + duration({hours: 24 * $days})
WITH d, min(i.reported_at) AS next_at, count(i) AS calls_after
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.level AS level,
  d.closed_at AS closed_at,
  next_at,
  duration.inSeconds(d.closed_at, next_at).seconds / 3600 AS hours,
  calls_after,
  d.unit AS unit
ORDER BY closed_at DESC, dispute_id
LIMIT $limit
