"""A line of which the last parts give way where there is little room."""

from collections.abc import Callable

from digitpad.ui.widgets.labels import PartsLabel

PARTS = "two layers", "32 hidden units", "test accuracy 97.10 %"


def test_the_last_parts_give_way_and_the_tool_tip_has_them(shown: Callable[..., PartsLabel]) -> None:
    label = shown(PartsLabel(), 600, 30)
    label.say(PARTS)
    assert label.text() == " · ".join(PARTS)
    label.resize(label.sizeHint().width() - 10, 30)
    assert label.text() == "two layers · 32 hidden units"
    assert label.toolTip().split("\n") == list(PARTS)
    label.resize(label.fontMetrics().horizontalAdvance(PARTS[0]) + 4, 30)
    assert label.text() == "two layers"
    label.resize(600, 30)
    assert label.text() == " · ".join(PARTS)


def test_a_name_that_is_too_long_ends_in_dots(shown: Callable[..., PartsLabel]) -> None:
    label = shown(PartsLabel(), 80, 30)
    label.say(["a name that is much too long", "32 hidden units"])
    assert label.text().startswith("a na")
    assert label.text().endswith("…")
    assert label.sizeHint().width() <= 80
