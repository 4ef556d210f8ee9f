"""docs/casework.md, drawn from graph/casework/states.toml: what becomes of a dispute and of the work on it."""

from __future__ import annotations

from collections.abc import Iterator

from graph.casework.states import Fact, Machine, Move, facts, machines

_HEAD = """# Casework

Made from `graph/casework/states.toml` by `python -m docs.generate`. A dispute (矛盾纠纷) and each piece of work on it,
a directive (研判指令), a mediation (调解), a follow-up visit (回访) or a diversion (分流), stands in one state, and
a move leads to another. `graph/casework/moves.py` makes them:

- A move made by hand names the version that the person saw. Whoever comes second is told who was first, and nothing
  is overwritten.
- A refused move says why: the state that it cannot be made from, the role, or the fact that is missing or makes no
  sense.
- What one click does is one act: the move, the dispute's moves that it starts, and the work that it begins. All of it
  is kept or none.
- An act whose move is marked *undo* is taken back whole as long as nothing came after it. State and properties are
  then worked out anew from the moves that are left; what was taken back stays in the history with who and when.
- Every move is a `Move` node with who, when, why and what was told. The state of everything follows from its moves,
  and a test holds whatever sequence of moves against that.
- Numbers (`ZL-2026-0001`, `TJ-…`, `HF-…`) run by kind and year without gaps, however many people ask at once.

On the pages a dispute says under *Casework* (办理) what may be done and what work there is on it; each piece of work
has a page with its history and the moves that the visitor's role may make. A call about a closed dispute opens it
again (`graph/casework/reopening.py`), within seven days as a false closure (假闭环), and its unit and whoever closed it
are told. Each move may come with files, and a directive, an agreement and a visit are there as papers to print and
sign: [papers.md](papers.md). Boards, lists, the calendar, mediators and outcomes: [boards.md](boards.md). A fact in
brackets may be told and need not be.

A directive (研判指令) is drafted from a dispute, from several chosen on the whiteboard, or from the answer of a query
(hotspots too): its text has the calls, the repeats, the reasons for the risk, the people and the measures
(`graph/casework/measures.toml`), for the analyst to edit. It goes down to handling units or across to other branches;
each unit gets one with a number of its own, and sees the dispute for it. It is due by the risk in working hours
(thresholds; `FENGQIAO_WORKING_HOURS`; public holidays and the weekend days worked in exchange as `holidays` knows them,
a bureau's own days in `FENGQIAO_DAYS_OFF`). A call is diverted to an agency from the dispute's page, for twelve hours.

What falls due is told by one look a minute (`graph/casework/reminders.toml` says whom and when), also what fell due
while nothing ran, each once: how far was looked is kept in one transaction with the notices. A directive that is late
becomes *overdue* and rises to the supervisors of its unit and of those above; a diversion after twelve hours likewise.
Notices go out by mail (`FENGQIAO_MAIL`, an account's address) and to a webhook (`FENGQIAO_WEBHOOK`) where set: tried
again for a day, without phones or ID numbers in them.

"""


def page() -> str:
    """The whole page in Markdown, with a Mermaid picture a kind of work."""
    lines = [line for machine in machines().values() for line in _kind(machine)]
    lines += ["## What is told with a move", "", "| fact | 中文 | what it is |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | {fact.zh} | {_fact(fact)} |" for name, fact in facts().items()]
    return _HEAD + "\n".join(lines) + "\n"


def _kind(machine: Machine) -> Iterator[str]:
    yield f"## {machine.zh} ({machine.en})"
    yield ""
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield from (f"    {name}: {state.zh} {state.en}" for name, state in machine.states.items())
    yield f"    [*] --> {machine.first}"
    yield from (f"    {source} --> {move.to}: {move.zh}" for move in machine.moves for source in move.sources)
    yield "```"
    yield ""
    if machine.roles:
        needs = _told(machine)
        starts = ", ".join(f"`{start}`" for start in machine.starts) or "nothing"
        yield f"Begun by {', '.join(sorted(machine.roles))}. It needs {needs}; of the dispute it starts {starts}."
        yield ""
    yield "| move | from | to | by | needs | starts | undo |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    yield from (_row(move) for move in machine.moves)
    yield ""


def _row(move: Move) -> str:
    starts = [f"`{start}`" for start in move.starts] + [f"a {begun}" for begun in [move.begins] if begun]
    cells = (
        f"`{move.name}` {move.zh}",
        ", ".join(move.sources),
        move.to,
        ", ".join(sorted(move.roles)) or "the system",
        _told(move),
        ", ".join(starts),
        "yes" if move.undo else "",
    )
    return f"| {' | '.join(cells)} |"


def _told(wanting: Move | Machine) -> str:
    """The facts that it needs, and those that it can have."""
    return ", ".join([*(f"`{need}`" for need in wanting.needs), *(f"`{fact}` if given" for fact in wanting.may)])


def _fact(fact: Fact) -> str:
    said = {
        "text": "text, at most 4,000 characters",
        "date": "a day",
        "moment": "a time",
        "score": "1 to 5",
        "yes_no": "yes or no",
    }
    return said.get(fact.type) or "one of " + ", ".join(f"`{code}` {zh}" for code, (zh, _) in fact.choices.items())
