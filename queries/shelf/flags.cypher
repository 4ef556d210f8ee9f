// name = "flags"
// title = { zh = "警情标记", en = "Flags of every incident" }
// explanation.zh = "每起警情一行：无效、恶意、非警务。"
// explanation.en = "One row for every incident: invalid, malicious, not a police matter."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// shape = "table"
// count = { of = "incident_id", zh = "起警情", en = "calls" }
// columns.incident_id = { zh = "接警单编号", en = "incident" }
// columns.invalid = { zh = "无效", en = "invalid" }
// columns.malicious = { zh = "恶意", en = "malicious" }
// columns.non_police = { zh = "非警务", en = "not for police" }

MATCH (i:Incident)
WHERE i.id IS NOT NULL
RETURN
  i.id AS incident_id,
  coalesce(i.invalid, false) AS invalid,
  coalesce(i.malicious, false) AS malicious,
  coalesce(i.non_police, false) AS non_police
ORDER BY incident_id
