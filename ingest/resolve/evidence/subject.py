"""What about: topic words, wording, kind and things of two calls."""

from __future__ import annotations

import numpy as np

from ingest.resolve.evidence.comparing import Compare, Found, agreement, agreements
from ingest.resolve.sets import Values

#: Steps of agreement in wording, 0..1.
_STEPS = (("some", 0.1), ("much", 0.2), ("most", 0.35))
_NO_AGREEMENT = 0.03


def subject(pair: Compare) -> Found:
    """What the two calls are about, by words, kind and things."""
    call, note, across, every, none = agreements(pair, "topics")
    text = agreement(pair, "text", "text")
    kind_later, kind_earlier = pair.flag("kind_confidence")
    sure = np.minimum(kind_later, kind_earlier)
    plate_later, plate_earlier = pair.sizes("plate")
    plate = pair.shared("plate", "plate") > 0
    return {
        "topic.call": call,
        "topic.note": note,
        "topic.across": across,
        "topic.all": every,
        "topic.some": every > 0.15,
        "topic.much": every > 0.3,
        "topic.most": every > 0.5,
        "topic.none": none,
        "wording.text": text,
        "wording.titles": agreement(pair, "title", "title"),
        "wording.near_equal": text > 0.5,
        "name_word.share": np.maximum(_contained(pair, "names", "text"), _contained(pair, "text", "names")),
        "kind.same": pair.same("kind") * sure,
        "kind.differs": pair.differs("kind") * sure,
        "category.same": pair.same("category"),
        "category.differs": pair.differs("category"),
        "thing.same": pair.shared("thing", "thing") > 0,
        "thing.plate": plate,
        "thing.plate_differs": ~plate & (np.minimum(plate_later, plate_earlier) > 0),
    }


def spoken(pair: Compare) -> Found:
    """How far the wording agrees once names are taken out, in pairs of characters and in single ones.

    Words for one thing differ (客梯, 电梯), and a dictionary does not know them all; their characters agree.
    """
    features: Found = {}
    for pieces in ("pairs", "characters"):
        call, note, across, every, _ = agreements(pair, pieces)
        features |= {
            f"topic.{pieces}_call": call,
            f"topic.{pieces}_note": note,
            f"topic.{pieces}_across": across,
            f"topic.{pieces}_all": every,
            f"topic.{pieces}_best": np.maximum(np.maximum(call, note), across),
            **{f"topic.{pieces}_{step}": every > above for step, above in _STEPS},
            f"topic.{pieces}_none": every < _NO_AGREEMENT,
        }
    return features


def _contained(pair: Compare, left: str, right: str) -> Values:
    """The part of the names' character pairs that the other's text holds, by weight."""
    size = pair.sizes("names")[0 if left == "names" else 1]
    return np.where(size > 0, pair.shared(left, right) / np.maximum(size, 1.0), 0.0).astype(np.float32)
