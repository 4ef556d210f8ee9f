// name = "hotspots_location"
// title = { zh = "高发地点", en = "Hotspots: locations" }
// explanation.zh = "一个地点（含其下级地点）警情多；每一层级各算一行。警情不论内容，无效警情也计入。窗口为首次到末次不超过 N×24 小时，两端都算在内，精确到秒。次数为任一窗口内的最多次数，首末次为最早达到该次数的窗口。"
// explanation.en = "One place, with the places within it, has many incidents; each level has its own row. Whatever the incidents are about; invalid ones count too. A window runs from first to last at most N x 24 hours, both ends included, to the second. The count is the most in any one window; first and last are those of the earliest window with that count."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["repeats", "places"]
// shape = "table"
// count = { of = "key", zh = "处地点", en = "places" }
// parameters.window = { type = "integer", default = 7, minimum = 1, maximum = 3660, zh = "窗口（天）", en = "window, days" }
// parameters.minimum = { type = "integer", minimum = 1, threshold_of = "window", zh = "至少几次", en = "at least so many calls" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", zh = "到（不含）", en = "to, not included" }
// parameters.levels = { type = "texts", default = ["village", "number", "estate", "poi", "building", "unit", "floor", "room"], choices = ["city", "district", "street", "village", "road", "number", "estate", "poi", "building", "unit", "floor", "room"], zh = "地点层级", en = "levels of location" }
// columns.kind = { zh = "类型", en = "kind" }
// columns.subject = { zh = "对象", en = "subject" }
// columns.window = { zh = "窗口（天）", en = "window, days" }
// columns.count = { zh = "窗口内最多次数", en = "most in one window" }
// columns.first_at = { zh = "首次", en = "first" }
// columns.last_at = { zh = "末次", en = "last" }
// columns.key = { zh = "标识", en = "key", label = "Location" }

// The window only ever slides or grows, so one pass finds the most calls that fit in it, and the
// earliest calls that do. (A call fits when it is at most $window x 24 hours after the first.)
MATCH (place:Location)
WHERE
  place.level IN $levels AND
  (COUNT { (place)<-[:AT]-() } >= $minimum OR EXISTS { (place)<-[:WITHIN]-() })
CALL (place) {
  MATCH (place)<-[:WITHIN*0..]-(:Location)<-[:AT]-(i:Incident)
  WHERE ($since IS NULL OR i.reported_at >= $since) AND ($until IS NULL OR i.reported_at < $until)
  WITH DISTINCT i
  WITH i.reported_at.epochSeconds AS time
  ORDER BY time
  WITH collect(time) AS times
  WHERE size(times) >= $minimum
  RETURN reduce(
    w = {lo: 0, n: 0, first: 0, last: 0},
    k IN range(0, size(times) - 1) |
    CASE
      WHEN times[k] - times[w.lo] <= $window * 86400
        THEN {lo: w.lo, n: k - w.lo + 1, first: times[w.lo], last: times[k]}
      ELSE {lo: w.lo + 1, n: w.n, first: w.first, last: w.last}
    END
  ) AS best
}
WITH place, best
WHERE best.n >= $minimum
WITH place, best, COLLECT {
    MATCH path = (place)-[:WITHIN*0..]->(widest:Location)
    WHERE NOT EXISTS { (widest)-[:WITHIN]->() }
    WITH [part IN reverse(nodes(path)) | part.name] AS names
    RETURN reduce(full = '', n IN range(0, size(names) - 1) |
      full + CASE WHEN any(finer IN names[n + 1..] WHERE finer STARTS WITH names[n]) THEN '' ELSE names[n] END)
    LIMIT 1
  } AS names
WITH best, place.key AS key, coalesce(names[0], place.name) AS subject
RETURN
  'location' AS kind,
  subject,
  $window AS window,
  best.n AS count,
  datetime({epochSeconds: best.first}) AS first_at,
  datetime({epochSeconds: best.last}) AS last_at,
  key AS key
ORDER BY count DESC, first_at, key
