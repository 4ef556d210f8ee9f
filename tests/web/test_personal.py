"""What leaves the server: every value of every row, however deep, with numbers of people masked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import neo4j
import pytest
from neo4j import Driver
from neo4j.time import DateTime

from web.permission import MAY_UNMASK
from web.personal import leaving, veiled
from web.roles import Role

PHONE, ID_NUMBER = "13800000001", "110101199003071234"
SHOWN, ID_SHOWN = "138****0001", "110***********1234"


@pytest.mark.parametrize("role", Role)
def test_no_role_sees_numbers_by_itself(role: Role) -> None:
    rows = [{"content": f"回电{PHONE}", "phone": PHONE, "reasons": [PHONE]}]
    assert leaving(rows, role) == [{"content": f"回电{SHOWN}", "phone": SHOWN, "reasons": [SHOWN]}]
    whole = leaving(rows, role, whole=True)
    assert (whole == rows) is (role in MAY_UNMASK)


def test_numbers_of_records_times_counts_and_measures_stay() -> None:
    row = {
        "incident_id": "330102000001",
        "dispute_id": "D-20260301000047",
        "case_number": "3301022026000001",
        "at": datetime.now(UTC),
        "n": 1_234_567_890,
        "risk": 0.9666666667,
        "bytes": 12_345_678,
        "none": None,
        "yes": True,
    }
    assert leaving([row], Role.PARTNER) == [row]


NESTED: list[tuple[Any, Any]] = [
    ([PHONE, [PHONE]], [SHOWN, [SHOWN]]),
    ((PHONE,), [SHOWN]),
    ({"phone": "E12345678", "content": f"电{PHONE}"}, {"phone": "E1*****78", "content": f"电{SHOWN}"}),
    ({"a": {"b": [{"caller_id_number": ID_NUMBER}]}}, {"a": {"b": [{"caller_id_number": ID_SHOWN}]}}),
    ({PHONE: 3}, {SHOWN: 3}),
    (PHONE.encode(), SHOWN),
    (13_800_000_001, SHOWN),
    (1.3800000001e10, SHOWN),
    (110_101_199_003_071_234, ID_SHOWN),
    (float("inf"), float("inf")),
    ({"phone": 88_880_001, "phones": 3, "n": 88_880_001}, {"phone": "88****01", "phones": 3, "n": 88_880_001}),
    ({"报警人身份证号": "E12345678"}, {"报警人身份证号": "E1*****78"}),
    (timedelta(days=1), timedelta(days=1)),
    (date(2026, 3, 1), date(2026, 3, 1)),
    (DateTime(2026, 3, 1, 9, 0, 0), DateTime(2026, 3, 1, 9, 0, 0)),
]


@pytest.mark.parametrize(("value", "shown"), NESTED, ids=str)
def test_values_within_values(value: Any, shown: Any) -> None:
    assert veiled(value) == shown


def test_the_name_of_a_column_spares_nothing_when_somebody_else_chose_it() -> None:
    row = {"incident_id": "330102000001", "id": PHONE, PHONE: 1}
    assert leaving([row], Role.ANALYST) == [{"incident_id": "330102000001", "id": SHOWN, SHOWN: 1}]
    assert leaving([row], Role.ANALYST, own_names=False) == [{"incident_id": "330*****0001", "id": SHOWN, SHOWN: 1}]


def test_what_the_driver_gives(graph: Driver) -> None:
    graph.execute_query(
        "CREATE (c:Caller:Person {key: 'phone:' + $p, id_number: $i})-[:USES {since: $p}]->(:Phone {number: $p})",
        p=PHONE,
        i=ID_NUMBER,
    )
    found = graph.execute_query(
        "MATCH path = (c:Caller)-[r:USES]->(p:Phone) "
        "RETURN path, c, r, p, properties(c) AS all, c{.*, k: [p.number]} AS m",
        result_transformer_=neo4j.Result.single,
    )
    assert found is not None
    [row] = leaving([dict(zip(found.keys(), found.values(), strict=True))], Role.ANALYST)
    assert PHONE not in str(row)
    assert ID_NUMBER not in str(row)
    assert row["p"] == f"(Phone {SHOWN})"
    assert row["path"] == [row["c"], row["p"]]
    assert row["all"] == {"key": f"phone:{SHOWN}", "id_number": ID_SHOWN}
    assert row["m"]["k"] == [SHOWN]
