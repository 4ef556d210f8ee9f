"""From a clean record to what it says: who, where, what about. No database, no state but caches."""

from __future__ import annotations

from functools import cache

from ingest.extract.extractor import Extractor
from ingest.extract.mentions import Mentions
from ingest.incident import Incident

__all__ = ["Extractor", "Mentions", "extract"]


@cache
def _shared() -> Extractor:
    return Extractor()


def extract(incident: Incident) -> Mentions:
    """Everything read from ``incident``; addresses seen before are remembered for the process's life."""
    return _shared().extract(incident)
