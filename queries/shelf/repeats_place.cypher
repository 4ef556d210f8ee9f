// name = "repeats_place"
// title = { zh = "一地多报", en = "Repeats: one place" }
// explanation.zh = "同一矛盾在同一地点（含其下级地点）多次报警。窗口为首次到末次不超过 N×24 小时，两端都算在内，精确到秒。次数为任一窗口内的最多次数，首末次为最早达到该次数的窗口。"
// explanation.en = "The same dispute is reported from one place, or from places within it, again and again. A window runs from first to last at most N x 24 hours, both ends included, to the second. The count is the most in any one window; first and last are those of the earliest window with that count."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["repeats", "places"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.window = { type = "integer", default = 7, minimum = 1, maximum = 3660, zh = "窗口（天）", en = "window, days" }
// parameters.minimum = { type = "integer", minimum = 1, threshold_of = "window", zh = "至少几次", en = "at least so many calls" }
// parameters.disputes = { type = "texts", zh = "只看这些矛盾编号", en = "only these disputes" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", zh = "到（不含）", en = "to, not included" }
// parameters.levels = { type = "texts", default = ["village", "number", "estate", "poi", "building", "unit", "floor", "room"], choices = ["city", "district", "street", "village", "road", "number", "estate", "poi", "building", "unit", "floor", "room"], choice_names = { city = { zh = "市", en = "city" }, district = { zh = "区县", en = "district" }, street = { zh = "街道乡镇", en = "street or town" }, village = { zh = "村", en = "village" }, road = { zh = "道路", en = "road" }, number = { zh = "门牌", en = "house number" }, estate = { zh = "小区", en = "estate" }, poi = { zh = "场所", en = "named place" }, building = { zh = "楼栋", en = "building" }, unit = { zh = "单元", en = "entrance" }, floor = { zh = "楼层", en = "floor" }, room = { zh = "房间", en = "room" } }, zh = "地点层级", en = "levels of location" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.pattern = { zh = "模式", en = "pattern" }
// columns.window = { zh = "窗口（天）", en = "window, days" }
// columns.count = { zh = "窗口内最多次数", en = "most in one window" }
// columns.first_at = { zh = "首次", en = "first" }
// columns.last_at = { zh = "末次", en = "last" }
// columns.subject = { zh = "地点", en = "place" }

// The window only ever slides or grows, so one pass finds the most calls that fit in it, and the
// earliest calls that do. (A call fits when it is at most $window x 24 hours after the first.)
CALL () {
  WITH 1 AS one
  WHERE $disputes IS NULL
  MATCH (d:Dispute)
  RETURN d
  UNION
  UNWIND $disputes AS id
  MATCH (d:Dispute {id: id})
  RETURN d
}
WITH d
WHERE d.merged_into IS NULL AND COUNT { (d)<-[:ABOUT]-() } >= $minimum
CALL (d) {
  MATCH (d)<-[:ABOUT]-(i:Incident)-[:AT]->(:Location)-[:WITHIN*0..]->(place:Location)
  WHERE place.level IN $levels AND ($since IS NULL OR i.reported_at >= $since) AND ($until IS NULL OR i.reported_at < $until)
  WITH DISTINCT place, i
  WITH place, i.reported_at.epochSeconds AS time
  ORDER BY time
  WITH place, collect(time) AS times
  WHERE size(times) >= $minimum
  WITH place, reduce(
    w = {lo: 0, n: 0, first: 0, last: 0},
    k IN range(0, size(times) - 1) |
    CASE
      WHEN times[k] - times[w.lo] <= $window * 86400
        THEN {lo: w.lo, n: k - w.lo + 1, first: times[w.lo], last: times[k]}
      ELSE {lo: w.lo + 1, n: w.n, first: w.first, last: w.last}
    END
  ) AS best
  WHERE best.n >= $minimum
  RETURN place, best
  ORDER BY best.n DESC, best.first, best.last, place.key
  LIMIT 1
}
WITH
  d, best, COLLECT {
    MATCH path = (place)-[:WITHIN*0..]->(widest:Location)
    WHERE NOT EXISTS { (widest)-[:WITHIN]->() }
    WITH [part IN reverse(nodes(path)) | part.name] AS names
    RETURN reduce(full = '', n IN range(0, size(names) - 1) |
      full + CASE WHEN any(finer IN names[n + 1..] WHERE finer STARTS WITH names[n]) THEN '' ELSE names[n] END)
    LIMIT 1
  } AS names, place
RETURN
  d.id AS dispute_id,
  'place' AS pattern,
  $window AS window,
  best.n AS count,
  datetime({epochSeconds: best.first}) AS first_at,
  datetime({epochSeconds: best.last}) AS last_at,
  coalesce(names[0], place.name) AS subject
ORDER BY count DESC, first_at, dispute_id
