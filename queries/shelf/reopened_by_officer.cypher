// name = "reopened_by_officer"
// title = { zh = "民警名下的重开", en = "Reopened, by officer" }
// explanation.zh = "每名民警：其处理末次警情后办结的矛盾有几起，其中几起又重开。所需属性：Dispute.closed_at，Dispute.reopened_at。"
// explanation.en = "For each officer: disputes closed after he handled their last call before closing, and how many of them were opened again. Expects Dispute.closed_at and Dispute.reopened_at."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["casework"]
// shape = "table"
// count = { of = "officer_key", zh = "名民警", en = "officers" }
// parameters.since = { type = "datetime", zh = "从（含）", en = "from, included" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.officer = { zh = "民警", en = "officer" }
// columns.officer_key = { zh = "民警标识", en = "key of the officer", label = "Officer" }
// columns.closed = { zh = "办结", en = "closed" }
// columns.reopened = { zh = "重开", en = "reopened" }
// columns.percent = { zh = "重开率（%）", en = "reopened, %" }
// columns.disputes = { zh = "矛盾", en = "disputes", label = "Dispute" }

// $since looks at the closing.
MATCH (d:Dispute)
WHERE d.closed_at IS NOT NULL AND d.merged_into IS NULL AND ($since IS NULL OR d.closed_at >= $since)
MATCH (d)<-[:ABOUT]-(i:Incident)
WHERE i.reported_at <= d.closed_at
WITH d, i
ORDER BY i.reported_at DESC, i.id
WITH d, head(collect(i)) AS latest
MATCH (o:Officer)-[:HANDLED]->(latest)
WITH o, count(d) AS closed, collect(CASE WHEN d.reopened_at > d.closed_at THEN d.id END) AS disputes
WHERE size(disputes) > 0
RETURN
  coalesce(o.name, o.key) AS officer,
  o.key AS officer_key,
  closed,
  size(disputes) AS reopened,
  100 * size(disputes) / closed AS percent,
  disputes
ORDER BY reopened DESC, percent DESC, officer_key
LIMIT $limit
