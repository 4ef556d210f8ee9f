// name = "dispute_ties"
// title = { zh = "警情之间的归并理由", en = "Why calls belong together" }
// explanation.zh = "给定警情与同一矛盾中哪些警情相近及理由，每起最多三条，最强的在前。"
// explanation.en = "Which calls of the same dispute the given ones resemble and why, at most three each, the strongest first."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "partner", "administrator"]
// shape = "table"
// count = { zh = "条理由", en = "ties" }
// parameters.incidents = { type = "texts", required = true, zh = "接警单编号", en = "incidents" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// columns.incident_id = { zh = "接警单编号", en = "incident" }
// columns.other_incident_id = { zh = "相近警情", en = "other incident" }
// columns.other_at = { zh = "其报警时间", en = "its time" }
// columns.score = { zh = "把握", en = "score" }
// columns.reasons = { zh = "理由", en = "reasons" }

UNWIND $incidents AS id
MATCH (i:Incident {id: id})-[:ABOUT]->(d:Dispute)
WHERE
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  } OR EXISTS {
    MATCH (d)<-[:ON]-(o:Directive)-[:SENT_TO]->(u:Unit)
    WHERE u.key IN $units AND o.status <> 'withdrawn'
  }) AND
  ($agency IS NULL OR EXISTS { (i)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency}) })
CALL (i, d) {
  MATCH (i)-[tie:RESEMBLES]-(other:Incident)-[:ABOUT]->(d)
  WHERE
    tie.score > 0 AND
    ($agency IS NULL OR EXISTS { (other)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency}) })
  RETURN other, tie
  ORDER BY tie.score DESC, other.id
  LIMIT 3
}
RETURN
  i.id AS incident_id,
  other.id AS other_incident_id,
  other.reported_at AS other_at,
  tie.score AS score,
  tie.reasons AS reasons
ORDER BY incident_id, score DESC, other_incident_id
