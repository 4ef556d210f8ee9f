// name = "repeats_matter"
// title = { zh = "多人报一", en = "Repeats: one matter, several callers" }
// explanation.zh = "至少两名不同报警人就同一矛盾报警；没有报警人的警情计入次数，不计人数。窗口为首次到末次不超过 N×24 小时，两端都算在内，精确到秒。次数为任一窗口内的最多次数，首末次为最早达到该次数的窗口。"
// explanation.en = "At least two different callers report the same dispute; an incident without a caller counts as an incident and adds no caller. A window runs from first to last at most N x 24 hours, both ends included, to the second. The count is the most in any one window; first and last are those of the earliest window with that count."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["repeats"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.window = { type = "integer", default = 7, minimum = 1, maximum = 3660, zh = "窗口（天）", en = "window, days" }
// parameters.minimum = { type = "integer", minimum = 1, threshold_of = "window", zh = "至少几次", en = "at least so many calls" }
// parameters.disputes = { type = "texts", zh = "只看这些矛盾编号", en = "only these disputes" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", zh = "到（不含）", en = "to, not included" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.pattern = { zh = "模式", en = "pattern" }
// columns.window = { zh = "窗口（天）", en = "window, days" }
// columns.count = { zh = "窗口内最多次数", en = "most in one window" }
// columns.first_at = { zh = "首次", en = "first" }
// columns.last_at = { zh = "末次", en = "last" }
// columns.subject = { zh = "报警人数", en = "callers" }

// Two marks walk over the sorted calls, hi to the next call and lo to the first within reach of it: at most
// 2n steps. `other` is the latest call by someone else than the latest caller, so the calls from lo to hi
// have two callers when other >= lo.
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
  MATCH (d)<-[:ABOUT]-(i:Incident)
  WHERE ($since IS NULL OR i.reported_at >= $since) AND ($until IS NULL OR i.reported_at < $until)
  OPTIONAL MATCH (i)<-[:REPORTED]-(c:Caller)
  WITH i, i.reported_at.epochSeconds AS time, min(c.key) AS caller
  ORDER BY time
  WITH collect(time) AS times, collect(coalesce(caller, '')) AS callers, count(DISTINCT caller) AS people
  WHERE people >= 2
  RETURN people, reduce(
    w = {lo: 0, hi: 0, n: 0, first: 0, last: 0, caller: '', latest: -1, other: -1},
    step IN range(0, 2 * size(times) - 1) |
    CASE
      WHEN w.hi >= size(times) THEN w
      WHEN times[w.hi] - times[w.lo] > $window * 86400
        THEN {lo: w.lo + 1, hi: w.hi, n: w.n, first: w.first, last: w.last, caller: w.caller, latest: w.latest, other: w.other}
      ELSE head([
        seen IN [CASE
          WHEN callers[w.hi] = '' THEN {caller: w.caller, latest: w.latest, other: w.other}
          WHEN callers[w.hi] = w.caller THEN {caller: w.caller, latest: w.hi, other: w.other}
          ELSE {caller: callers[w.hi], latest: w.hi, other: w.latest}
        END] |
        CASE
          WHEN seen.other >= w.lo AND w.hi - w.lo + 1 > w.n
            THEN {lo: w.lo, hi: w.hi + 1, n: w.hi - w.lo + 1, first: times[w.lo], last: times[w.hi], caller: seen.caller, latest: seen.latest, other: seen.other}
          ELSE {lo: w.lo, hi: w.hi + 1, n: w.n, first: w.first, last: w.last, caller: seen.caller, latest: seen.latest, other: seen.other}
        END
      ])
    END
  ) AS best
}
WITH d, best, people
WHERE best.n >= $minimum AND best.n > 0
RETURN
  d.id AS dispute_id,
  'matter' AS pattern,
  $window AS window,
  best.n AS count,
  datetime({epochSeconds: best.first}) AS first_at,
  datetime({epochSeconds: best.last}) AS last_at,
  people AS subject
ORDER BY count DESC, first_at, dispute_id
