// name = "outcomes_mediations"
// title = { zh = "调解结果", en = "Outcomes of mediations" }
// explanation.zh = "某段时间内进行的调解，按矛盾类型、责任单位或调解人：达成、未达成、拒绝，以及协议履行与违约的数量。"
// explanation.en = "Mediations held in a period, by kind of dispute, unit or mediator: agreed, not agreed, refused, and agreements performed and broken."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// shape = "table"
// count = { of = "shared", zh = "组", en = "groups" }
// parameters.by = { type = "text", required = true, choices = ["about", "unit", "mediator"], zh = "按什么分组", en = "grouped by" }
// parameters.since = { type = "datetime", required = true, zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", required = true, zh = "到（不含）", en = "to, not included" }
// parameters.units = { type = "texts", zh = "只看这些单位负责、处警或承办的", en = "only what these units answer for, handled or have to act on" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// columns.shared = { zh = "分组", en = "group" }
// columns.held = { zh = "已进行", en = "held" }
// columns.agreed = { zh = "达成协议", en = "agreed" }
// columns.not_agreed = { zh = "未达成协议", en = "not agreed" }
// columns.refused = { zh = "当事人拒绝", en = "refused" }
// columns.performed = { zh = "协议已履行", en = "performed" }
// columns.broken = { zh = "违约", en = "broken" }

MATCH (w:Mediation)-[:ON]->(d:Dispute)
WHERE
  w.held_at >= $since AND w.held_at < $until AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
WITH w, d ORDER BY d.id
WITH w, head(collect(d)) AS d
WITH w, CASE $by WHEN 'unit' THEN d.unit WHEN 'mediator' THEN w.mediator ELSE d.kind END AS shared
RETURN
  coalesce(shared, '') AS shared,
  count(w) AS held,
  count(CASE WHEN w.result = 'agreement' THEN 1 END) AS agreed,
  count(CASE WHEN w.result = 'none' THEN 1 END) AS not_agreed,
  count(CASE WHEN w.result = 'refused' THEN 1 END) AS refused,
  count(CASE WHEN w.result = 'agreement' AND w.status = 'performed' THEN 1 END) AS performed,
  count(CASE WHEN w.result = 'agreement' AND w.status = 'broken' THEN 1 END) AS broken
ORDER BY held DESC, shared
