"""Records with their truth, as every method is given them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest import fitting
from ingest.evaluate.answer import Answer, read
from ingest.incident import Incident


@dataclass(frozen=True, slots=True)
class Records:
    """The last version of every record that can be read, and what is true of them."""

    file: Path
    answers: Path
    incidents: Sequence[Incident]
    truth: Answer

    @classmethod
    def of(cls, file: Path, truth: Path) -> Records:
        """From a file as for ingest and its truth; OSError, ValueError, SourceError or MappingError as fitting has."""
        return cls(file, truth, fitting.incidents(file), read(truth))
