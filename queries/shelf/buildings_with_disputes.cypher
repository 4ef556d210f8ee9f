// name = "buildings_with_disputes"
// title = { zh = "矛盾集中的小区楼栋", en = "Buildings with many disputes" }
// explanation.zh = "同一小区或楼栋（含其单元、房间）内的不同矛盾数。"
// explanation.en = "Different disputes within one estate or building, its units and rooms included."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["places"]
// shape = "table"
// count = { of = "place_key", zh = "处地点", en = "places" }
// parameters.least = { type = "integer", default = 2, minimum = 2, maximum = 100000, zh = "至少几起矛盾", en = "at least so many disputes" }
// parameters.level = { type = "text", default = "building", choices = ["estate", "building"], choice_names = { estate = { zh = "小区", en = "estate" }, building = { zh = "楼栋", en = "building" } }, zh = "层级", en = "level" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.place_key = { zh = "地点标识", en = "key of the place", label = "Location" }
// columns.place = { zh = "地点", en = "place" }
// columns.dispute_count = { zh = "矛盾数", en = "disputes" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.disputes = { zh = "矛盾", en = "disputes", label = "Dispute" }

MATCH (l:Location {level: $level})<-[:WITHIN*0..]-(:Location)<-[:AT]-(i:Incident)-[:ABOUT]->(d:Dispute)
WHERE d.merged_into IS NULL
WITH l, count(DISTINCT i) AS incidents, collect(DISTINCT d.id) AS disputes
WHERE size(disputes) >= $least
OPTIONAL MATCH (l)-[:WITHIN]->(wider:Location)
WHERE $level = 'building'
RETURN
  l.key AS place_key,
  coalesce(wider.name, '') + l.name AS place,
  size(disputes) AS dispute_count,
  incidents,
  disputes
ORDER BY dispute_count DESC, incidents DESC, place_key
LIMIT $limit
