"""Where: the places of two calls and those that their texts name."""

from __future__ import annotations

from ingest.resolve.evidence.comparing import Compare, Found


def places(pair: Compare) -> Found:
    """Whether the two are at one place, and how fine."""
    own = pair.shared("base", "base")
    crossed = pair.shared("base", "text_base") + pair.shared("text_base", "base")
    spoken = pair.shared("text_base", "text_base")
    later, earlier = pair.sizes("base")
    building, stairs, room = pair.same("building"), pair.same("stairs"), pair.same("room")
    here = own > 0
    finer = pair.shared("finer", "text_finer") + pair.shared("text_finer", "finer")
    return {
        "place.own": here,
        "place.crossed": (crossed > 0) & ~here,
        "place.spoken": (spoken > 0) & ~here & (crossed == 0),
        "place.differs": (own == 0) & (crossed == 0) & (later > 0) & (earlier > 0),
        "place.unknown": (later == 0) | (earlier == 0),
        "place.estate_differs": pair.differs("estate"),
        "place.poi_differs": pair.differs("poi") & ~pair.same("estate"),
        "place.number_differs": pair.differs("number") & ~here,
        "room.same": here & building & room & ~pair.differs("stairs"),
        "building.stairs_same": here & building & stairs,
        "building.same": here & building,
        "building.differs": here & pair.differs("building"),
        "building.floor_same": here & building & ~pair.differs("stairs") & pair.same("floor"),
        "building.floor_differs": here & building & pair.differs("floor"),
        "building.stairs_differ": here & building & pair.differs("stairs"),
        "room.differs": here & building & ~pair.differs("stairs") & pair.differs("room"),
        "room.spoken": finer > 0,
    }
