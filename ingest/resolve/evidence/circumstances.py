"""When, by whom handled, how grave, and whether it is something that befalls once."""

from __future__ import annotations

import numpy as np

from ingest.resolve.evidence.comparing import Compare, Found
from ingest.resolve.evidence.people import somebody_in_common

#: Both are letters, not call slips: whoever writes at length says everything, so each agreement tells another story.
IN_WRITING = "wording.in_writing"

_HOUR, _DAY = 3_600, 86_400
_GAPS: tuple[tuple[str, int, int], ...] = (
    ("quarter_hour", 0, _HOUR // 4),
    ("hours", _HOUR // 4, 6 * _HOUR),
    ("day", 6 * _HOUR, 2 * _DAY),
    ("fortnight", 2 * _DAY, 14 * _DAY),
    ("months", 60 * _DAY, 150 * _DAY),
    ("long", 150 * _DAY, 10**9),
)


def circumstances(pair: Compare) -> Found:
    """Time between, unit, danger, days and amounts named, words that point back."""
    gap = pair.gap_s()
    later_back, earlier_back = pair.flag("refers_back")
    later_danger, earlier_danger = pair.flag("danger")
    later_invalid, earlier_invalid = pair.flag("invalid")
    amount = pair.shared("amount", "amount") > 0
    later_amounts, earlier_amounts = pair.sizes("amount")
    return {
        **{f"time.{name}": (gap >= low) & (gap < high) for name, low, high in _GAPS},
        "refers_back.later": later_back,
        "refers_back.earlier": earlier_back,
        "danger.both": np.minimum(later_danger, earlier_danger) >= 3,
        "danger.worse": later_danger >= earlier_danger + 3,
        "unit.same": pair.same("unit"),
        "unit.differs": pair.differs("unit"),
        "refers_back.day_named": (pair.shared("days_named", "day") > 0) & (gap >= _DAY // 4),
        "amount.same": amount,
        "amount.differs": ~amount & (np.minimum(later_amounts, earlier_amounts) > 0),
        "invalid.either": np.maximum(later_invalid, earlier_invalid),
        IN_WRITING: np.minimum(*pair.flag("in_writing")),
    }


def once(pair: Compare, f: Found) -> Found:
    """What befalls once (a theft, a lost child) is over within hours: later calls of strangers tell of another one."""
    later, earlier = pair.flag("event")
    after = pair.gap_s() >= _GAPS[1][2]
    known, named = f["caller.proven"] > 0, somebody_in_common(f)
    both, either = np.minimum(later, earlier), np.maximum(later, earlier)
    return {
        "event.both": both * after,
        "event.either": either * after,
        "event.soon": both * ~after,
        "event.same": both * pair.same("event") * after,
        "event.known": both * known,
        "event.strangers": both * (after & ~named),
        "event.either_strangers": either * (after & ~named),
    }
