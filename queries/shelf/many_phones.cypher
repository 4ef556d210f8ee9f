// name = "many_phones"
// title = { zh = "一人多号", en = "Callers with many phones" }
// explanation.zh = "用过多个电话报警的人。"
// explanation.en = "People who called from several phones."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["people"]
// shape = "table"
// count = { of = "caller_key", zh = "名报警人", en = "callers" }
// parameters.least = { type = "integer", default = 3, minimum = 2, maximum = 1000, zh = "至少几个电话", en = "at least so many phones" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.caller_key = { zh = "报警人标识", en = "caller's key", label = "Caller" }
// columns.caller = { zh = "报警人", en = "caller" }
// columns.phone_count = { zh = "电话数", en = "phones" }
// columns.phones = { zh = "电话", en = "phones" }
// columns.incidents = { zh = "警情数", en = "incidents" }

MATCH (c:Caller)-[:USES]->(phone:Phone)
WITH c, collect(DISTINCT phone.number) AS phones
WHERE size(phones) >= $least
RETURN
  c.key AS caller_key,
  coalesce(nullIf(c.name, ''), c.key) AS caller,
  size(phones) AS phone_count,
  phones,
  COUNT { (c)-[:REPORTED]->(:Incident) } AS incidents
ORDER BY phone_count DESC, incidents DESC, caller_key
LIMIT $limit
