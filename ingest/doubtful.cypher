// What is asked of the graph about doubtful pairs.

// name: risks
UNWIND $ids AS id
MATCH (d:Dispute {id: id})
RETURN d.id AS id, toFloat(coalesce(d.risk, 0)) AS risk
