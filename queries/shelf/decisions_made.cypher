// name = "decisions_made"
// title = { zh = "人工认定", en = "Decisions of people" }
// explanation.zh = "对矛盾纠纷的人工认定，最新的在前；各单位只看到涉及本单位警情的。"
// explanation.en = "What people decided about disputes, latest first; a unit sees those about calls that it handled."
// roles = ["investigator", "analyst", "supervisor"]
// shape = "table"
// count = { of = "decision_id", zh = "项认定", en = "decisions" }
// parameters.decision = { type = "text", zh = "只看这一项", en = "only this one" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 1001, zh = "最多几行", en = "at most so many rows" }
// columns.decision_id = { zh = "编号", en = "number" }
// columns.what = { zh = "事项", en = "what" }
// columns.at = { zh = "时间", en = "time" }
// columns.by = { zh = "经办人", en = "by" }
// columns.reason = { zh = "说明", en = "reason" }
// columns.calls = { zh = "警情数", en = "calls" }
// columns.now_dispute_id = { zh = "现属矛盾", en = "disputes now" }
// columns.undone_at = { zh = "撤销时间", en = "undone" }
// columns.undone_by = { zh = "撤销人", en = "undone by" }

MATCH (made:Decision)
WHERE
  $agency IS NULL AND
  coalesce(made.about, 'dispute') = 'dispute' AND
  ($decision IS NULL OR made.id = $decision) AND
  ($units IS NULL OR EXISTS {
    MATCH (made)-[:JOINS|PARTS]->(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  } OR EXISTS {
    MATCH (made)-[:JOINS|PARTS]->(:Incident)-[:ABOUT]->(d:Dispute)
    WHERE d.unit IN $units
  })
WITH made
ORDER BY made.at DESC, made.id
LIMIT $limit
RETURN
  made.id AS decision_id,
  made.action AS what,
  made.at AS at,
  made.by AS by,
  made.reason AS reason,
  COUNT { MATCH (made)-[:JOINS|PARTS]->(i:Incident) RETURN DISTINCT i } AS calls,
  COLLECT { MATCH (made)-[:JOINS|PARTS]->(:Incident)-[:ABOUT]->(d:Dispute) RETURN DISTINCT d.id ORDER BY d.id LIMIT 5 } AS now_dispute_id,
  made.undone_at AS undone_at,
  made.undone_by AS undone_by
ORDER BY at DESC, decision_id
