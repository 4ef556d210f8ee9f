// name = "night_calls"
// title = { zh = "夜间多发的矛盾", en = "Disputes of the night" }
// explanation.zh = "夜间（默认 22 时到次日 6 时）报警多的矛盾，及夜间占比。时间按当地时区。"
// explanation.en = "Disputes with many calls at night (22 to 6 by default), and what share of their calls that is. Hours are local."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["time"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.from_hour = { type = "integer", default = 22, minimum = 0, maximum = 23, zh = "从几点", en = "from hour" }
// parameters.to_hour = { type = "integer", default = 6, minimum = 0, maximum = 23, zh = "到几点", en = "to hour" }
// parameters.least = { type = "integer", default = 2, minimum = 1, maximum = 100000, zh = "至少几起夜间警情", en = "at least so many calls at night" }
// parameters.zone = { type = "text", default = "Asia/Shanghai", zh = "时区", en = "time zone" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.at_night = { zh = "夜间警情", en = "calls at night" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.percent = { zh = "夜间占比（%）", en = "at night, %" }
// columns.last_at = { zh = "末次", en = "last" }
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
WITH d, datetime({datetime: i.reported_at, timezone: $zone}).hour AS hour, i
WITH
  d,
  count(i) AS incidents,
  count(CASE
    WHEN $from_hour <= $to_hour AND hour >= $from_hour AND hour < $to_hour THEN 1
    WHEN $from_hour > $to_hour AND (hour >= $from_hour OR hour < $to_hour) THEN 1
  END) AS at_night
WHERE at_night >= $least
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.level AS level,
  at_night,
  incidents,
  100 * at_night / incidents AS percent,
  d.last_at AS last_at,
  d.unit AS unit
ORDER BY at_night DESC, percent DESC, dispute_id
LIMIT $limit
