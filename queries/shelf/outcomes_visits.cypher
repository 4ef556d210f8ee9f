// name = "outcomes_visits"
// title = { zh = "回访结果", en = "Outcomes of visits" }
// explanation.zh = "某段时间内的回访，按矛盾类型或责任单位：有评价的、满意的、协议已履行的数量。"
// explanation.en = "Follow-up visits made in a period, by kind of dispute or unit: how many were answered, satisfied, and found the agreement kept."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// shape = "table"
// count = { of = "shared", zh = "组", en = "groups" }
// parameters.by = { type = "text", required = true, choices = ["about", "unit"], zh = "按什么分组", en = "grouped by" }
// parameters.since = { type = "datetime", required = true, zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", required = true, zh = "到（不含）", en = "to, not included" }
// parameters.units = { type = "texts", zh = "只看这些单位负责、处警或承办的", en = "only what these units answer for, handled or have to act on" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// columns.shared = { zh = "分组", en = "group" }
// columns.made = { zh = "已回访", en = "made" }
// columns.answered = { zh = "有评价", en = "answered" }
// columns.satisfied = { zh = "满意", en = "satisfied" }
// columns.kept = { zh = "协议已履行", en = "agreement kept" }

MATCH (w:Visit)-[:ON]->(d:Dispute)
WHERE
  w.made_at >= $since AND w.made_at < $until AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
WITH w, d ORDER BY d.id
WITH w, head(collect(d)) AS d
WITH w, CASE $by WHEN 'unit' THEN d.unit ELSE d.kind END AS shared
RETURN
  coalesce(shared, '') AS shared,
  count(w) AS made,
  count(w.satisfied) AS answered,
  count(CASE WHEN w.satisfied THEN 1 END) AS satisfied,
  count(CASE WHEN w.performed THEN 1 END) AS kept
ORDER BY made DESC, shared
