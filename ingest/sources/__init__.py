"""Tables to read: delimited text, workbooks, JSON, and SQL queries, all as rows of named values."""

from ingest.sources.opening import open_source, open_sql
from ingest.sources.row import Defect, Row, Source, SourceError
from ingest.sources.sql import SqlSource
from ingest.sources.watermark import Watermark, load_watermark, save_watermark

__all__ = [
    "Defect",
    "Row",
    "Source",
    "SourceError",
    "SqlSource",
    "Watermark",
    "load_watermark",
    "open_source",
    "open_sql",
    "save_watermark",
]
