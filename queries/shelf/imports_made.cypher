// name = "imports_made"
// title = { zh = "导入记录", en = "Imports" }
// explanation.zh = "每次导入的名称、开始时间和现存警情数，最新的在前。"
// explanation.en = "Each import with its name, when it began and how many calls of it there are now, latest first."
// roles = ["analyst", "supervisor", "administrator"]
// shape = "table"
// count = { of = "import_id", zh = "次导入", en = "imports" }
// parameters.import_id = { type = "text", zh = "只看这一次", en = "only this one" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 1000, zh = "最多几行", en = "at most so many rows" }
// columns.import_id = { zh = "编号", en = "number" }
// columns.name = { zh = "名称", en = "name" }
// columns.started_at = { zh = "开始时间", en = "began" }
// columns.finished = { zh = "已读完", en = "read to its end" }
// columns.counts = { zh = "各项行数", en = "counts" }
// columns.calls = { zh = "现存警情数", en = "calls" }

MATCH (m:Import)
WHERE $import_id IS NULL OR m.id = $import_id
RETURN
  m.id AS import_id,
  m.name AS name,
  m.started_at AS started_at,
  coalesce(m.finished, false) AS finished,
  coalesce(m.counts, '') AS counts,
  COUNT { (m)<-[:FROM]-() } AS calls
ORDER BY started_at DESC, import_id
LIMIT $limit
