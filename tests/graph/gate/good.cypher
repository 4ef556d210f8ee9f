MATCH (i:Incident) RETURN count(i)
%%
MATCH (i:Incident) RETURN i.kind AS kind, count(*) AS n ORDER BY n DESC, kind LIMIT 10;
%%
// how many calls a day
MATCH (i:Incident) RETURN date(i.reported_at) AS day, count(*) AS n ORDER BY day
%%
MATCH (i:Incident) /* only the dangerous */ WHERE i.danger > 1 RETURN i.id, i.danger
%%
MATCH (i:Incident) WHERE i.content CONTAINS '漏水' RETURN i.id AS 编号, i.address AS 地址
%%
MATCH (i:Incident) WHERE i.id IN $ids RETURN i
%%
UNWIND $ids AS id OPTIONAL MATCH (i:Incident {id: id}) RETURN id, i IS NOT NULL AS known
%%
UNWIND $rows AS row RETURN row.name, row.n * 2
%%
MATCH (c:Caller)-[:REPORTED]->(i:Incident) WITH c, count(i) AS calls WHERE calls >= $least RETURN c.name, calls
%%
MATCH (c:Caller)-[:REPORTED]->(i) RETURN c.key, collect(i.id)[..3] AS first_three, count(*) AS n
%%
MATCH (c:Caller)-[:USES]->(p:Phone) RETURN p.number, collect(DISTINCT c.name) AS names
%%
MATCH (c:Caller) WHERE EXISTS { (c)-[:USES]->(:Phone) } RETURN c.name
%%
MATCH (c:Caller) WHERE NOT EXISTS { MATCH (c)-[:REPORTED]->(i:Incident) WHERE i.danger > 0 } RETURN count(c)
%%
MATCH (c:Caller) RETURN c.name, COUNT { (c)-[:REPORTED]->(:Incident) } AS n ORDER BY n DESC
%%
MATCH (c:Caller) WHERE COUNT { (c)-[:REPORTED]->() } > 1 RETURN c.name
%%
MATCH (d:Dispute) RETURN d.id, COLLECT { MATCH (d)<-[:ABOUT]-(i) RETURN i.id ORDER BY i.id LIMIT 2 } AS ids
%%
MATCH (d:Dispute) CALL (d) { MATCH (d)<-[:ABOUT]-(i:Incident) RETURN count(i) AS n, max(i.reported_at) AS last } RETURN d.id, n, last
%%
MATCH (d:Dispute) OPTIONAL CALL (d) { MATCH (d)<-[:ABOUT]-(i) RETURN i ORDER BY i.id LIMIT 1 } RETURN d.id, i.id
%%
CALL () { MATCH (c:Caller) RETURN c.name AS name UNION MATCH (p:Phone) RETURN p.number AS name } RETURN name ORDER BY name
%%
MATCH (c:Caller) RETURN c.name AS who UNION ALL MATCH (u:Unit) RETURN u.key AS who
%%
MATCH (i:Incident) WHERE i.reported_at >= datetime() - duration('P365D') RETURN count(i)
%%
MATCH (i:Incident) WHERE i.reported_at >= datetime($since) RETURN count(i)
%%
MATCH (i:Incident) RETURN i.reported_at.year AS y, i.reported_at.month AS m, count(*) AS n ORDER BY y, m
%%
MATCH (i:Incident) RETURN date.truncate('week', date(i.reported_at)) AS week, count(*) AS n ORDER BY week
%%
MATCH (a:Incident)-[:ABOUT]->(d)<-[:ABOUT]-(b:Incident) WHERE a.reported_at < b.reported_at RETURN duration.inDays(a.reported_at, b.reported_at).days AS days
%%
MATCH (i:Incident) RETURN i.id, duration.between(i.reported_at, datetime()).months AS months
%%
UNWIND range(0, 11) AS m RETURN date('2026-01-01') + duration({months: m}) AS month
%%
UNWIND range(1, 30) AS day OPTIONAL MATCH (i:Incident) WHERE i.reported_at.day = day RETURN day, count(i) AS n ORDER BY day
%%
RETURN [m IN range(0, 11) | date('2026-01-01') + duration({months: m})] AS months
%%
MATCH p = shortestPath((a:Caller {key: 'c1'})-[*..6]-(b:Caller {key: 'c2'})) RETURN [n IN nodes(p) | labels(n)[0]] AS kinds, length(p)
%%
MATCH p = allShortestPaths((a:Caller {key: 'c1'})-[*..6]-(b:Caller {key: 'c2'})) RETURN count(p)
%%
MATCH p = SHORTEST 1 (a:Caller {key: 'c1'})-[]-+(b:Caller {key: 'c2'}) RETURN length(p)
%%
MATCH p = ANY SHORTEST (a:Caller {key: 'c1'})-[:USES|REPORTED|ABOUT]-{1,6}(b:Caller {key: 'c2'}) RETURN [r IN relationships(p) | type(r)]
%%
MATCH (l:Location)-[:WITHIN]->{1,3}(w:Location) RETURN l.name, w.name
%%
MATCH (l:Location)((x)-[:WITHIN]->(y)){1,3}(w) RETURN l.name, [n IN y | n.name] AS up
%%
MATCH (l:Location)-[:WITHIN*0..3]->(w:Location {level: 'district'})<-[:WITHIN*0..3]-(:Location)<-[:AT]-(i) RETURN w.name, count(DISTINCT i)
%%
MATCH p = (c:Caller)-[:REPORTED]->(:Incident)-[:AT]->(:Location) RETURN p LIMIT 5
%%
MATCH p = (:Incident)-[:AT]->(l)-[:WITHIN*0..]->(w) WHERE NOT (w)-[:WITHIN]->() RETURN reduce(full = '', n IN nodes(p) | full + coalesce(n.name, '') + ' ') AS place
%%
MATCH (d:Dispute)<-[a:ABOUT]-(i) RETURN d.id, reduce(total = 0.0, s IN collect(a.score) | total + s) AS total
%%
MATCH (d:Dispute)<-[a:ABOUT]-() WITH d, collect(a.score) AS scores RETURN d.id, reduce(m = 0.0, s IN scores | CASE WHEN s > m THEN s ELSE m END) AS most
%%
MATCH (i:Incident) RETURN i { .id, .kind, at: toString(i.reported_at) } AS card ORDER BY i.id
%%
MATCH (c:Caller) RETURN c { .*, phones: [(c)-[:USES]->(p) | p.number] } AS caller
%%
MATCH (d:Dispute)<-[:ABOUT]-(i) WITH d, collect(i { .id, .danger }) AS calls RETURN d { .id, calls: calls, worst: reduce(m = 0, c IN calls | CASE WHEN c.danger > m THEN c.danger ELSE m END) }
%%
MATCH (i:Incident) WITH i ORDER BY i.reported_at DESC, i.id SKIP $skip LIMIT $limit RETURN i.id, i.reported_at
%%
MATCH (i:Incident) WITH collect(i.id) AS found RETURN size(found) AS total, found[0..2] AS page
%%
MATCH (i:Incident) RETURN i.id ORDER BY i.id OFFSET 1 LIMIT 2
%%
MATCH (a:Caller)-[:REPORTED]->()-[:ABOUT]->(d)<-[:ABOUT]-()<-[:REPORTED]-(b:Caller) WHERE a.key < b.key RETURN a.name, b.name, count(DISTINCT d) AS shared
%%
MATCH (i:Incident) WHERE i.content =~ '.*(打|吵).*' RETURN count(i)
%%
MATCH (i:Incident) WHERE i.id STARTS WITH 'i' AND i.id ENDS WITH '1' RETURN i.id
%%
MATCH (i:Incident) RETURN split(i.address, '路')[0] AS road, count(*) AS n
%%
MATCH (i:Incident) RETURN replace(trim(i.address), ' ', '') AS address, toUpper(i.id), substring(i.content, 0, 4)
%%
MATCH (i:Incident) RETURN i.id + ' ' + i.kind + '（' + toString(i.danger) + '）' AS line
%%
MATCH (i:Incident) RETURN CASE WHEN i.danger >= 2 THEN '高' WHEN i.danger = 1 THEN '中' ELSE '低' END AS level, count(*) AS n
%%
MATCH (i:Incident) RETURN CASE i.kind WHEN '邻里' THEN 1 ELSE 0 END AS near
%%
MATCH (i:Incident) RETURN avg(i.danger), min(i.danger), max(i.danger), stDev(i.danger), percentileCont(i.danger, 0.9)
%%
MATCH (i:Incident) RETURN round(100.0 * count(CASE WHEN i.danger > 0 THEN 1 END) / count(*), 1) AS percent
%%
MATCH (n) RETURN labels(n) AS labels, count(*) AS n ORDER BY n DESC
%%
MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n ORDER BY type
%%
MATCH (i:Incident) WHERE any(w IN ['漏水', '打架'] WHERE i.content CONTAINS w) RETURN i.id
%%
MATCH (i:Incident)-[:ABOUT]->(d) WITH d, collect(i) AS calls WHERE all(c IN calls WHERE c.danger < 3) AND size(calls) > 1 RETURN d.id, [c IN calls WHERE c.danger > 0 | c.id] AS some
%%
MATCH (i:Incident)-[:ABOUT]->(d) WITH d, i ORDER BY i.reported_at WITH d, collect(i.reported_at) AS times RETURN d.id, [k IN range(0, size(times) - 2) | duration.inDays(times[k], times[k + 1]).days] AS gaps
%%
MATCH (n:Incident|Dispute) WHERE n:Incident AND NOT n:Dispute RETURN count(n)
%%
MATCH (n:!Incident&!Phone) RETURN count(n)
%%
MATCH (c:Caller WHERE c.key = $who)-[r:REPORTED WHERE r.x IS NULL]->(i) RETURN i.id
%%
MATCH (c:Caller {key: $who}) OPTIONAL MATCH (c)-[:USES]->(p) RETURN c.name, coalesce(p.number, '无') AS phone
%%
WITH $who AS who MATCH (c:Caller) WHERE c.key = who RETURN properties(c), keys(c), elementId(c)
%%
MATCH (i:Incident) WITH i.kind AS kind, count(*) AS n WITH collect({kind: kind, n: n}) AS rows, sum(n) AS total UNWIND rows AS row RETURN row.kind, row.n, round(toFloat(row.n) / total, 3) AS share
%%
MATCH (`set`:Incident) WITH `set` AS `create`, 1 AS `call` RETURN `create`.id, `call`
%%
MATCH (i:Incident) RETURN i.id AS set, i.kind AS show, 'CREATE (n); DELETE' AS create, "it's /* not */ a comment" AS note
%%
MATCH (n) WHERE n.name IS NOT NULL AND n.load IS NULL RETURN n.name AS use ORDER BY use
%%
RETURN $who AS who, 1.5e3 AS n, 0xFF AS hex, -1 AS minus, NOT false AS yes, [1, 2] + [3] AS list, {a: 1}.a AS a, 7 % 3 AS rest, 2 ^ 3 AS power
%%
RETURN point.distance(point({longitude: 120.1, latitude: 30.2}), point({longitude: 120.2, latitude: 30.2})) AS metres
%%
MATCH (a:Incident), (b:Incident) WHERE a.id < b.id AND a.address = b.address RETURN a.id, b.id
