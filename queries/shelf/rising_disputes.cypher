// name = "rising_disputes"
// title = { zh = "近来升温的矛盾", en = "Disputes heating up" }
// explanation.zh = "最近若干天的警情多于此前同样长的时间的矛盾。以最近一条警情的时间为准。"
// explanation.en = "Disputes with more calls in the last days than in as many days before, counted back from the latest call."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["repeats", "danger"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.days = { type = "integer", default = 30, minimum = 1, maximum = 3660, zh = "几天", en = "days" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.lately = { zh = "近期警情", en = "calls lately" }
// columns.before = { zh = "此前警情", en = "calls before" }
// columns.last_at = { zh = "末次", en = "last" }
// columns.unit = { zh = "责任单位", en = "unit" }

MATCH (latest:Incident)
WHERE latest.reported_at IS NOT NULL
WITH latest.reported_at AS now
ORDER BY now DESC
LIMIT 1
WITH now - duration({days: $days}) AS since, now - duration({days: 2 * $days}) AS earlier
MATCH (d:Dispute)
WHERE
  d.last_at > since AND
  d.merged_into IS NULL AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
MATCH (d)<-[:ABOUT]-(i:Incident)
WHERE i.reported_at > earlier
WITH d, count(CASE WHEN i.reported_at > since THEN 1 END) AS lately, count(CASE WHEN i.reported_at <= since THEN 1 END) AS before
WHERE lately > before
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.level AS level,
  lately,
  before,
  d.last_at AS last_at,
  d.unit AS unit
ORDER BY lately - before DESC, lately DESC, dispute_id
LIMIT $limit
