// name = "rectification"
// title = { zh = "整改清单", en = "Rectification list" }
// explanation.zh = "高、极高风险或已下达研判指令的矛盾纠纷，或指定的矛盾纠纷，附最近一次指令、调解、回访；风险高的在前。"
// explanation.en = "Disputes of high or critical risk, or about which a directive was issued, or just those named, with their latest directive, mediation and visit; the gravest first."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.disputes = { type = "texts", zh = "只列这些矛盾，不论风险", en = "just these disputes, whatever their risk" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.kind = { zh = "类型", en = "kind" }
// columns.risk_reasons = { zh = "风险理由", en = "risk reasons" }
// columns.directive = { zh = "研判指令", en = "directive" }
// columns.unit = { zh = "责任单位", en = "unit" }
// columns.deadline = { zh = "期限", en = "deadline" }
// columns.status = { zh = "状态", en = "status" }
// columns.mediation = { zh = "调解结果", en = "result of the mediation" }
// columns.satisfied = { zh = "回访满意", en = "satisfied at the visit" }

CALL () {
  WITH $disputes AS asked
  WHERE asked IS NULL
  MATCH (d:Dispute)
  WHERE d.level IN ['critical', 'high'] OR EXISTS { (d)<-[:ON]-(:Directive) }
  RETURN d
  UNION ALL
  UNWIND $disputes AS id
  MATCH (d:Dispute {id: id})
  RETURN d
}
WITH d
WHERE
  d.merged_into IS NULL AND $agency IS NULL AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  })
CALL (d) {
  OPTIONAL MATCH (o:Directive)-[:ON]->(d)
  RETURN o
  ORDER BY o.issued_at DESC
  LIMIT 1
}
CALL (d) {
  OPTIONAL MATCH (m:Mediation)-[:ON]->(d)
  RETURN m
  ORDER BY m.held_at IS NULL, m.held_at DESC
  LIMIT 1
}
CALL (d) {
  OPTIONAL MATCH (v:Visit)-[:ON]->(d)
  RETURN v
  ORDER BY v.made_at IS NULL, v.made_at DESC
  LIMIT 1
}
RETURN
  d.id AS dispute_id,
  d.title AS title,
  coalesce(d.kind, '') AS kind,
  coalesce(d.risk_reasons, []) AS risk_reasons,
  o.id AS directive,
  coalesce(head(COLLECT { MATCH (o)-[:SENT_TO]->(u:Unit) RETURN u.name ORDER BY u.name LIMIT 1 }), d.unit) AS unit,
  o.deadline AS deadline,
  d.status AS status,
  m.result AS mediation,
  v.satisfied AS satisfied
ORDER BY toFloat(coalesce(d.risk, 0)) DESC, dispute_id
