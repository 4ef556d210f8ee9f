// name = "briefing_calls"
// title = { zh = "接警推送：以前的警情", en = "Briefing: calls before" }
// explanation.zh = "该号码、该号码使用者、该地点以前的警情，最近的在前；前几起逐起给出，其余由同一人、为同一矛盾、同等危险的合为一行。无权查看的只给出有几起。"
// explanation.en = "Earlier calls of this number, of whoever uses it, and at this place, latest first; the first of them one by one, of the others those by the same person about the same dispute and as dangerous in one row. Of those that may not be seen only how many."
// roles = ["dispatcher", "investigator", "analyst", "supervisor"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// parameters.phone = { type = "text", zh = "电话", en = "phone" }
// parameters.place = { type = "text", zh = "地点标识", en = "key of the place" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 200, minimum = 1, maximum = 1000, zh = "最多看几起", en = "at most so many calls" }
// parameters.told = { type = "integer", default = 1000, minimum = 0, maximum = 1000, zh = "逐起给出几起", en = "so many one by one" }
// columns.seen = { zh = "可查看", en = "may be seen" }
// columns.calls = { zh = "几起", en = "calls" }
// columns.incident_id = { zh = "接警单编号", en = "incident" }
// columns.reported_at = { zh = "报警时间", en = "reported" }
// columns.ties = { zh = "相关之处", en = "what ties it" }
// columns.caller_key = { zh = "报警人标识", en = "caller key" }
// columns.caller = { zh = "报警人", en = "caller" }
// columns.phone = { zh = "电话", en = "phone" }
// columns.address = { zh = "警情地址", en = "address" }
// columns.content = { zh = "报警内容", en = "content" }
// columns.outcome = { zh = "处警情况", en = "outcome" }
// columns.danger = { zh = "危险等级", en = "danger" }
// columns.danger_words = { zh = "危险词", en = "danger words" }
// columns.unit = { zh = "处警单位", en = "unit" }
// columns.officer = { zh = "处警民警", en = "officer" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute" }

// Ordered by the number (or caller) first, though all have the same, because only then are the latest taken from the
// index in its order; else of somebody who called 2,000 times all 2,000 are read.
CALL () {
  MATCH (i:Incident)
  WHERE i.from_phone = $phone AND i.reported_s IS NOT NULL
  RETURN i, 'phone' AS tie
  ORDER BY i.from_phone DESC, i.reported_s DESC, i.id
  LIMIT $limit
  UNION ALL
  MATCH (:Phone {number: $phone})<-[:USES]-(c:Caller)
  CALL (c) {
    MATCH (i:Incident)
    WHERE i.caller_key = c.key AND i.reported_s IS NOT NULL
    RETURN i
    ORDER BY i.caller_key DESC, i.reported_s DESC, i.id
    LIMIT $limit
  }
  RETURN i, 'caller' AS tie
  UNION ALL
  MATCH (:Location {key: $place})<-[:WITHIN*0..1]-(:Location)<-[:AT]-(i:Incident)
  RETURN i, 'place' AS tie
}
WITH i, collect(DISTINCT tie) AS ties
ORDER BY i.reported_at DESC, i.id
LIMIT $limit
OPTIONAL MATCH (i)-[:ABOUT]->(d:Dispute)
WITH i, ties, d,
  d IS NOT NULL AND $agency IS NULL AND ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AS matter
WITH i, ties, d, matter,
  matter OR ($agency IS NULL AND ($units IS NULL OR EXISTS {
    MATCH (i)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  })) AS seen
OPTIONAL MATCH (i)<-[:REPORTED]-(c:Caller)
WHERE seen
WITH i, ties, d, c, matter, seen
ORDER BY seen DESC, i.reported_at DESC, i.id
WITH collect({i: i, ties: ties, d: d, c: c, matter: matter, seen: seen}) AS found
UNWIND range(0, size(found) - 1) AS place
WITH found[place] AS row, CASE WHEN place < $told THEN place END AS row_of_its_own
WITH row_of_its_own, row.seen AS seen, row.matter AS matter, row.ties AS ties, row.d AS d, row.c AS c,
  row.i.danger AS danger, collect(row.i) AS alike
WITH *, alike[0] AS i, row_of_its_own IS NOT NULL AND seen AS told
RETURN
  seen,
  size(alike) AS calls,
  CASE WHEN seen THEN i.id END AS incident_id,
  CASE WHEN seen THEN i.reported_at END AS reported_at,
  CASE WHEN seen THEN ties END AS ties,
  c.key AS caller_key,
  CASE WHEN seen THEN coalesce(nullIf(c.name, ''), i.caller_name) END AS caller,
  CASE WHEN told THEN i.phone END AS phone,
  CASE WHEN told THEN i.address END AS address,
  CASE WHEN told THEN i.content END AS content,
  CASE WHEN told THEN i.outcome END AS outcome,
  CASE WHEN seen THEN danger END AS danger,
  CASE WHEN seen THEN i.danger_words END AS danger_words,
  CASE WHEN told THEN i.unit END AS unit,
  CASE WHEN told THEN i.officer END AS officer,
  CASE WHEN matter THEN d.id END AS dispute_id
ORDER BY row_of_its_own, reported_at DESC, incident_id
