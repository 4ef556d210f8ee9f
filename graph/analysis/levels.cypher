// The level of every dispute by thresholds that were changed.

// name: relevel
MATCH (d:Dispute)
WHERE d.merged_into IS NULL
WITH d, CASE
  WHEN d.risk >= $critical THEN 'critical'
  WHEN d.risk >= $high THEN 'high'
  WHEN d.risk >= $medium THEN 'medium'
  ELSE 'low'
END AS level
WHERE d.risk IS NOT NULL AND d.level <> level
CALL (d, level) {
  SET d.level = level
} IN TRANSACTIONS OF 5000 ROWS
RETURN count(*) AS changed
