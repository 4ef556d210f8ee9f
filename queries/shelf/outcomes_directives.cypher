// name = "outcomes_directives"
// title = { zh = "指令办理结果", en = "Outcomes of directives" }
// explanation.zh = "某段时间内下发（撤回的不算）的研判指令，按矛盾类型或承办单位：应签收（已签收或期限已过）与期限内签收、应反馈（有反馈或期限已过）与期限内反馈、反馈过与被退回过的数量。退回后以重新反馈的时间为准。"
// explanation.en = "Directives issued in a period (without those withdrawn), by kind of dispute or by the unit that acts: how many were to be received (received, or past the deadline) and received in time, were to be fed back and fed back in time, were fed back and sent back. After a sending back the new feedback counts."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// shape = "table"
// count = { of = "shared", zh = "组", en = "groups" }
// parameters.by = { type = "text", required = true, choices = ["about", "unit"], zh = "按什么分组", en = "grouped by" }
// parameters.since = { type = "datetime", required = true, zh = "从（含）", en = "from, included" }
// parameters.until = { type = "datetime", required = true, zh = "到（不含）", en = "to, not included" }
// parameters.now = { type = "datetime", required = true, zh = "以何时为准", en = "as of" }
// parameters.units = { type = "texts", zh = "只看这些单位负责、处警或承办的", en = "only what these units answer for, handled or have to act on" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// columns.shared = { zh = "分组", en = "group" }
// columns.issued = { zh = "下发", en = "issued" }
// columns.to_receive = { zh = "应签收", en = "to be received" }
// columns.received_in_time = { zh = "期限内签收", en = "received in time" }
// columns.to_feed_back = { zh = "应反馈", en = "to be fed back" }
// columns.fed_back_in_time = { zh = "期限内反馈", en = "fed back in time" }
// columns.fed_back = { zh = "已反馈", en = "fed back" }
// columns.sent_back = { zh = "被退回", en = "sent back" }

MATCH (w:Directive)-[:ON]->(d:Dispute)
WHERE
  w.issued_at >= $since AND w.issued_at < $until AND w.status <> 'withdrawn' AND
  ($units IS NULL OR EXISTS {
    MATCH (w)-[:SENT_TO]->(to:Unit)
    WHERE to.key IN $units
  } OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
WITH w, d ORDER BY d.id
WITH w, head(collect(d)) AS d
WITH
  w,
  CASE $by WHEN 'unit' THEN coalesce(head([(w)-[:SENT_TO]->(to:Unit) | to.key]), d.unit) ELSE d.kind END AS shared,
  EXISTS {
    MATCH (w)<-[:MOVED]-(m:Move {name: 'feed_back'})
    WHERE m.undone_at IS NULL
  } AS fed_back,
  EXISTS {
    MATCH (w)<-[:MOVED]-(m:Move {name: 'send_back'})
    WHERE m.undone_at IS NULL
  } AS sent_back
RETURN
  coalesce(shared, '') AS shared,
  count(w) AS issued,
  count(CASE WHEN w.received_at IS NOT NULL OR w.deadline < $now THEN 1 END) AS to_receive,
  count(CASE WHEN w.received_at <= w.deadline THEN 1 END) AS received_in_time,
  count(CASE WHEN w.feedback_at IS NOT NULL OR w.deadline < $now THEN 1 END) AS to_feed_back,
  count(CASE WHEN w.feedback_at <= w.deadline THEN 1 END) AS fed_back_in_time,
  count(CASE WHEN fed_back THEN 1 END) AS fed_back,
  count(CASE WHEN fed_back AND sent_back THEN 1 END) AS sent_back
ORDER BY issued DESC, shared
