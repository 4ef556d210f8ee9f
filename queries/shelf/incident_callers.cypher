// name = "incident_callers"
// title = { zh = "每起警情的报警人", en = "Who called about each incident" }
// explanation.zh = "每起警情一行；不能确定是谁的，报警人为空。"
// explanation.en = "One row for every incident; the caller is empty where it is nobody in particular."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// columns.incident_id = { zh = "接警单编号", en = "incident" }
// columns.caller = { zh = "报警人标识", en = "caller's key" }

MATCH (i:Incident)
WHERE i.id IS NOT NULL
RETURN
  i.id AS incident_id,
  head(COLLECT {
    MATCH (c:Caller)-[:REPORTED]->(i)
    RETURN c.key
    ORDER BY c.key
    LIMIT 1
  }) AS caller
ORDER BY incident_id
