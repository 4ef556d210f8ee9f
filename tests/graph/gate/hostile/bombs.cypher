RETURN reduce(a = 0, x IN range(1, 1000000000) | a + x) AS n
%%
RETURN size([x IN range(1, 1000000000) | x * 2]) AS n
%%
RETURN size([x IN range(1, 1000000000) WHERE x % 2 = 3]) AS n
%%
RETURN all(x IN range(1, 10000000000) WHERE x > 0) AS n
%%
RETURN any(x IN range(1, 10000000000) WHERE x < 0) AS n
%%
RETURN none(x IN range(1, 10000000000) WHERE x < 0) AS n
%%
RETURN single(x IN range(1, 10000000000) WHERE x < 0) AS n
%%
UNWIND range(1, 100000000000) AS x RETURN sum(x)
%%
UNWIND range(1, 100000000) AS x UNWIND range(1, 100000000) AS y RETURN count(*)
%%
RETURN reduce(a = 0, x IN range(1, 100000) | a + reduce(b = 0, y IN range(1, 100000) | b + y)) AS n
%%
RETURN `reduce`(a = 0, x IN `range`(1, 1000000000) | a + x) AS n
%%
RETURN REDUCE (a = 0, x IN RANGE (1, 1000000000) | a + x) AS n
%%
RETURN size(reduce(s = 'x', i IN range(1, 40) | s + s)) AS n
%%
RETURN size(reduce(s = [1], i IN range(1, 40) | s + s)) AS n
%%
RETURN size(reduce(s = 'x', i IN range(1, 40) | s || s)) AS n
%%
RETURN size(reduce(s = {a: 'x'}, i IN range(1, 40) | {a: s.a + s.a}).a) AS n
%%
RETURN reduce(s = {a: 'x', b: 'x'}, i IN range(1, 60) | {a: s.b, b: s.a + s.b}) AS n
%%
RETURN reduce(s = [1], i IN range(1, 40) | [s, s]) AS n
%%
RETURN reduce(s = {}, i IN range(1, 40) | {a: s, b: s}) AS n
%%
RETURN reduce(s = 'x', i IN range(1, 40) | head([t IN [s] | t + t])) AS n
%%
RETURN reduce(s = 'x', i IN range(1, 40) | CASE WHEN i > 0 THEN s + s ELSE s END) AS n
%%
RETURN reduce(s = 'x', i IN range(1, 40) | replace(s, 'x', 'xx')) AS n
%%
UNWIND range(1, 1000000000) AS x RETURN size(collect(x))
%%
UNWIND range(1, 1000000000) AS x RETURN size(collect(DISTINCT x))
%%
UNWIND range(1, 1000000000) AS x RETURN DISTINCT x
%%
MATCH (a), (b), (c), (d) WHERE a.x = b.y AND c.x <> d.y OR a.id < d.id RETURN count(a.id + b.id)
%%
MATCH (a), (b), (c), (d), (e) RETURN a.id, b.id, c.id, d.id, e.id ORDER BY a.id + b.id + c.id + d.id + e.id LIMIT 1
%%
MATCH p = (a)-[*]-(b) RETURN count(p)
%%
MATCH p = (a)-[*]-(b) RETURN max(length(p))
%%
MATCH p = (a)((x)--(y))+(b) RETURN count(p)
%%
MATCH p = (a)--{1,30}(b) RETURN count(p)
%%
MATCH (a:Caller), (b:Caller) WHERE a <> b MATCH p = allShortestPaths((a)-[*]-(b)) RETURN count(p)
%%
MATCH p = ALL SHORTEST (a)--+(b) RETURN count(p)
%%
UNWIND range(1, 1000000000) AS x RETURN x ORDER BY -x SKIP 100000000 LIMIT 1
%%
RETURN size(range(1, 9000000000000))
%%
RETURN range(1, 9000000000000)
%%
RETURN 5000000001 IN range(1, 10000000000, 2)
%%
RETURN reverse(range(1, 1000000000))[0]
%%
RETURN tail(range(1, 1000000000))[0]
%%
RETURN range(1, 1000000000) = range(1, 1000000001)
%%
WITH range(1, 1000000000) AS l RETURN reduce(n = 0, x IN l | n + x)
%%
UNWIND range(1, 1000000000)[..] AS x RETURN collect(x)
%%
UNWIND [range(1, 1000000000)] AS l RETURN [x IN l | x]
%%
WITH 'x' AS s WITH s + s AS s WITH s + s AS s WITH s + s AS s WITH s + s AS s WITH s + s AS s WITH s + s AS s WITH s + s AS s WITH s + s AS s WITH s + s AS s WITH s + s AS s WITH s + s AS s WITH s + s AS s WITH s + s AS s WITH s + s AS s WITH s + s AS s RETURN size(s)
%%
WITH [1] AS s UNWIND [s + s + s + s + s + s + s + s + s + s] AS a UNWIND [a + a + a + a + a + a + a + a + a + a] AS b UNWIND [b + b + b + b + b + b + b + b + b + b] AS c UNWIND [c + c + c + c + c + c + c + c + c + c] AS d UNWIND [d + d + d + d + d + d + d + d + d + d] AS e RETURN e
%%
WITH 'xxxxxxxxxx' AS s RETURN size(replace(replace(replace(replace(s, 'x', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'), 'x', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'), 'x', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'), 'x', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'))
%%
WITH 'xx' AS s RETURN replace(s, 'x', s)
%%
RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ '(a+)+b'
%%
RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ '(a|aa)*b'
%%
WITH '(a+)+b' AS p RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ p
%%
RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaa' =~ 'a*a*a*a*a*a*a*a*a*b'
%%
RETURN size([x IN range(1, 10000) | [y IN range(1, 10000) | [z IN range(1, 10000) | z]]])
%%
UNWIND range(1, 3000) AS a WITH collect(a) AS l RETURN reduce(n = 0, x IN l | n + reduce(m = 0, y IN l | m + reduce(k = 0, z IN l | k + 1)))
%%
RETURN size(COLLECT { UNWIND range(1, 1000000000) AS x RETURN x })
%%
RETURN COUNT { UNWIND range(1, 100000000000) AS x RETURN x }
%%
RETURN EXISTS { UNWIND range(1, 100000000000) AS x WITH x WHERE x < 0 RETURN x }
%%
CALL { UNWIND range(1, 100000000000) AS x RETURN max(x) AS m } RETURN m
%%
MATCH (n {x: reduce(a = 0, x IN range(1, 1000000000) | a + x)}) RETURN n
%%
MATCH (n) WHERE n.x = size([x IN range(1, 1000000000) | x]) RETURN n
%%
MATCH (n) RETURN n ORDER BY reduce(a = 0, x IN range(1, 1000000000) | a + x)
%%
RETURN 1 SKIP reduce(a = 0, x IN range(1, 1000000000) | a + x)
%%
MATCH (n) RETURN n { .id, x: [x IN range(1, 1000000000) | x] }
%%
UNWIND range(1, 1000000) AS r WITH [x IN range(1, 100000) | x * 2] AS l RETURN size(collect(l))
%%
UNWIND range(1, 10000000) AS x RETURN collect(x)
%%
UNWIND range(1, 1000000) AS x WITH collect(x) AS l RETURN [l, l, l, l, l, l, l, l]
