CREATE (n:Evil) RETURN n
%%
CREATE (:Evil {id: 1})
%%
create (n:Evil)
%%
MERGE (n:Incident {id: 'EVIL'}) RETURN n
%%
MERGE (n:Evil) ON CREATE SET n.x = 1 ON MATCH SET n.x = 2
%%
MATCH (n) SET n.x = 1
%%
MATCH (n) SET n:Evil
%%
MATCH (n:Incident) SET n += {x: 1} RETURN n
%%
MATCH (n:Incident) SET n = {} RETURN count(n)
%%
MATCH (n) DELETE n
%%
MATCH (n) DETACH DELETE n
%%
MATCH (n) NODETACH DELETE n
%%
MATCH ()-[r]->() DELETE r
%%
MATCH (n:Incident) REMOVE n.content
%%
MATCH (n:Incident) REMOVE n:Incident
%%
MATCH (n) FOREACH (x IN [1] | SET n.x = x)
%%
FOREACH (x IN [1, 2] | CREATE (:Evil {id: x}))
%%
MATCH (a:Caller), (b:Phone) CREATE (a)-[:EVIL]->(b)
%%
MATCH (a:Caller), (b:Phone) MERGE (a)-[:EVIL]->(b) RETURN a
%%
INSERT (:Evil)
%%
MATCH (n) INSERT (n)-[:EVIL]->(:Evil)
%%
UNWIND [1, 2] AS x CREATE (:Evil {id: x}) RETURN x
%%
MATCH (n) WITH n LIMIT 1 SET n.x = 1 RETURN n
%%
RETURN 1 AS x NEXT CREATE (:Evil)
%%
MATCH (n:Incident) SET n.x = 1, n.y = 2 FINISH
%%
OPTIONAL MATCH (n:None) CREATE (:Evil) RETURN 1
%%
MATCH (n) SET n[$p] = 1
%%
MATCH (n) SET n:$('Evil')
