"""What an analyst's own script would do: read the export with pandas, group by phone and by address, rank.

It knows nothing of what a call is about, so it is a yardstick for cost only.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from bench.measure import Meter, Stage
from ingest.incident import COLUMNS

_WINDOWS = ["7D", "30D", "365D"]
_TOP = 20
_PHONE, _ADDRESS, _TIME, _ID = (COLUMNS[name] for name in ("phone", "address", "reported_at", "id"))


def plain_script(file: Path) -> Stage:
    """The script measured; it uses no engine."""
    meter = Meter(with_engine=False)
    meter.call("pandas by phone and address", lambda: repeats_by_phone_and_address(file))
    return meter.stages[0]


def repeats_by_phone_and_address(file: Path) -> dict[str, pd.DataFrame]:
    """The phones and the addresses with the most calls in any 7, 30 and 365 days."""
    calls = pd.read_csv(file, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    calls = calls.drop_duplicates(_ID, keep="last")
    calls[_TIME] = pd.to_datetime(calls[_TIME], errors="coerce", format="mixed")
    calls = calls.dropna(subset=[_TIME]).sort_values(_TIME)
    calls[_PHONE] = calls[_PHONE].str.replace(r"\D", "", regex=True)
    calls[_ADDRESS] = calls[_ADDRESS].str.normalize("NFKC").str.replace(r"[\W_]", "", regex=True)
    return {column: _ranked(calls[calls[column] != ""], column) for column in (_PHONE, _ADDRESS)}


def _ranked(calls: pd.DataFrame, column: str) -> pd.DataFrame:
    groups = calls[calls.duplicated(column, keep=False)].set_index(_TIME).groupby(column)[_ID]
    counts = {window: groups.rolling(window, closed="both").count().groupby(level=0).max() for window in _WINDOWS}
    return pd.DataFrame(counts).nlargest(_TOP, _WINDOWS)
