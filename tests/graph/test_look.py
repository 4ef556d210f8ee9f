"""The legend has all that is drawn, and nothing that is not; no two labels look alike."""

from __future__ import annotations

from graph import look, schema
from graph.analysis.whiteboard import TYPES


def test_every_label_and_type_that_is_drawn_has_a_look_and_a_name() -> None:
    drawn = {node.label for node in schema.NODES} - {"Import", "Memory", "Decision", "Move", "Series"}
    assert set(look.LOOKS) == drawn
    assert set(look.SAYINGS) == set(TYPES)
    assert set(TYPES) >= look.SHY


def test_shape_and_colour_are_a_labels_own() -> None:
    looks = list(look.LOOKS.values())
    assert len({one.shape for one in looks}) == len({one.colour for one in looks}) == len(looks)
    assert {one.shape for one in looks} <= set(look.SHAPES)
    for points in look.SHAPES.values():
        assert points is None or (len(points) % 2 == 0 and max(map(abs, points)) <= 1)


def test_the_legend_is_in_the_language_asked_for() -> None:
    chinese, english = look.legend("zh"), look.legend("en")
    assert (chinese["labels"]["Dispute"]["name"], english["labels"]["Dispute"]["name"]) == ("矛盾纠纷", "Dispute")
    assert (chinese["types"]["AT"]["name"], english["types"]["AT"]["name"]) == ("发生于", "at")
