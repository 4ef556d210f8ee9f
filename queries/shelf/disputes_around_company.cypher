// name = "disputes_around_company"
// title = { zh = "围绕一家单位的矛盾", en = "Disputes around one company" }
// explanation.zh = "警情中提到该公司、工地、学校、店铺等（名称含所填文字）的矛盾。"
// explanation.en = "Disputes whose calls name a company, project, school or shop with these words in its name."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["people"]
// shape = "table"
// count = { of = "dispute_id", zh = "起矛盾纠纷", en = "disputes" }
// parameters.name = { type = "text", required = true, zh = "单位名称（可只填一部分）", en = "name of the company, or part of it" }
// parameters.units = { type = "texts", zh = "只看这些单位负责或处警的", en = "only what these units answer for or handled" }
// parameters.agency = { type = "text", zh = "只看分流给该部门的", en = "only what was diverted to this agency" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.dispute_id = { zh = "矛盾编号", en = "dispute", label = "Dispute" }
// columns.title = { zh = "标题", en = "title" }
// columns.level = { zh = "风险等级", en = "risk level" }
// columns.status = { zh = "状态", en = "status" }
// columns.companies = { zh = "单位", en = "companies" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.callers = { zh = "报警人数", en = "callers" }
// columns.last_at = { zh = "末次", en = "last" }
// columns.unit = { zh = "责任单位", en = "unit" }

MATCH (t:Thing)
WHERE t.name CONTAINS $name
MATCH (t)<-[:MENTIONS]-(:Incident)-[:ABOUT]->(d:Dispute)
WHERE
  d.merged_into IS NULL AND
  ($units IS NULL OR d.unit IN $units OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)-[:HANDLED_BY]->(u:Unit)
    WHERE u.key IN $units
  }) AND
  ($agency IS NULL OR EXISTS {
    MATCH (d)<-[:ABOUT]-(:Incident)<-[:OF]-(:Diversion)-[:SENT_TO]->(:Agency {key: $agency})
  })
WITH d, collect(DISTINCT t.name) AS companies
RETURN
  d.id AS dispute_id,
  d.title AS title,
  d.level AS level,
  d.status AS status,
  companies,
  COUNT { (d)<-[:ABOUT]-(:Incident) } AS incidents,
  COUNT { MATCH (d)<-[:ABOUT]-()<-[:REPORTED]-(c:Caller) RETURN DISTINCT c } AS callers,
  d.last_at AS last_at,
  d.unit AS unit
ORDER BY incidents DESC, dispute_id
LIMIT $limit
