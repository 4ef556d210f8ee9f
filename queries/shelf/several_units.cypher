// name = "several_units"
// title = { zh = "多单位处置的矛盾", en = "Handled by several units" }
// explanation.zh = "由两个以上单位出过警的矛盾：容易各管一段。"
// explanation.en = "Disputes to which two units or more were sent: easily nobody's."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["casework"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.least = { type = "integer", default = 2, minimum = 2, maximum = 1000, zh = "至少几个单位", en = "at least so many units" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.unit_count = { zh = "单位数", en = "units" }
// columns.units = { zh = "处警单位", en = "units", label = "Unit" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.last_at = { zh = "末次", en = "last" }
// columns.unit = { zh = "责任单位", en = "unit" }

MATCH (d:Dispute)
WHERE
  d.merged_into IS NULL AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
MATCH (d)<-[:ABOUT]-(i:Incident)-[:HANDLED_BY]->(sent:Unit)
WITH d, count(DISTINCT i) AS incidents, collect(DISTINCT sent.key) AS units
WHERE size(units) >= $least
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.level AS level,
  size(units) AS unit_count,
  units,
  incidents,
  d.last_at AS last_at,
  d.unit AS unit
ORDER BY unit_count DESC, incidents DESC, dispute_id
LIMIT $limit
