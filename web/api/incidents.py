"""POST /incidents: calls that another program sends, one or many, by the way that a file's rows go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from flask import request
from flask_babel import lazy_gettext as _
from neo4j import Driver
from pydantic import BaseModel, ConfigDict, Field, RootModel

from graph.one_writer import WriterBusy
from ingest.arrival import Arrival
from ingest.posted import Posted, place, read
from ingest.quarantine import Rejection
from web import reading
from web.api.door import Said, blueprint, problems
from web.api.problems import Refusal
from web.audit import Action, note
from web.graph_link import link
from web.metrics import meters

#: Records of one request; a file with more is for `ingest`, which is made for bulk.
MOST = 500
_WAIT_S = 5.0
_RETRY_S = 10

Value = str | int | float | bool | None


class Record(BaseModel):
    """A call under the headings that files may have (docs/import.md); those of the standard export are listed.

    Wanted are an id, a time, and one of address, content and caller. What lacks them is quarantined, with a reason.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Value] = Field(init=False)

    id: Value = Field(None, alias="接警单编号")
    reported_at: Value = Field(None, alias="报警时间", description="2026-03-01 08:30:00, with or without a zone, …")
    phone: Value = Field(None, alias="来电号码")
    caller_name: Value = Field(None, alias="报警人姓名")
    caller_id_number: Value = Field(None, alias="报警人身份证号")
    address: Value = Field(None, alias="警情地址")
    category: Value = Field(None, alias="警情类别")
    content: Value = Field(None, alias="报警内容")
    outcome: Value = Field(None, alias="处警情况")
    unit: Value = Field(None, alias="处警单位")
    officer: Value = Field(None, alias="处警民警")
    case_number: Value = Field(None, alias="案件编号")


class Records(RootModel[Record | Annotated[list[Record], Field(min_length=1, max_length=MOST)]]):
    """One record, or several."""


class Receipt(Said):
    """What became of one record. ``row`` counts from 1.

    ``dispute`` is null for a call that stands alone, and for a dispute that this account may not see (``hidden``).
    ``column`` ('' for the whole record) and ``reason`` say why one was quarantined.
    """

    row: int
    id: str
    outcome: Literal["new", "corrected", "unchanged", "quarantined"]
    dispute: str | None = None
    hidden: bool = False
    column: str = ""
    reason: str = ""


class Receipts(Said):
    """How many records were read and what became of them, and of each."""

    read: int
    new: int
    corrected: int
    unchanged: int
    quarantined: int
    records: list[Receipt]


@blueprint.post("/incidents", responses={200: Receipts, **problems(413, 415)})
def incidents(body: Records) -> dict[str, Any]:
    """Send calls. Each is new, corrects the one with its id, is known as it is, or is quarantined.

    Sending the same again is safe: it changes nothing. Everything is written and placed when the answer comes. While
    an import or a screening holds the graph, 503 says when to try again; nothing was written then.
    """
    del body  # checked; the values go on as they were sent
    sent = request.get_json()
    records = sent if isinstance(sent, list) else [sent]
    posted = read(records)
    posted = posted.without(_of_others(posted))
    try:
        became = link().ask(lambda driver: _placed(driver, posted))
    except WriterBusy as error:
        busy = _("An import, a screening or a decision is under way. Nothing was written.")
        raise Refusal(503, busy, code="busy", retry_after_s=_RETRY_S) from error
    counted = Counter[str](one.outcome if isinstance(one, Arrival) else "quarantined" for one in became)
    meters().received(counted)
    sent_ids = [one.id for one in became if isinstance(one, Arrival)]
    note(Action.INCIDENTS_SENT, "", outcomes=dict(counted), first=sent_ids[:20])
    return Receipts(
        read=len(became),
        new=counted["new"],
        corrected=counted["corrected"],
        unchanged=counted["unchanged"],
        quarantined=counted["quarantined"],
        records=_receipts(became),
    ).model_dump(mode="json")


def _placed(driver: Driver, posted: Posted) -> list[Arrival | Rejection]:
    return place(driver, posted, _WAIT_S)


def _of_others(posted: Posted) -> set[str]:
    """The ids that are in the graph and that this account may not see."""
    ids = list(dict.fromkeys(one.id for one in posted.incidents()))
    held = reading.rows("incident_standing", incidents=ids) if ids else []
    return {row["incident_id"] for row in held if not row["known"] and not row["unassigned"]}


def _receipts(became: Sequence[Arrival | Rejection]) -> list[Receipt]:
    """Where each stands now that all are placed: a later one may have moved an earlier one."""
    ids = list(dict.fromkeys(one.id for one in became if isinstance(one, Arrival)))
    held = {row["incident_id"]: row for row in reading.rows("incident_standing", incidents=ids)} if ids else {}
    found = []
    for row, one in enumerate(became, start=1):
        if isinstance(one, Rejection):
            found.append(Receipt(row=row, id="", outcome="quarantined", column=one.column, reason=one.reason))
        else:
            stands = held.get(one.id, {"dispute_id": None, "hidden": False})
            found.append(
                Receipt(row=row, id=one.id, outcome=one.outcome, dispute=stands["dispute_id"], hidden=stands["hidden"])
            )
    return found
