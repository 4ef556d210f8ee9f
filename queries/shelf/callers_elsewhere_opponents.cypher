// name = "callers_elsewhere_opponents"
// title = { zh = "报警人在别处是对方", en = "Callers who are the opponent elsewhere" }
// explanation.zh = "在一起矛盾中报警、在另一起矛盾中被别人的报警提到的人。姓名全同即视为一人，请核对。"
// explanation.en = "People who called about one dispute and are named by somebody else's call in another. The same full name is taken for the same person, so check."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["people", "network"]
// shape = "table"
// count = { of = "caller_key", zh = "名报警人", en = "callers" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.caller_key = { zh = "报警人标识", en = "caller's key", label = "Caller" }
// columns.caller = { zh = "报警人", en = "caller" }
// columns.reported = { zh = "报警的矛盾", en = "called about", label = "Dispute" }
// columns.named_in = { zh = "被提到的矛盾", en = "named in", label = "Dispute" }
// columns.dispute_count = { zh = "矛盾数", en = "disputes" }

MATCH (c:Caller)-[:REPORTED]->(:Incident)-[:ABOUT]->(own:Dispute)
WHERE own.merged_into IS NULL
WITH c, collect(DISTINCT own.id) AS reported
CALL (c) {
  MATCH (c)<-[:MENTIONS]-(i:Incident)
  RETURN i
  UNION
  MATCH (p:Person {name: c.name})<-[:MENTIONS]-(i:Incident)
  WHERE size(c.name) > 1
  RETURN i
}
MATCH (i)-[:ABOUT]->(d:Dispute)
WHERE d.merged_into IS NULL AND NOT d.id IN reported AND NOT EXISTS { (c)-[:REPORTED]->(i) }
WITH c, reported, collect(DISTINCT d.id) AS named_in
RETURN
  c.key AS caller_key,
  coalesce(nullIf(c.name, ''), c.key) AS caller,
  reported,
  named_in,
  size(reported) + size(named_in) AS dispute_count
ORDER BY dispute_count DESC, caller_key
LIMIT $limit
