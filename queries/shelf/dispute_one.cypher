// name = "dispute_one"
// title = { zh = "一起矛盾纠纷", en = "One dispute" }
// explanation.zh = "一起矛盾纠纷的概况；并入他案的编号给出所并入的。"
// explanation.en = "What is to be said of one dispute; a merged id gives the one it went into."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "partner", "administrator"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.dispute = { type = "text", required = true, zh = "矛盾编号", en = "dispute" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.kind = { zh = "类型", en = "kind" }
// columns.status = { zh = "状态", en = "status" }
// columns.risk = { zh = "风险", en = "risk" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.risk_reasons = { zh = "风险理由", en = "risk reasons" }
// columns.first_at = { zh = "首次", en = "first" }
// columns.last_at = { zh = "末次", en = "last" }
// columns.unit = { zh = "责任单位", en = "unit" }
// columns.place = { zh = "地点", en = "place" }
// columns.escalated = { zh = "已转化", en = "escalated" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.visible = { zh = "可查看的警情数", en = "calls that may be seen" }

MATCH (asked:Dispute {id: $dispute})
MATCH (d:Dispute {id: coalesce(asked.merged_into, asked.id)})
WHERE
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  } OR EXISTS {
    MATCH (d)<-[:ON]-(o:Directive)-[:SENT_TO]->(u:Unit)
    WHERE u.key IN $units AND o.status <> 'withdrawn'
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.kind AS kind,
  d.status AS status,
  toFloat(coalesce(d.risk, 0)) AS risk,
  d.level AS level,
  coalesce(d.risk_reasons, []) AS risk_reasons,
  d.first_at AS first_at,
  d.last_at AS last_at,
  d.unit AS unit,
  d.place AS place,
  coalesce(d.escalated, false) AS escalated,
  COUNT { (d)<-[:ABOUT]-() } AS incidents,
  CASE
    WHEN $agency IS NULL THEN COUNT { (d)<-[:ABOUT]-() }
    ELSE COUNT {
      MATCH (d)<-[:ABOUT]-(i:Incident)
      WHERE EXISTS { (i)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency}) }
    }
  END AS visible
