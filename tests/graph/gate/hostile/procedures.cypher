CALL db.labels()
%%
CALL db.labels() YIELD label RETURN label
%%
CALL db.labels
%%
CALL dbms.listConfig()
%%
CALL dbms.components()
%%
CALL dbms.listConnections()
%%
CALL dbms.killConnection('bolt-1')
%%
CALL dbms.killConnections(['bolt-1'])
%%
CALL dbms.killTransaction('x')
%%
CALL dbms.showCurrentUser()
%%
CALL dbms.security.createUser('evil', 'password1', false)
%%
CALL dbms.queryJmx('*:*')
%%
CALL db.info()
%%
CALL db.ping()
%%
CALL db.createLabel('Evil')
%%
CALL db.createProperty('evil')
%%
CALL db.clearQueryCaches()
%%
CALL db.checkpoint()
%%
CALL db.schema.visualization()
%%
CALL db.propertyKeys()
%%
CALL db.stats.collect('QUERIES')
%%
CALL db.stats.retrieve('QUERIES')
%%
CALL db.awaitIndexes(300)
%%
CALL db.resampleOutdatedIndexes()
%%
CALL db.index.fulltext.queryNodes('incident_anchors', 'x') YIELD node RETURN node
%%
CALL tx.setMetaData({x: 1})
%%
CALL tx.getMetaData()
%%
CALL jwt.security.requestAccess('x')
%%
MATCH (n) CALL db.labels() YIELD label RETURN n, label
%%
CALL { CALL db.labels() YIELD label RETURN label } RETURN label
%%
OPTIONAL CALL db.labels() YIELD label RETURN label
%%
RETURN COLLECT { CALL db.labels() YIELD label RETURN label }
%%
CALL `db`.`labels`()
%%
CALL /* { */ db.labels()
%%
call DB.LABELS()
%%
RETURN 1 AS label UNION CALL db.labels() YIELD label RETURN label
%%
RETURN db.nameFromElementId('x')
%%
RETURN graph.names()
%%
RETURN `graph`.`byName`('system')
%%
RETURN evil()
%%
RETURN `evil`()
