// name = "dispute_network"
// title = { zh = "矛盾关系图", en = "The network around disputes" }
// explanation.zh = "所选矛盾的警情、报警人、电话、地点（含上级）、人员、事物及其间关系；每行一条关系。"
// explanation.en = "Incidents, callers, phones, locations with what they lie within, people and things of the chosen disputes, and the relationships between them; one relationship a row."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["network"]
// shape = "graph"
// count = { zh = "条关系", en = "ties" }
// parameters.disputes = { type = "texts", required = true, zh = "矛盾编号", en = "disputes" }
// columns.source = { zh = "起点", en = "source" }
// columns.relationship = { zh = "关系", en = "relationship" }
// columns.target = { zh = "终点", en = "target" }

// A dispute without incidents or parties comes as a row with nothing but its node.
MATCH (asked:Dispute)
WHERE asked.id IN $disputes
MATCH (d:Dispute {id: coalesce(asked.merged_into, asked.id)})
WITH DISTINCT d
CALL (d) {
  RETURN d AS source, null AS relationship, null AS target
  UNION
  MATCH (i:Incident)-[r:ABOUT]->(d)
  RETURN i AS source, r AS relationship, d AS target
  UNION
  MATCH (p:Person)-[r:PARTY_TO]->(d)
  RETURN p AS source, r AS relationship, d AS target
  UNION
  MATCH (n:Caller|Phone)-[r:REPORTED]->(i:Incident)-[:ABOUT]->(d)
  RETURN n AS source, r AS relationship, i AS target
  UNION
  MATCH (d)<-[:ABOUT]-(:Incident)<-[:REPORTED]-(c:Caller)
  WITH DISTINCT d, c
  MATCH (d)<-[:ABOUT]-(:Incident)<-[:REPORTED]-(p:Phone)
  WITH DISTINCT c, p
  MATCH (c)-[r:USES]->(p)
  RETURN c AS source, r AS relationship, p AS target
  UNION
  MATCH (d)<-[:ABOUT]-(i:Incident)-[r:AT|MENTIONS]->(n:Location|Person|Thing)
  RETURN i AS source, r AS relationship, n AS target
  UNION
  MATCH (d)<-[:ABOUT]-(:Incident)-[:AT|MENTIONS]->(exact:Location)
  WITH DISTINCT exact
  MATCH (exact)-[:WITHIN*0..]->(fine:Location)
  WITH DISTINCT fine
  MATCH (fine)-[r:WITHIN]->(coarse:Location)
  RETURN fine AS source, r AS relationship, coarse AS target
  UNION
  MATCH (d)<-[:ABOUT]-(i:Incident)-[r:RESEMBLES]->(j:Incident)-[:ABOUT]->(d)
  RETURN i AS source, r AS relationship, j AS target
}
RETURN DISTINCT source, relationship, target
