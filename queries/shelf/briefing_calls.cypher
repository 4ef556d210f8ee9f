// name = "briefing_calls"
// title = { zh = "接警推送：以前的警情", en = "Briefing: calls before" }
// explanation.zh = "该号码、该号码使用者、该地点以前的警情，最近的在前；无权查看的只给出时间，供计数。"
// explanation.en = "Earlier calls of this number, of whoever uses it, and at this place, latest first; of those that may not be seen nothing but that they are there."
// roles = ["dispatcher", "investigator", "analyst", "supervisor"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// parameters.phone = { type = "text", zh = "电话", en = "phone" }
// parameters.place = { type = "text", zh = "地点标识", en = "key of the place" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 200, minimum = 1, maximum = 1000, zh = "最多几行", en = "at most so many rows" }
// columns.seen = { zh = "可查看", en = "may be seen" }
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

CALL () {
  MATCH (:Phone {number: $phone})-[:REPORTED]->(i:Incident)
  RETURN i, 'phone' AS tie
  UNION ALL
  MATCH (:Phone {number: $phone})<-[:USES]-(:Caller)-[:REPORTED]->(i:Incident)
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
RETURN
  seen,
  CASE WHEN seen THEN i.id END AS incident_id,
  CASE WHEN seen THEN i.reported_at END AS reported_at,
  CASE WHEN seen THEN ties END AS ties,
  c.key AS caller_key,
  CASE WHEN seen THEN coalesce(nullIf(c.name, ''), i.caller_name) END AS caller,
  CASE WHEN seen THEN i.phone END AS phone,
  CASE WHEN seen THEN i.address END AS address,
  CASE WHEN seen THEN i.content END AS content,
  CASE WHEN seen THEN i.outcome END AS outcome,
  CASE WHEN seen THEN i.danger END AS danger,
  CASE WHEN seen THEN i.danger_words END AS danger_words,
  CASE WHEN seen THEN i.unit END AS unit,
  CASE WHEN seen THEN i.officer END AS officer,
  CASE WHEN matter THEN d.id END AS dispute_id
ORDER BY reported_at DESC, incident_id
