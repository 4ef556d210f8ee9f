// name = "outcomes_disputes"
// title = { zh = "办结结果", en = "What became of closings" }
// explanation.zh = "某段时间内的办结，按矛盾类型或责任单位：此后重新打开的，七天（7×24 小时，含）内又有警情的（假闭环）。一起矛盾办结两次算两次。"
// explanation.en = "Closings in a period, by kind of dispute or unit: those opened again afterwards, and those with a new call within seven days (7 x 24 hours, included). A dispute closed twice counts twice."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// shape = "table"
// count = { of = "shared", zh = "组", en = "groups" }
// parameters.by = { type = "text", required = true, choices = ["about", "unit"], zh = "按什么分组", en = "grouped by" }
// parameters.since = { type = "datetime", required = true, zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", required = true, zh = "到（不含）", en = "to, not included" }
// parameters.units = { type = "texts", zh = "只看这些单位负责、处警或承办的", en = "only what these units answer for, handled or have to act on" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// columns.shared = { zh = "分组", en = "group" }
// columns.closed = { zh = "办结", en = "closed" }
// columns.reopened = { zh = "重新打开", en = "reopened" }
// columns.false_closures = { zh = "假闭环", en = "false closures" }

MATCH (m:Move)-[:MOVED]->(d:Dispute)
WHERE
  m.at >= $since AND m.at < $until AND
  m.name = 'close' AND m.undone_at IS NULL AND d.merged_into IS NULL AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
WITH
  d, m,
  CASE $by WHEN 'unit' THEN d.unit ELSE d.kind END AS shared,
  EXISTS {
    MATCH (d)<-[:MOVED]-(later:Move {name: 'reopen'})
    WHERE later.number > m.number AND later.undone_at IS NULL
  } AS reopened,
  EXISTS {
    MATCH (d)<-[:ABOUT]-(i:Incident)
    WHERE i.reported_at > m.at AND i.reported_at <= m.at + duration({hours: 24 * 7})
  } AS called_again
RETURN
  coalesce(shared, '') AS shared,
  count(m) AS closed,
  count(CASE WHEN reopened THEN 1 END) AS reopened,
  count(CASE WHEN called_again THEN 1 END) AS false_closures
ORDER BY closed DESC, shared
