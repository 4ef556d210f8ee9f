// name = "rectification"
// title = { zh = "整改清单", en = "Rectification list" }
// explanation.zh = "高、极高风险或已下达研判指令的矛盾纠纷，附最近一次指令、调解、回访；风险高的在前。"
// explanation.en = "Disputes of high or critical risk, or about which a directive was issued, with their latest directive, mediation and visit; the gravest first."
// roles = ["analyst", "supervisor", "administrator"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
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

MATCH (d:Dispute)
WHERE d.merged_into IS NULL AND (d.level IN ['critical', 'high'] OR EXISTS { (d)<-[:ON]-(:Directive) })
CALL (d) {
  OPTIONAL MATCH (o:Directive)-[:ON]->(d)
  RETURN o
  ORDER BY o.issued_at DESC
  LIMIT 1
}
CALL (d) {
  OPTIONAL MATCH (m:Mediation)-[:ON]->(d)
  RETURN m
  ORDER BY m.held_at DESC
  LIMIT 1
}
CALL (d) {
  OPTIONAL MATCH (v:Visit)-[:ON]->(d)
  RETURN v
  ORDER BY v.made_at DESC
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
