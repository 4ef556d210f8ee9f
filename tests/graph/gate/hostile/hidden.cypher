/* MATCH */ CREATE (n:Evil) RETURN n
%%
// harmless
CREATE (n:Evil) RETURN n
%%
MATCH (n) /* RETURN n */ SET n.x = 1
%%
MATCH (n) //RETURN n
SET n.x = 1
%%
MATCH (n)/**/SET/**/n.x/**/=/**/1
%%
RETURN '*/' AS x /* ' */ CREATE (:Evil)
%%
RETURN "//" AS x CREATE (:Evil)
%%
RETURN 'it\'s' AS x CREATE (:Evil)
%%
WITH '\\' AS x CREATE (:Evil {x: x})
%%
WITH `a``b` AS x CREATE (:Evil)
%%
WITH 1 AS `CREATE` CREATE (:Evil)
%%
MATCH (`n`) SET `n`.`x` = 1
%%
CALL { CREATE (:Evil) }
%%
CALL { CREATE (n:Evil) RETURN n } RETURN n
%%
CALL () { MATCH (n) SET n.x = 1 } RETURN 1
%%
MATCH (n) CALL (n) { SET n.x = 1 } RETURN n
%%
MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 10 ROWS
%%
MATCH (n) CALL (n) { RETURN 1 AS x } IN TRANSACTIONS RETURN x
%%
MATCH (n) CALL (n) { RETURN 1 AS x } IN 2 CONCURRENT TRANSACTIONS RETURN x
%%
RETURN 1 AS x UNION CREATE (n:Evil) RETURN n AS x
%%
RETURN 1 AS x UNION ALL CALL { CREATE (:Evil) } RETURN 1 AS x
%%
MATCH (n) WHERE EXISTS { CREATE (:Evil) } RETURN n
%%
MATCH (n) RETURN COUNT { CREATE (m:Evil) RETURN m }
%%
MATCH (n) RETURN COLLECT { MATCH (m) SET m.x = 1 RETURN m }
%%
MATCH (n) RETURN CASE WHEN true THEN COLLECT { MERGE (m:Evil) RETURN m } END
%%
\u0043REATE (n:Evil) RETURN n
%%
MATCH (n) \u0053ET n.x = 1
%%
MATCH (n) WHERE n.name = '\u0027 SET n.x = 1 RETURN n
%%
RETURN 1 // \u000a CREATE (:Evil)
%%
RETURN 1 /* \u002a\u002f CREATE (:Evil) /* */
%%
RETURN "\u0022 CREATE (:Evil) //"
%%
RETURN r\u0061nge(1, 1000000000)
%%
RETURN \\u0072ange(1, 10)
%%
ＣＲＥＡＴＥ (n:Evil)
%%
MATCH (n) ＳＥＴ n.x = 1
%%
MATCH (n) ſet n.x = 1
%%
СREATE (n:Evil)
%%
MATCH (n)　SET n.x = 1
%%
MATCH (n)​SET n.x = 1
%%
MATCH （n） RETURN n
%%
MATCH (n) RETURN n；CREATE (:Evil)
%%
MATCH (n) RETURN n; CREATE (:Evil)
%%
; CREATE (:Evil)
%%
RETURN 'open CREATE (:Evil)
%%
RETURN `open CREATE (:Evil)
%%
RETURN 1 /* open
%%
RETURN 1)) CREATE (:Evil)
%%
RETURN (1
%%
MATCH (n) WITH n AS SET SET SET.x = 1
%%
MATCH (n) RETURN n UNION MATCH (n) DETACH DELETE n
%%
WITH 1 AS x CALL (x) { CALL (x) { CREATE (:Evil) } } RETURN x
%%
USING PERIODIC COMMIT CREATE (:Evil)
