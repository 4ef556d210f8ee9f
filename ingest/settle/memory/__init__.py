"""What is remembered of every call for comparing, in an SQLite file beside the graph: ``matching.sqlite``.

The graph stays the truth; all of this can be made from it again, and is when the file is lost or stale (``mending``).
Nothing here is for people to read: the graph says what they see.

    memory = remembered()                   the file of this FENGQIAO_HOME, kept open (a process opens it once)
    memory.calls.put(recollections)         calls as read, new or corrected; a call keeps its row number for ever
    memory.calls.in_time_order()            a stream of ``Kept``: row, id, at_s, profile with its caller, anchor numbers
    memory.calls.standings(rows)            everything known of some calls, from a cache where it can
    memory.calls.comparing                  what single calls are compared by, kept by row
    memory.anchors.index()                  anchors of calls put since the last time become findable, in bulk
    memory.anchors.before(number, at_s, n)  rows at an anchor, the latest first
    memory.links.put / drop / of / tied     links above ``keep`` by row numbers
    memory.findings.put / of_dispute        caller and dispute of each call
    with memory.changing(step): ...         one transaction, which ends with the step that the graph was at, and
                                            tells other processes which calls are not what they were

Writers hold ``graph.one_writer``. A call is written to the graph first and then here; between the two the steps differ,
which is how a killed run is noticed.
"""

from ingest.settle.memory.calls import Kept
from ingest.settle.memory.store import Memory, Step, as_it_stands, index_anchors, memory_file, remembered

__all__ = ["Kept", "Memory", "Step", "as_it_stands", "index_anchors", "memory_file", "remembered"]
