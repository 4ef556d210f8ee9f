// name = "nuisance_callers"
// title = { zh = "无效与恶意报警人", en = "Callers of invalid and malicious calls" }
// explanation.zh = "无效或恶意警情多的报警人，及其全部警情数。"
// explanation.en = "Callers with many invalid or malicious calls, beside all their calls."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["people"]
// shape = "table"
// count = { of = "caller_key", zh = "名报警人", en = "callers" }
// parameters.least = { type = "integer", default = 2, minimum = 1, maximum = 100000, zh = "至少几起", en = "at least so many" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.caller_key = { zh = "报警人标识", en = "caller's key", label = "Caller" }
// columns.caller = { zh = "报警人", en = "caller" }
// columns.invalid = { zh = "无效", en = "invalid" }
// columns.malicious = { zh = "恶意", en = "malicious" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.last_at = { zh = "末次", en = "last" }

MATCH (c:Caller)-[:REPORTED]->(i:Incident)
WHERE $since IS NULL OR i.reported_at >= $since
WITH
  c,
  count(i) AS incidents,
  count(CASE WHEN i.invalid THEN 1 END) AS invalid,
  count(CASE WHEN i.malicious THEN 1 END) AS malicious,
  count(CASE WHEN i.invalid OR i.malicious THEN 1 END) AS bad,
  max(i.reported_at) AS last_at
WHERE bad >= $least
RETURN
  c.key AS caller_key,
  coalesce(nullIf(c.name, ''), c.key) AS caller,
  invalid,
  malicious,
  incidents,
  last_at
ORDER BY malicious DESC, invalid DESC, caller_key
LIMIT $limit
