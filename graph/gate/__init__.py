"""The gate: Cypher that a user wrote reaches Neo4j through here only, read-only and within limits. See docs/gate.md."""

from graph.gate.limits import Limits, limits
from graph.gate.line import Cancel
from graph.gate.refusal import Language, Refused
from graph.gate.running import Answer, ask, explain
from graph.gate.steps import Step
from graph.gate.words import sizes as functions

__all__ = ["Answer", "Cancel", "Language", "Limits", "Refused", "Step", "ask", "explain", "functions", "limits"]
