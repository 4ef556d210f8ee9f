// name = "assignments"
// title = { zh = "警情归属", en = "Which dispute each incident is about" }
// explanation.zh = "每起警情一行；单独成案的矛盾编号为空。"
// explanation.en = "One row for every incident; the dispute is empty for one that stands alone."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// columns.incident_id = { zh = "接警单编号", en = "incident" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute" }

MATCH (i:Incident)
WHERE i.id IS NOT NULL
RETURN
  i.id AS incident_id,
  head(COLLECT {
    MATCH (i)-[:ABOUT]->(d:Dispute)
    WHERE d.merged_into IS NULL
    RETURN d.id
    ORDER BY d.id
    LIMIT 1
  }) AS dispute_id
ORDER BY incident_id
