"""Limits, slots, cancelling, and what is said where."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from neo4j import Driver

from graph.gate import Cancel, Limits, Refused, ask
from graph.gate.slots import slot
from graph.settings import PROJECT_ROOT
from tests.graph.gate.corpus import LIMITS

# A cold engine plans for seconds.
_CALM = replace(LIMITS, seconds=30)
_LONG = "UNWIND range(1, 100000000000) AS x RETURN sum(x)"
_HOLD = """
import sys
from graph.gate import Limits
from graph.gate.slots import slot
with slot(sys.argv[1], Limits(1, 1, 1, 1, 2)):
    print("held", flush=True)
    sys.stdin.read()
"""


def refused(driver: Driver, text: str, limits: Limits = _CALM, **parameters: object) -> Refused:
    with pytest.raises(Refused) as caught:
        ask(driver, text, parameters, user="u", limits=limits)
    return caught.value


@pytest.mark.parametrize("rows", [1, 199, 200, 201, 500])
def test_so_many_rows_and_that_there_are_more(driver: Driver, rows: int) -> None:
    limits = replace(LIMITS, seconds=30, rows=rows)
    text = "UNWIND range(1, $n) AS x RETURN x"
    assert ask(driver, text, {"n": rows}, user="u", limits=limits).more == ""
    answer = ask(driver, text, {"n": rows + 1}, user="u", limits=limits)
    assert (answer.more, [row[0] for row in answer.rows]) == ("rows", list(range(1, rows + 1)))


def test_so_many_bytes_and_the_connection_serves_the_next_query(driver: Driver) -> None:
    limits = replace(LIMITS, seconds=30, bytes=1 << 20)
    answer = ask(driver, "UNWIND range(1, 1000) AS x RETURN [y IN range(1, 9999) | y] AS l", user="u", limits=limits)
    assert answer.more == "bytes"
    assert 0 < len(answer.rows) < 200
    one = "UNWIND range(1, 1000000) AS x RETURN collect(x)"
    assert refused(driver, one, limits).code == "bytes"
    assert ask(driver, "RETURN 1 AS one", user="u", limits=limits).rows == [(1,)]


def test_a_query_is_cancelled_and_ends_inside_the_engine(driver: Driver) -> None:
    cancel = Cancel()
    threading.Timer(0.5, cancel.now).start()
    with pytest.raises(Refused) as caught:
        ask(driver, _LONG, user="u", limits=replace(LIMITS, seconds=300), cancel=cancel)
    assert caught.value.code == "cancelled"
    for _ in range(100):
        shown = driver.execute_query("SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery").records
        if not any("100000000000" in row["currentQuery"] for row in shown):
            return
        threading.Event().wait(0.1)
    pytest.fail("the engine still runs it")


def test_time_is_said(driver: Driver) -> None:
    assert refused(driver, _LONG, replace(LIMITS, seconds=1)).code == "time"


def test_slots_hold_over_processes_and_are_freed_by_a_kill() -> None:
    command = [sys.executable, "-c", _HOLD]
    start = {"cwd": PROJECT_ROOT, "stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    holders = [subprocess.Popen([*command, name], **start) for name in ("a", "b")]  # type: ignore[call-overload]
    assert [holder.stdout.readline() for holder in holders] == ["held\n", "held\n"]
    limits = Limits(1, 1, 1, 1, 2, wait_seconds=0.1)
    for user, code in {"a": "busy_user", "c": "busy"}.items():
        with pytest.raises(Refused) as caught, slot(user, limits):
            pass
        assert caught.value.code == code
    holders[0].kill()
    holders[0].wait()
    with slot("a", limits), pytest.raises(Refused), slot("c", limits):
        pass
    holders[1].communicate()


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("MATCH (n) RETURN m", "variable", (1, 18)),
        ("MATCH (n)\nRETRUN n", "unexpected", (2, 1)),
        ("MATCH (n)\nRETURN '😀' + 警, n", "variable", (2, 14)),
        ("MATCH (n)\n  SET n.x = 1", "word", (2, 3)),
        ("RETURN （1）", "full_width", (1, 8)),
        ("MATCH (n)\u00a0SET n.x = 1", "full_width", (1, 10)),
        ("MATCH (n)\u2028SET n.x = 1", "sign", (1, 10)),
        ("RETURN foo(1)", "function", (1, 8)),
        ("RETURN 1,\n $x", "parameter", (2, 2)),
        ("RETURN 'a", "open_text", (1, 8)),
        ("RETURN size(1.5)", "types", (1, 13)),
        ("", "empty", None),
        ("RETURN 1 /* */ // nothing\n)", "bracket", (2, 1)),
        ("RETURN " + "(" * 30 + "1" + ")" * 30, "deep", (1, 32)),
        ("RETURN " + " + ".join(["1"] * 400), "parts", (1, 248)),
        ("RETURN " + "COUNT { MATCH (n) WHERE 1 < " * 12 + "2" + " }" * 12, "subqueries", (1, 154)),
    ],
)
def test_what_is_wrong_is_said_where_it_is(driver: Driver, text: str, code: str, place: tuple[int, int] | None) -> None:
    said = refused(driver, text)
    assert (said.code, (said.line, said.column)) == (code, place or (None, None))
