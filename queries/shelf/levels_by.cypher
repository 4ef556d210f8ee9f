// name = "levels_by"
// title = { zh = "按分数线分的风险等级", en = "Levels of risk by given lines" }
// explanation.zh = "若按这些分数线划分，各风险等级的矛盾数；合并掉的不算。"
// explanation.en = "How many disputes each level of risk would have by these lines, merged ones left out."
// roles = ["administrator"]
// shape = "table"
// count = { zh = "行", en = "rows" }
// parameters.medium = { type = "number", required = true, zh = "中等风险起", en = "medium from" }
// parameters.high = { type = "number", required = true, zh = "高风险起", en = "high from" }
// parameters.critical = { type = "number", required = true, zh = "极高风险起", en = "critical from" }
// columns.low = { zh = "低", en = "low" }
// columns.medium = { zh = "中", en = "medium" }
// columns.high = { zh = "高", en = "high" }
// columns.critical = { zh = "极高", en = "critical" }

MATCH (d:Dispute)
WHERE d.merged_into IS NULL AND d.risk IS NOT NULL
RETURN
  sum(CASE WHEN d.risk < $medium THEN 1 ELSE 0 END) AS low,
  sum(CASE WHEN d.risk >= $medium AND d.risk < $high THEN 1 ELSE 0 END) AS medium,
  sum(CASE WHEN d.risk >= $high AND d.risk < $critical THEN 1 ELSE 0 END) AS high,
  sum(CASE WHEN d.risk >= $critical THEN 1 ELSE 0 END) AS critical
