// name = "dispute_actions"
// title = { zh = "一起矛盾纠纷的处置经过", en = "What was done about one dispute" }
// explanation.zh = "对该矛盾各警情的人工认定，以及指令、调解、回访，按时间排列；合作部门看不到。"
// explanation.en = "What people decided about the dispute's calls, and directives, mediations and visits, in time order; not for partners."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "partner", "administrator"]
// shape = "table"
// count = { zh = "项处置", en = "acts" }
// parameters.dispute = { type = "text", required = true, zh = "矛盾编号", en = "dispute" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 500, minimum = 1, maximum = 1001, zh = "最多几行", en = "at most so many rows" }
// columns.decision_id = { zh = "编号", en = "number" }
// columns.what = { zh = "事项", en = "what" }
// columns.at = { zh = "时间", en = "time" }
// columns.by = { zh = "经办人", en = "by" }
// columns.reason = { zh = "说明", en = "reason" }
// columns.joined_incident_id = { zh = "归为同一诉求", en = "joined" }
// columns.parted_incident_id = { zh = "分出", en = "parted" }
// columns.right = { zh = "留下", en = "left there" }
// columns.undone_at = { zh = "撤销时间", en = "undone" }
// columns.undone_by = { zh = "撤销人", en = "undone by" }
// columns.status = { zh = "状态", en = "status" }

MATCH (d:Dispute {id: $dispute})
WHERE
  $agency IS NULL AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  } OR EXISTS {
    MATCH (d)<-[:ON]-(o:Directive)-[:SENT_TO]->(u:Unit)
    WHERE u.key IN $units AND o.status <> 'withdrawn'
  })
CALL (d) {
  MATCH (d)<-[:ABOUT]-(:Incident)<-[:JOINS|PARTS]-(made:Decision)
  WHERE coalesce(made.about, 'dispute') = 'dispute'
  WITH DISTINCT made
  RETURN
    made.id AS decision_id, made.action AS what, made.at AS at, made.by AS by, made.reason AS reason,
    COLLECT { MATCH (made)-[:JOINS]->(i:Incident) RETURN i.id ORDER BY i.id LIMIT 100 } AS joined_incident_id,
    COLLECT { MATCH (made)-[:PARTS {side: 1}]->(i:Incident) RETURN i.id ORDER BY i.id LIMIT 100 } AS parted_incident_id,
    COUNT { (made)-[:PARTS {side: 2}]->() } AS right,
    made.undone_at AS undone_at, made.undone_by AS undone_by, null AS status
  UNION ALL
  MATCH (d)<-[:ON]-(done:Directive|Mediation|Visit)
  RETURN
    done.id AS decision_id, toLower(head(labels(done))) AS what, done['at'] AS at, done['by'] AS by,
    done['reason'] AS reason, [] AS joined_incident_id, [] AS parted_incident_id, 0 AS right, null AS undone_at, null AS undone_by,
    done['status'] AS status
}
WITH *
ORDER BY at DESC, decision_id
LIMIT $limit
RETURN decision_id, what, at, by, reason, joined_incident_id, parted_incident_id, right, undone_at, undone_by, status
ORDER BY at, decision_id
