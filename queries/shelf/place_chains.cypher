// name = "place_chains"
// title = { zh = "辗转多地的报警人", en = "Chains of places" }
// explanation.zh = "同一人先后在多个不同地点报警，按时间列出地点；同一地点连续报警只列一次。"
// explanation.en = "One person who called from several places, the places in time order; calls from the same place in a row count as one."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["people", "places"]
// shape = "table"
// count = { of = "caller_key", zh = "名报警人", en = "callers" }
// parameters.least = { type = "integer", default = 3, minimum = 2, maximum = 1000, zh = "至少几处地点", en = "at least so many places" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", zh = "到（不含）", en = "to, not included" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.caller_key = { zh = "报警人标识", en = "caller's key", label = "Caller" }
// columns.caller = { zh = "报警人", en = "caller" }
// columns.steps = { zh = "地点数", en = "places" }
// columns.places = { zh = "先后地点", en = "places in order" }
// columns.first_at = { zh = "首次", en = "first" }
// columns.last_at = { zh = "末次", en = "last" }

MATCH (c:Caller)-[:REPORTED]->(i:Incident)-[:AT]->(l:Location)
WHERE
  NOT l.level IN ['city', 'district', 'street'] AND
  ($since IS NULL OR i.reported_at >= $since) AND
  ($until IS NULL OR i.reported_at < $until)
WITH c, l, i
ORDER BY i.reported_at, i.id, l.key
WITH c, collect(l.key) AS keys, collect(l.name) AS names, count(DISTINCT l) AS different, min(i.reported_at) AS first_at, max(i.reported_at) AS last_at
WHERE different >= $least
RETURN
  c.key AS caller_key,
  coalesce(nullIf(c.name, ''), c.key) AS caller,
  different AS steps,
  [n IN range(0, size(keys) - 1) WHERE n = 0 OR keys[n] <> keys[n - 1] | names[n]] AS places,
  first_at,
  last_at
ORDER BY steps DESC, last_at DESC, caller_key
LIMIT $limit
