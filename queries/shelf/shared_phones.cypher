// name = "shared_phones"
// title = { zh = "多人共用的电话", en = "Phones that several callers share" }
// explanation.zh = "两名以上报警人用过的电话。"
// explanation.en = "Phones that at least two callers have used."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["people", "network"]
// shape = "table"
// count = { of = "phone", zh = "个号码", en = "numbers" }
// parameters.least = { type = "integer", default = 2, minimum = 2, zh = "至少几人", en = "at least so many people" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.phone = { zh = "电话", en = "phone", label = "Phone" }
// columns.callers = { zh = "报警人数", en = "callers" }
// columns.names = { zh = "报警人", en = "callers" }
// columns.incidents = { zh = "警情数", en = "incidents" }

MATCH (phone:Phone)<-[:USES]-(c:Caller)
WITH phone, count(DISTINCT c) AS callers, collect(DISTINCT coalesce(nullIf(c.name, ''), c.key)) AS names
WHERE callers >= $least
RETURN
  phone.number AS phone,
  callers,
  names,
  COUNT { (phone)-[:REPORTED]->(:Incident) } AS incidents
ORDER BY callers DESC, incidents DESC, phone
LIMIT $limit
