// name = "latest_call"
// title = { zh = "最近一条警情", en = "The latest call" }
// explanation.zh = "最近一条警情的报警时间。"
// explanation.en = "When the latest call was reported."
// roles = ["dispatcher", "investigator", "analyst", "supervisor", "partner", "administrator"]
// shape = "table"
// count = { zh = "起警情", en = "calls" }
// columns.reported_at = { zh = "报警时间", en = "reported" }

MATCH (i:Incident)
WHERE i.reported_at IS NOT NULL
RETURN i.reported_at AS reported_at
ORDER BY reported_at DESC
LIMIT 1
