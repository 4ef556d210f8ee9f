"""Who: the callers of two calls, and the parties that their texts name."""

from __future__ import annotations

import numpy as np

from ingest.resolve.evidence.comparing import Bools, Compare, Found


def callers(pair: Compare) -> Found:
    """What the two callers have in common."""
    known = pair.same("surname")
    name_differs = pair.differs("surname") | (known & pair.differs("last"))
    full = known & pair.same("given")
    masked = known & pair.same("last")
    proven = pair.same("id") | pair.same("caller")
    phone = pair.same("phone")
    return {
        "caller.proven": proven,
        "phone.other_name": phone & name_differs & ~proven,
        "caller.full_name": full,
        "caller.masked_name": masked & ~full,
        "caller.surname_only": known & ~masked & ~name_differs,
        "caller.name_differs": name_differs & ~proven,
        "caller.id_differs": pair.differs("id"),
    }


def parties(pair: Compare) -> Found:
    """What the parties named in both texts have in common; a caller found among the other call's parties counts."""
    features: Found = {}
    for how in ("full", "masked", "surname"):
        features[f"party.text_{how}"] = np.minimum(pair.shared(f"text_{how}", f"text_{how}"), 2)
        crossed = pair.shared(f"own_{how}", f"other_{how}") + pair.shared(f"other_{how}", f"own_{how}")
        features[f"counter_report.{how}"] = np.minimum(crossed, 2)
    everyone = pair.shared("any_surname", "any_surname")
    later, earlier = pair.sizes("any_surname")
    features["party.two_surnames"] = everyone >= 2
    features["party.disjoint"] = (everyone == 0) & (np.minimum(later, earlier) >= 2)
    features["party.none_shared"] = (everyone == 0) & (np.minimum(later, earlier) >= 1)
    masked = pair.shared("any_masked", "any_masked")
    later, earlier = pair.sizes("any_masked")
    features["party.two_masked"] = masked >= 2
    features["party.masked_disjoint"] = (masked == 0) & (np.minimum(later, earlier) >= 2)
    others = pair.shared("other_surname", "other_surname")
    later, earlier = pair.sizes("other_surname")
    crossed = features["counter_report.surname"]
    features["opponent.same"] = (others >= 1) & (crossed == 0)
    features["opponent.differs"] = (others == 0) & (crossed == 0) & (np.minimum(later, earlier) >= 1)
    return features


def somebody_in_common(f: Found) -> Bools:
    """Somebody is known or named in both calls, be it by the surname alone."""
    told = ("caller.proven", "party.two_surnames", "counter_report.surname", "party.text_surname")
    return np.asarray(np.logical_or.reduce([f[name] > 0 for name in told]))
