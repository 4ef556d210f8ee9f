// Who and what hangs together, and which community everything is in.

// name: matters
MATCH (d:Dispute)
WHERE d.merged_into IS NULL AND d.first_at IS NOT NULL
RETURN
  d.id AS id,
  d.risk AS risk,
  d.level AS level,
  d.first_at.epochSeconds AS first_s,
  d.last_at.epochSeconds AS last_s,
  COUNT { (d)<-[:ABOUT]-(:Incident) } AS calls,
  COLLECT { MATCH (d)<-[:ABOUT]-(:Incident)<-[:REPORTED]-(c:Caller) RETURN DISTINCT c.key ORDER BY c.key } AS callers,
  COLLECT { MATCH (p:Person)-[:PARTY_TO]->(d) RETURN DISTINCT p.key ORDER BY p.key } AS parties,
  COLLECT {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:AT]->(l:Location)
    WHERE NOT l.level IN $coarse
    RETURN DISTINCT l.key ORDER BY l.key
  } AS places,
  COLLECT { MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit) RETURN DISTINCT u.key } AS handled_by,
  d.unit AS unit

// name: alone
// Calls about no dispute still say who has to do with which place.
MATCH (c:Caller)-[:REPORTED]->(i:Incident)-[:AT]->(l:Location)
WHERE NOT l.level IN $coarse AND NOT EXISTS { (i)-[:ABOUT]->(:Dispute) }
RETURN DISTINCT c.key AS caller, l.key AS place

// name: numbers
MATCH (p:Phone)
WHERE COUNT { (p)<-[:USES]-(:Caller) } > 1
MATCH (p)<-[:USES]-(c:Caller)
RETURN p.number AS number, c.key AS caller

// name: rooms
MATCH (inner:Location)-[:WITHIN]->(outer:Location)
WHERE outer.level IN $houses
RETURN inner.key AS inner, outer.key AS outer

// name: members_before
CALL () {
  MATCH (n:Dispute) WHERE n.community IS NOT NULL RETURN 'Dispute:' + n.id AS name, n.community AS community
  UNION ALL
  MATCH (n:Person) WHERE n.community IS NOT NULL RETURN 'Person:' + n.key AS name, n.community AS community
  UNION ALL
  MATCH (n:Phone) WHERE n.community IS NOT NULL RETURN 'Phone:' + n.number AS name, n.community AS community
  UNION ALL
  MATCH (n:Location) WHERE n.community IS NOT NULL RETURN 'Location:' + n.key AS name, n.community AS community
}
RETURN name, community

// name: put_Dispute
UNWIND $rows AS r
MATCH (n:Dispute {id: r.key})
SET n.community = r.community

// name: put_Person
UNWIND $rows AS r
MATCH (n:Person {key: r.key})
SET n.community = r.community

// name: put_Phone
UNWIND $rows AS r
MATCH (n:Phone {number: r.key})
SET n.community = r.community

// name: put_Location
UNWIND $rows AS r
MATCH (n:Location {key: r.key})
SET n.community = r.community

// name: members
UNWIND $communities AS community
CALL (community) {
  MATCH (n:Dispute {community: community}) RETURN n
  UNION ALL
  MATCH (n:Person {community: community}) RETURN n
  UNION ALL
  MATCH (n:Phone {community: community}) RETURN n
  UNION ALL
  MATCH (n:Location {community: community}) RETURN n
}
RETURN community, elementId(n) AS node_id, n:Dispute AS dispute, n.risk AS risk

// name: ties
UNWIND $communities AS community
CALL (community) {
  MATCH (d:Dispute {community: community})<-[:ABOUT]-(:Incident)<-[:REPORTED]-(n:Caller {community: community})
  RETURN n, d AS m
  UNION
  MATCH (d:Dispute {community: community})<-[:PARTY_TO]-(n:Person {community: community})
  RETURN n, d AS m
  UNION
  MATCH (d:Dispute {community: community})<-[:ABOUT]-(:Incident)-[:AT]->(n:Location {community: community})
  RETURN n, d AS m
  UNION
  MATCH (p:Phone {community: community})<-[:USES]-(n:Caller {community: community})
  RETURN n, p AS m
  UNION
  MATCH (n:Location {community: community})-[:WITHIN]->(m:Location {community: community})
  WHERE m.level IN $houses
  RETURN n, m
  UNION
  MATCH (m:Location {community: community})<-[:AT]-(i:Incident)<-[:REPORTED]-(n:Caller {community: community})
  WHERE NOT EXISTS { (i)-[:ABOUT]->(:Dispute) }
  RETURN n, m
}
RETURN community, elementId(n) AS one, elementId(m) AS other

// name: disputes
MATCH (d:Dispute {community: $community})
RETURN d.id AS id
ORDER BY coalesce(d.risk, 0) DESC, id

// name: calls
MATCH (d:Dispute {community: $community})<-[:ABOUT]-(i:Incident)
RETURN elementId(i) AS node_id
ORDER BY i.reported_at, i.id
