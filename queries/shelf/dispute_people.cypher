// name = "dispute_people"
// title = { zh = "一起矛盾纠纷的人员", en = "People of one dispute" }
// explanation.zh = "该矛盾的当事人及立场、报警次数、所用号码；合作部门只看到分流给它的警情中的人员。"
// explanation.en = "Parties of the dispute with their side, calls and phones; a partner sees those of the calls diverted to it only."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "partner", "administrator"]
// shape = "table"
// count = { of = "person_key", zh = "人", en = "people" }
// parameters.dispute = { type = "text", required = true, zh = "矛盾编号", en = "dispute" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 200, minimum = 1, maximum = 1001, zh = "最多几行", en = "at most so many rows" }
// columns.person_key = { zh = "人员标识", en = "person key" }
// columns.person = { zh = "姓名", en = "name" }
// columns.side = { zh = "立场", en = "side" }
// columns.calls = { zh = "报警次数", en = "calls" }
// columns.phones = { zh = "电话", en = "phones" }
// columns.mentions = { zh = "被提及次数", en = "mentions" }
// columns.last_at = { zh = "最近一次", en = "last" }

MATCH (d:Dispute {id: $dispute})<-[party:PARTY_TO]-(p:Person)
WHERE
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  } OR EXISTS {
    MATCH (d)<-[:ON]-(o:Directive)-[:SENT_TO]->(u:Unit)
    WHERE u.key IN $units AND o.status <> 'withdrawn'
  })
CALL (d, p) {
  OPTIONAL MATCH (p)-[:REPORTED]->(i:Incident)-[:ABOUT]->(d)
  WHERE $agency IS NULL OR EXISTS { (i)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency}) }
  RETURN count(DISTINCT i) AS calls, collect(DISTINCT nullIf(i.phone, '')) AS phones, max(i.reported_at) AS called_at
}
CALL (d, p) {
  OPTIONAL MATCH (p)<-[:MENTIONS]-(i:Incident)-[:ABOUT]->(d)
  WHERE $agency IS NULL OR EXISTS { (i)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency}) }
  RETURN count(DISTINCT i) AS mentions, max(i.reported_at) AS named_at
}
WITH p, party, calls, phones, mentions, coalesce(called_at, named_at) AS last_at
WHERE $agency IS NULL OR calls + mentions > 0
RETURN
  p.key AS person_key,
  p.name AS person,
  party.side AS side,
  calls,
  phones[..5] AS phones,
  mentions,
  last_at
ORDER BY calls DESC, mentions DESC, person_key
LIMIT $limit
