// name = "calls_by_day"
// title = { zh = "近日警情数", en = "Calls day by day" }
// explanation.zh = "截至最近一条警情的若干天内，每天的警情数，其中属于某一矛盾的，以及含危险词的。"
// explanation.en = "Calls of each of the days up to the latest call, how many of them belong to a dispute, and how many have danger words."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "administrator"]
// tags = ["time", "overview"]
// shape = "chart"
// count = { of = "day", zh = "天", en = "days" }
// parameters.days = { type = "integer", default = 14, minimum = 1, maximum = 366, zh = "几天", en = "days" }
// parameters.zone = { type = "text", default = "Asia/Shanghai", zh = "时区", en = "time zone" }
// parameters.units = { type = "texts", zh = "只看这些单位处警的", en = "only what these units handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// columns.day = { zh = "日期", en = "day" }
// columns.calls = { zh = "警情", en = "calls" }
// columns.of_disputes = { zh = "属于矛盾的", en = "of disputes" }
// columns.dangerous = { zh = "含危险词的", en = "with danger words" }

MATCH (latest:Incident)
WHERE latest.reported_at IS NOT NULL
WITH latest.reported_at AS until
ORDER BY until DESC
LIMIT 1
WITH date(datetime({datetime: until, timezone: $zone})) AS last_day
UNWIND range(0, $days - 1) AS back
WITH last_day - duration({days: $days - 1 - back}) AS day
WITH day, datetime({date: day, timezone: $zone}) AS since, datetime({date: day + duration({days: 1}), timezone: $zone}) AS until
OPTIONAL MATCH (i:Incident)
WHERE
  i.reported_at >= since AND
  i.reported_at < until AND
  ($units IS NULL OR EXISTS {
    MATCH (i)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS { (i)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency}) })
RETURN
  day,
  count(i) AS calls,
  count(CASE WHEN EXISTS { (i)-[:ABOUT]->(:Dispute) } THEN 1 END) AS of_disputes,
  count(CASE WHEN i.danger > 0 THEN 1 END) AS dangerous
ORDER BY day
