"""Papers of casework, to print, sign and file: a directive, a mediation agreement, the record of a visit.

They are official papers and so in Chinese, whatever language the pages are in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.casework.moves import Work
from graph.casework.states import Kind
from graph.export.papers.content import Paper
from web.casework.papers import agreement, directive, visit
from web.casework.papers.gathering import Gathered

__all__ = ["PAPERS", "there_is"]

#: Kind of work -> what makes its paper.
PAPERS: Mapping[Kind, Callable[[Gathered], Paper]] = {
    "directive": directive.paper,
    "mediation": agreement.paper,
    "visit": visit.paper,
}
#: States of a mediation in which there is an agreement to print.
_AGREED = ("agreed", "performance_due", "performed", "broken")


def there_is(work: Work, state: str) -> bool:
    """Whether there is a paper of this work: of a mediation only once something was agreed."""
    return work.kind in PAPERS and (work.kind != "mediation" or state in _AGREED)
