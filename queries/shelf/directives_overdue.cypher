// name = "directives_overdue"
// title = { zh = "逾期未反馈的指令", en = "Directives overdue" }
// explanation.zh = "过了期限仍没有反馈的研判指令。所需属性：Directive.deadline，Directive.feedback_at。"
// explanation.en = "Directives without feedback after their deadline. Expects Directive.deadline and Directive.feedback_at."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["casework"]
// shape = "table"
// count = { of = "directive_id", zh = "项指令", en = "directives" }
// parameters.now = { type = "datetime", zh = "以何时为准（不填为现在）", en = "as of (now when empty)" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.directive_id = { zh = "指令编号", en = "directive", label = "Directive" }
// columns.deadline = { zh = "期限", en = "deadline" }
// columns.sent_to = { zh = "承办单位", en = "unit it went to" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.level = { zh = "风险等级", en = "risk level" }

MATCH (o:Directive)-[:ON]->(d:Dispute)
WHERE
  o.feedback_at IS NULL AND
  o.deadline < coalesce($now, datetime()) AND
  d.merged_into IS NULL AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
OPTIONAL MATCH (o)-[:SENT_TO]->(u:Unit)
RETURN
  o.id AS directive_id,
  o.deadline AS deadline,
  u.key AS sent_to,
  d.id AS dispute_id,
  d.title AS title,
  d.level AS level
ORDER BY deadline, directive_id
LIMIT $limit
