// name = "disputes_near"
// title = { zh = "相近的矛盾纠纷", en = "Disputes near one" }
// explanation.zh = "与该矛盾有相同报警人、当事人或地点的其他矛盾，共同之处多的在前。"
// explanation.en = "Other disputes with a caller, a party or a place in common, those with most in common first."
// roles = ["investigator", "analyst", "supervisor"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.dispute = { type = "text", required = true, zh = "矛盾编号", en = "dispute" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 8, minimum = 1, maximum = 100, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.kind = { zh = "类型", en = "kind" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.first_at = { zh = "首次", en = "first" }
// columns.last_at = { zh = "末次", en = "last" }
// columns.people = { zh = "共同人员", en = "people in common" }
// columns.places = { zh = "共同地点", en = "places in common" }

MATCH (one:Dispute {id: $dispute})
CALL (one) {
  MATCH (one)<-[:PARTY_TO]-(p:Person)
  WITH one, p
  LIMIT 50
  MATCH (p)-[:PARTY_TO]->(d:Dispute)
  WHERE d <> one
  RETURN d, p AS person, null AS place
  LIMIT 1000
  UNION
  MATCH (one)<-[:ABOUT]-(:Incident)-[:AT]->(place:Location)
  WITH DISTINCT one, place
  LIMIT 50
  MATCH (place)<-[:AT]-(:Incident)-[:ABOUT]->(d:Dispute)
  WHERE d <> one
  RETURN DISTINCT d, null AS person, place
  LIMIT 1000
}
WITH d, count(DISTINCT person) AS people, count(DISTINCT place) AS places
WHERE
  d.merged_into IS NULL AND
  $agency IS NULL AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  })
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.kind AS kind,
  COUNT { (d)<-[:ABOUT]-() } AS incidents,
  d.first_at AS first_at,
  d.last_at AS last_at,
  people,
  places
ORDER BY people + places DESC, last_at DESC, dispute_id
LIMIT $limit
