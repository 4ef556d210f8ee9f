"""The gate: Cypher that a user wrote reaches Neo4j through here only, read-only and within limits. See docs/gate.md."""

from graph.gate.limits import Limits, limits
from graph.gate.line import Cancel
from graph.gate.refusal import Refused
from graph.gate.running import Answer, ask

__all__ = ["Answer", "Cancel", "Limits", "Refused", "ask", "limits"]
