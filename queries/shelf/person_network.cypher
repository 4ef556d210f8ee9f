// name = "person_network"
// title = { zh = "某人的关系图", en = "The network around a person" }
// explanation.zh = "某人（姓名、电话或标识）、其电话、警情、矛盾，以及同一矛盾中的其他人。"
// explanation.en = "A person by name, phone or key, with phones, calls, disputes, and the others in those disputes."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["network", "people"]
// shape = "graph"
// count = { zh = "条关系", en = "ties" }
// parameters.who = { type = "text", required = true, zh = "姓名、电话或标识", en = "name, phone or key" }
// parameters.limit = { type = "integer", default = 300, minimum = 1, maximum = 10000, zh = "最多几条关系", en = "at most so many relationships" }
// columns.source = { zh = "起点", en = "source" }
// columns.relationship = { zh = "关系", en = "relationship" }
// columns.target = { zh = "终点", en = "target" }

CALL () {
  MATCH (p:Person {key: $who})
  RETURN p
  UNION
  MATCH (p:Person {name: $who})
  RETURN p
  UNION
  MATCH (p:Caller)-[:USES]->(:Phone {number: $who})
  RETURN p
}
CALL (p) {
  MATCH (p)-[r:USES|REPORTED|PARTY_TO]->(n)
  RETURN p AS source, r AS relationship, n AS target
  UNION
  MATCH (p)-[:REPORTED]->(i:Incident)-[r:ABOUT|AT]->(n)
  RETURN i AS source, r AS relationship, n AS target
  UNION
  MATCH (p)-[:PARTY_TO]->(d:Dispute)<-[r:PARTY_TO]-(o:Person)
  RETURN o AS source, r AS relationship, d AS target
}
RETURN DISTINCT source, relationship, target
LIMIT $limit
