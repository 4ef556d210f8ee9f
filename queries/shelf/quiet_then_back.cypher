// name = "quiet_then_back"
// title = { zh = "沉寂后复发", en = "Quiet, then back" }
// explanation.zh = "中间沉寂多日（默认 90 天）后又报警的矛盾。"
// explanation.en = "Disputes that were quiet for many days (90 by default) and came back."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["repeats", "time"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.days = { type = "integer", default = 90, minimum = 1, maximum = 3660, zh = "至少沉寂几天", en = "quiet for at least so many days" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.quiet_from = { zh = "沉寂自", en = "quiet from" }
// columns.back_at = { zh = "复发", en = "back" }
// columns.quiet_days = { zh = "沉寂天数", en = "days quiet" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.unit = { zh = "责任单位", en = "unit" }

// $since looks at the call after the silence; of several silences the latest.
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
WITH d, collect(i.reported_at) AS times
UNWIND range(1, size(times) - 1) AS n
WITH d, size(times) AS incidents, times[n - 1] AS quiet_from, times[n] AS back_at
WHERE back_at >= quiet_from + duration({days: $days}) AND ($since IS NULL OR back_at >= $since)
WITH d, incidents, quiet_from, back_at
ORDER BY back_at DESC
WITH d, incidents, head(collect({from: quiet_from, back: back_at})) AS latest
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.level AS level,
  latest.from AS quiet_from,
  latest.back AS back_at,
  duration.inDays(latest.from, latest.back).days AS quiet_days,
  incidents,
  d.unit AS unit
ORDER BY back_at DESC, dispute_id
LIMIT $limit
