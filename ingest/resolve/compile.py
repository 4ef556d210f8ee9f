"""``python -m ingest.resolve.compile``: compile all loops now (some 10 s, once), so that no import waits for it."""

from __future__ import annotations

from ingest.resolve.anchors import LOOK_BACK_S, anchors
from ingest.resolve.candidates import AnchorNumbers
from ingest.resolve.links import link_all, links_of_blocks
from ingest.resolve.profile import Party, Profile


def main() -> None:
    """Compare a few invented calls, each in a block of its own and far enough apart that some are forgotten."""
    calls = [
        Profile(str(number), number * LOOK_BACK_S // 2, phone="1", people=(Party("钱"),), said="漏水", noted="维修")
        for number in range(6)
    ]
    numbers = AnchorNumbers()
    link_all(calls)
    list(links_of_blocks(([call], [numbers.of(anchors(call))]) for call in calls))


if __name__ == "__main__":
    main()
