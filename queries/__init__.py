"""The shelf of queries: one ``.cypher`` file each, and the code that loads, checks and runs them."""

from queries.errors import HeadError, ParameterError, QueryError
from queries.head import Query
from queries.loading import find, load
from queries.parameters import Parameter
from queries.running import Result, run, stream

__all__ = [
    "HeadError",
    "Parameter",
    "ParameterError",
    "Query",
    "QueryError",
    "Result",
    "find",
    "load",
    "run",
    "stream",
]
