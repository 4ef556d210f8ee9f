// name = "incident_standing"
// title = { zh = "警情归入何处", en = "Where incidents stand" }
// explanation.zh = "每个已有的编号：其矛盾（无权查看的为空）、是否有权查看、是否尚无处警单位。"
// explanation.en = "For each id that is known: its dispute (empty when it may not be seen), whether it may be seen, whether no unit was sent yet."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "administrator"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// parameters.incidents = { type = "texts", required = true, zh = "接警单编号", en = "incidents" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// columns.incident_id = { zh = "接警单编号", en = "incident" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute" }
// columns.hidden = { zh = "矛盾不可见", en = "dispute hidden" }
// columns.known = { zh = "可查看", en = "may be seen" }
// columns.unassigned = { zh = "尚无处警单位", en = "no unit yet" }

UNWIND $incidents AS id
MATCH (i:Incident {id: id})
OPTIONAL MATCH (i)-[:ABOUT]->(d:Dispute)
WITH i, d,
  $agency IS NULL AND ($units IS NULL OR EXISTS {
    MATCH (i)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AS handled,
  d IS NOT NULL AND $agency IS NULL AND ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AS seen
RETURN
  i.id AS incident_id,
  CASE WHEN seen THEN d.id END AS dispute_id,
  d IS NOT NULL AND NOT seen AS hidden,
  handled OR seen AS known,
  NOT EXISTS { (i)-[:HANDLED_BY]->(:Unit) } AS unassigned
