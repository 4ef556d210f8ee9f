// name = "same_pair_again"
// title = { zh = "同一对人多起矛盾", en = "The same two people in several disputes" }
// explanation.zh = "同时出现在两起以上矛盾中的一对人：可能是同一矛盾没有归并，或积怨。"
// explanation.en = "Two people who are together in two disputes or more: one matter not yet joined, or an old grudge."
// roles = ["investigator", "analyst", "supervisor", "administrator"]
// tags = ["people", "network"]
// shape = "table"
// count = { zh = "对人员", en = "pairs of people" }
// parameters.least = { type = "integer", default = 2, minimum = 2, maximum = 1000, zh = "至少几起矛盾", en = "at least so many disputes" }
// parameters.limit = { type = "integer", default = 100, minimum = 1, maximum = 100000, zh = "最多几行", en = "at most so many rows" }
// columns.one = { zh = "甲", en = "one" }
// columns.other = { zh = "乙", en = "other" }
// columns.dispute_count = { zh = "矛盾数", en = "disputes" }
// columns.disputes = { zh = "矛盾", en = "disputes", label = "Dispute" }
// columns.one_key = { zh = "甲标识", en = "key of the one", label = "Person" }
// columns.other_key = { zh = "乙标识", en = "key of the other", label = "Person" }

MATCH (a:Person)-[:PARTY_TO]->(d:Dispute)<-[:PARTY_TO]-(b:Person)
WHERE a.key < b.key AND d.merged_into IS NULL
WITH a, b, collect(DISTINCT d.id) AS disputes
WHERE size(disputes) >= $least
RETURN
  coalesce(nullIf(a.name, ''), a.key) AS one,
  coalesce(nullIf(b.name, ''), b.key) AS other,
  size(disputes) AS dispute_count,
  disputes,
  a.key AS one_key,
  b.key AS other_key
ORDER BY dispute_count DESC, one_key, other_key
LIMIT $limit
