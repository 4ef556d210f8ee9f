// name = "disputes_by_level"
// title = { zh = "风险等级分布", en = "Disputes by risk level" }
// explanation.zh = "各风险等级的矛盾数与警情数。"
// explanation.en = "Disputes and their incidents by level of risk."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["overview", "danger"]
// shape = "chart"
// count = { of = "level", zh = "个等级", en = "levels" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.dispute_count = { zh = "矛盾数", en = "disputes" }
// columns.incidents = { zh = "警情数", en = "incidents" }

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
WITH coalesce(d.level, 'low') AS level, count(d) AS dispute_count, sum(COUNT { (d)<-[:ABOUT]-(:Incident) }) AS incidents
RETURN level, dispute_count, incidents
ORDER BY CASE level WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END
