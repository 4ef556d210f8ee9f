// name = "companies_in_disputes"
// title = { zh = "涉事单位排行", en = "Companies by disputes" }
// explanation.zh = "被提到的公司、工地、学校、店铺等，按涉及的矛盾数排列。"
// explanation.en = "Companies, projects, schools and shops by how many disputes name them."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["people", "network"]
// shape = "table"
// count = { of = "name", zh = "家单位", en = "companies" }
// parameters.kind = { type = "text", zh = "种类（公司、学校……），不填为全部", en = "kind; all when empty" }
// parameters.least = { type = "integer", default = 2, minimum = 1, maximum = 100000, zh = "至少几起矛盾", en = "at least so many disputes" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.name = { zh = "名称", en = "name" }
// columns.kind = { zh = "类型", en = "kind" }
// columns.dispute_count = { zh = "矛盾数", en = "disputes" }
// columns.incidents = { zh = "警情数", en = "incidents" }
// columns.disputes = { zh = "矛盾", en = "disputes", label = "Dispute" }

MATCH (t:Thing)<-[:MENTIONS]-(i:Incident)-[:ABOUT]->(d:Dispute)
WHERE d.merged_into IS NULL AND ($kind IS NULL OR t.kind = $kind)
WITH t, count(DISTINCT i) AS incidents, collect(DISTINCT d.id) AS disputes
WHERE size(disputes) >= $least
RETURN t.name AS name, t.kind AS kind, size(disputes) AS dispute_count, incidents, disputes
ORDER BY dispute_count DESC, incidents DESC, name
LIMIT $limit
