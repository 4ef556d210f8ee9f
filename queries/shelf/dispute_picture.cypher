// name = "dispute_picture"
// title = { zh = "一起矛盾纠纷的关系简图", en = "The small picture of one dispute" }
// explanation.zh = "每起警情的报警人与地点，供画简图；合作部门只看到分流给它的警情。"
// explanation.en = "Caller and place of each call, to draw a small picture from; a partner sees those diverted to it only."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "partner", "administrator"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// parameters.dispute = { type = "text", required = true, zh = "矛盾编号", en = "dispute" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 2000, minimum = 1, maximum = 10001, zh = "最多几行", en = "at most so many rows" }
// columns.incident_id = { zh = "接警单编号", en = "incident" }
// columns.reported_at = { zh = "报警时间", en = "reported" }
// columns.danger = { zh = "危险等级", en = "danger" }
// columns.caller_key = { zh = "报警人节点", en = "caller's node" }
// columns.caller = { zh = "报警人", en = "caller" }
// columns.phone = { zh = "电话", en = "phone" }
// columns.place_key = { zh = "地点节点", en = "place's node" }
// columns.place = { zh = "地点", en = "place" }

MATCH (d:Dispute {id: $dispute})
WHERE
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  } OR EXISTS {
    MATCH (d)<-[:ON]-(o:Directive)-[:SENT_TO]->(u:Unit)
    WHERE u.key IN $units AND o.status <> 'withdrawn'
  })
MATCH (d)<-[:ABOUT]-(i:Incident)
WHERE $agency IS NULL OR EXISTS { (i)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency}) }
WITH i
ORDER BY i.reported_at DESC, i.id
LIMIT $limit
OPTIONAL MATCH (i)<-[:REPORTED]-(c:Caller)
WITH i, c
OPTIONAL MATCH (i)-[:AT]->(place:Location)
RETURN
  i.id AS incident_id,
  i.reported_at AS reported_at,
  i.danger AS danger,
  elementId(c) AS caller_key,
  coalesce(nullIf(c.name, ''), i.caller_name) AS caller,
  i.phone AS phone,
  elementId(place) AS place_key,
  place.name AS place
ORDER BY reported_at, incident_id, place_key
