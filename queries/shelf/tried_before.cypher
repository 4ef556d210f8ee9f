// name = "tried_before"
// title = { zh = "对同一些人做过的工作", en = "What was tried before with the same people" }
// explanation.zh = "该矛盾，以及与它有共同当事人或报警人的其他矛盾上的指令、调解、回访及其结果，最近的在前；合作部门看不到。"
// explanation.en = "Directives, mediations and visits with their results on this dispute and on others that share a party or caller with it, the latest first; not for partners."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "administrator"]
// shape = "table"
// count = { of = "work_id", zh = "项工作", en = "pieces of work" }
// parameters.dispute = { type = "text", required = true, zh = "矛盾编号", en = "dispute" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 50, minimum = 1, maximum = 1000, zh = "最多几行", en = "at most so many rows" }
// columns.work_kind = { zh = "工作", en = "work" }
// columns.work_id = { zh = "编号", en = "number" }
// columns.status = { zh = "状态", en = "status" }
// columns.at = { zh = "时间", en = "time" }
// columns.by = { zh = "调解人或单位", en = "mediator or unit" }
// columns.result = { zh = "结果", en = "result" }
// columns.satisfaction = { zh = "满意度", en = "satisfaction" }
// columns.said = { zh = "内容", en = "what was said" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.people = { zh = "共同的人", en = "people in both" }

MATCH (this:Dispute {id: $dispute})
WHERE $agency IS NULL
CALL (this) {
  RETURN this AS d, [] AS people
  UNION ALL
  MATCH (this)<-[:PARTY_TO]-(p:Person)-[:PARTY_TO]->(d:Dispute)
  WHERE d <> this AND d.merged_into IS NULL AND EXISTS { (d)<-[:ON]-() }
  RETURN d, collect(DISTINCT p.name) AS people
}
WITH d, people
WHERE
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  } OR EXISTS {
    MATCH (d)<-[:ON]-(o:Directive)-[:SENT_TO]->(u:Unit)
    WHERE u.key IN $units AND o.status <> 'withdrawn'
  })
MATCH (d)<-[:ON]-(w:Directive|Mediation|Visit)
WITH d, people, w, toLower(head(labels(w))) AS kind
WITH d, people, w, kind,
  CASE kind WHEN 'directive' THEN w['issued_at'] WHEN 'mediation' THEN coalesce(w['held_at'], w['planned_at'])
    ELSE w['made_at'] END AS at
ORDER BY at IS NULL, at DESC, w.id DESC
LIMIT $limit
RETURN
  kind AS work_kind,
  w.id AS work_id,
  w.status AS status,
  at,
  CASE kind WHEN 'mediation' THEN w['mediator']
    WHEN 'directive' THEN head(COLLECT { MATCH (w)-[:SENT_TO]->(u:Unit) RETURN u.name ORDER BY u.name LIMIT 1 })
    END AS by,
  CASE kind WHEN 'mediation' THEN w['result']
    WHEN 'visit' THEN CASE w['satisfied'] WHEN true THEN 'satisfied' WHEN false THEN 'not_satisfied' END
    END AS result,
  CASE kind WHEN 'visit' THEN w['satisfaction'] END AS satisfaction,
  CASE kind WHEN 'mediation' THEN w['terms'] WHEN 'directive' THEN w['feedback'] ELSE w['still_needed'] END AS said,
  d.id AS dispute_id,
  d.title AS title,
  people
