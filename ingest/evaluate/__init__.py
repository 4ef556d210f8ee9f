"""How good the understanding is: a prediction scored against the truth, beside plain baselines."""

from ingest.evaluate.answer import Answer, from_rows, read
from ingest.evaluate.report import Report, evaluate

__all__ = ["Answer", "Report", "evaluate", "from_rows", "read"]
