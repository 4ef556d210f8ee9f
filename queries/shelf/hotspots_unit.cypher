// name = "hotspots_unit"
// title = { zh = "高发单位", en = "Hotspots: units" }
// explanation.zh = "一个单位处警多。警情不论内容，无效警情也计入。窗口为首次到末次不超过 N×24 小时，两端都算在内，精确到秒。次数为任一窗口内的最多次数，首末次为最早达到该次数的窗口。"
// explanation.en = "One unit handles many incidents. Whatever the incidents are about; invalid ones count too. A window runs from first to last at most N x 24 hours, both ends included, to the second. The count is the most in any one window; first and last are those of the earliest window with that count."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["repeats", "overview"]
// shape = "table"
// count = { of = "key", zh = "个单位", en = "units" }
// parameters.window = { type = "integer", default = 7, minimum = 1, maximum = 3660, zh = "窗口（天）", en = "window, days" }
// parameters.minimum = { type = "integer", minimum = 1, threshold_of = "window", zh = "至少几次", en = "at least so many calls" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", zh = "到（不含）", en = "to, not included" }
// columns.kind = { zh = "类型", en = "kind" }
// columns.subject = { zh = "对象", en = "subject" }
// columns.window = { zh = "窗口（天）", en = "window, days" }
// columns.count = { zh = "窗口内最多次数", en = "most in one window" }
// columns.first_at = { zh = "首次", en = "first" }
// columns.last_at = { zh = "末次", en = "last" }
// columns.key = { zh = "标识", en = "key", label = "Unit" }

// The window only ever slides or grows, so one pass finds the most calls that fit in it, and the
// earliest calls that do. (A call fits when it is at most $window x 24 hours after the first.)
MATCH (unit:Unit)
WHERE COUNT { (unit)<-[:HANDLED_BY]-() } >= $minimum
CALL (unit) {
  MATCH (unit)<-[:HANDLED_BY]-(i:Incident)
  WHERE ($since IS NULL OR i.reported_at >= $since) AND ($until IS NULL OR i.reported_at < $until)
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
WITH unit, best
WHERE best.n >= $minimum
WITH best, unit.key AS key, coalesce(nullIf(unit.name, ''), unit.key) AS subject
RETURN
  'unit' AS kind,
  subject,
  $window AS window,
  best.n AS count,
  datetime({epochSeconds: best.first}) AS first_at,
  datetime({epochSeconds: best.last}) AS last_at,
  key AS key
ORDER BY count DESC, first_at, key
