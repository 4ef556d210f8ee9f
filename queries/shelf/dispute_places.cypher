// name = "dispute_places"
// title = { zh = "一起矛盾纠纷的地点", en = "Places of one dispute" }
// explanation.zh = "该矛盾各警情的地点及其上级地点、警情数；合作部门只看到分流给它的警情。"
// explanation.en = "Where the dispute's calls were, what those places lie within, and how many calls; a partner sees those diverted to it only."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "partner", "administrator"]
// shape = "table"
// count = { of = "place_key", zh = "处地点", en = "places" }
// parameters.dispute = { type = "text", required = true, zh = "矛盾编号", en = "dispute" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 50, minimum = 1, maximum = 1001, zh = "最多几行", en = "at most so many rows" }
// columns.place_key = { zh = "地点标识", en = "place key" }
// columns.place = { zh = "地点", en = "place" }
// columns.level = { zh = "层级", en = "level" }
// columns.within = { zh = "位于", en = "within" }
// columns.calls = { zh = "警情数", en = "calls" }
// columns.last_at = { zh = "最近一次", en = "last" }

MATCH (d:Dispute {id: $dispute})
WHERE
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  } OR EXISTS {
    MATCH (d)<-[:ON]-(o:Directive)-[:SENT_TO]->(u:Unit)
    WHERE u.key IN $units AND o.status <> 'withdrawn'
  })
MATCH (d)<-[:ABOUT]-(i:Incident)-[:AT]->(place:Location)
WHERE $agency IS NULL OR EXISTS { (i)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency}) }
WITH place, count(DISTINCT i) AS calls, max(i.reported_at) AS last_at
ORDER BY calls DESC, place.key
LIMIT $limit
RETURN
  place.key AS place_key,
  place.name AS place,
  place.level AS level,
  COLLECT { MATCH (place)-[:WITHIN]->(wider:Location) RETURN wider.name ORDER BY wider.key } AS within,
  calls,
  last_at
ORDER BY calls DESC, place_key
