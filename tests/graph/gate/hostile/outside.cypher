LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row
%%
LOAD CSV FROM 'file:///neo4j.conf' AS row RETURN row
%%
LOAD CSV WITH HEADERS FROM 'http://127.0.0.1:1/x.csv' AS row RETURN row
%%
LOAD CSV FROM 'https://example.invalid/x' AS row RETURN row
%%
LOAD CSV FROM 'ftp://127.0.0.1/x' AS row RETURN row
%%
LOAD CSV FROM 'http://169.254.169.254/latest/meta-data/' AS row RETURN row
%%
LOAD CSV FROM $url AS row RETURN row
%%
load csv from 'file:///etc/hostname' as row return row
%%
MATCH (n) LOAD CSV FROM 'http://127.0.0.1/' + n.id AS row RETURN row
%%
WITH 'file:///etc/passwd' AS f LOAD CSV FROM f AS row RETURN row
%%
CALL { LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row } RETURN row
%%
RETURN COLLECT { LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row }
%%
RETURN EXISTS { LOAD CSV FROM 'http://127.0.0.1/' AS row RETURN row }
%%
MATCH (n)/**/LOAD/**/CSV FROM 'file:///etc/passwd' AS row RETURN row
%%
RETURN 1 AS row UNION LOAD CSV FROM 'file:///x' AS row RETURN row
%%
RETURN file()
%%
RETURN linenumber()
%%
RETURN apoc.load.json('http://127.0.0.1/')
%%
CALL apoc.load.json('http://127.0.0.1/')
%%
CALL apoc.export.csv.all('/tmp/x', {})
%%
RETURN gds.version()
%%
RETURN genai.vector.encode('x', 'OpenAI', {token: 'x'})
