"""Files and databases opened for an import, each with its mapping, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from graph import settings
from ingest.mapping import Mapping, MappingError, MappingFile, make_mapping, mapping_as_stated
from ingest.mapping.describe import describe
from ingest.sources import Source, open_source, open_sql
from ingest.sources.watermark import load_watermark

Readable = tuple[Source, Mapping]


def open_files(files: Sequence[Path], sheet: str | None, mapping: Path | None) -> list[Readable]:
    """Every file with its mapping; SourceError or MappingError for the first that cannot be read."""
    sources = [open_source(path, sheet) for path in files]
    return [(source, make_mapping(source, mapping)) for source in sources]


def open_query(url: str, query: str, mapping: Path | MappingFile | None) -> Readable:
    """A database query with its mapping, from where the last run ended; it follows the column of the report time."""
    source = open_sql(url, query)
    if source.incremental:
        source = open_sql(url, query, load_watermark(source.fingerprint))
    plan = mapping_as_stated(source, mapping) if isinstance(mapping, MappingFile) else make_mapping(source, mapping)
    if source.incremental:
        columns = plan.columns_of("reported_at")
        if not columns:
            raise MappingError("with :since the report time must come from a column, not from a constant")
        source.follow(columns[0])
    return source, plan


def preview(source: Source, mapping: Mapping) -> str:
    """What --dry-run prints: the mapping and the first rows as understood."""
    return "\n".join(describe(source, mapping, settings.zone(), datetime.now(UTC)))
