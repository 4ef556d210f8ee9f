// name = "strangers_on_one_phone"
// title = { zh = "陌生人共用电话", en = "Phones shared by strangers" }
// explanation.zh = "两名以上报警人用过同一电话，却没有任何共同的矛盾：可能是单位电话、转借，或不实身份。"
// explanation.en = "Phones used by two callers or more who have no dispute in common: a switchboard, a borrowed phone, or a false name."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["people", "network"]
// shape = "table"
// count = { of = "phone", zh = "个号码", en = "numbers" }
// parameters.least = { type = "integer", default = 2, minimum = 2, maximum = 1000, zh = "至少几人", en = "at least so many people" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.phone = { zh = "电话", en = "phone", label = "Phone" }
// columns.callers = { zh = "报警人数", en = "callers" }
// columns.names = { zh = "报警人", en = "callers" }
// columns.incidents = { zh = "警情数", en = "incidents" }

MATCH (phone:Phone)<-[:USES]-(c:Caller)
WITH phone, collect(DISTINCT c) AS users
WHERE size(users) >= $least
CALL (users) {
  UNWIND users AS user
  MATCH (user)-[:REPORTED]->(:Incident)-[:ABOUT]->(d:Dispute)
  WITH d, count(DISTINCT user) AS together
  RETURN coalesce(max(together), 0) AS most
}
WITH phone, users, most
WHERE most <= 1
RETURN
  phone.number AS phone,
  size(users) AS callers,
  [user IN users | coalesce(nullIf(user.name, ''), user.key)] AS names,
  COUNT { (phone)-[:REPORTED]->(:Incident) } AS incidents
ORDER BY callers DESC, incidents DESC, phone
LIMIT $limit
