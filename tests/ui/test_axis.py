"""Numbers on a logarithmic axis: there are always some, and none over another."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QWidget

from digitpad.ui.plots.axes import Axis
from digitpad.ui.plots.line_plot import Line, LinePlot


@pytest.mark.usefixtures("qapp")
@given(low=st.floats(-30, 10), span=st.floats(1e-3, 100), size=st.integers(200, 1500))
def test_marks_lie_in_view_and_main_numbers_apart(low: float, span: float, size: int) -> None:
    axis = Axis("left")
    axis.setLogMode(False, True)
    ranks = [values for _, values in axis.tickValues(low, low + span, size)]
    everything = [value for values in ranks for value in values]
    assert len({round(value, 6) for value in everything}) == len(everything)
    assert all(low - 1e-9 <= value <= low + span + 1e-9 for value in everything)
    assert ranks[0] + ranks[1] if len(ranks) > 1 else ranks[0]
    if span >= 0.4:
        assert all(value == round(value) for value in ranks[0])
        assert all((b - a) * size / span >= 20 for a, b in pairwise(ranks[0]))


@pytest.mark.parametrize(
    ("low", "high", "numbers"),
    [(-4, -2, "0.0001 0.0002 0.0005 0.001 0.002 0.005 0.01"), (-0.4, 0.7, "0.5 1 2 5"), (-5, 5, "1e-05 0.0001 0.001")],
)
def test_numbers_are_those_one_would_write(
    shown: Callable[..., QWidget], low: float, high: float, numbers: str
) -> None:
    plot = LinePlot([Line("training")], log=True)
    shown(plot, 400, 400)
    plot.setRange(yRange=(low, high), padding=0)
    axis = plot.getAxis("left")
    levels = axis.tickValues(low, high, 350)
    strings = [text for spacing, values in levels[:2] for text in axis.tickStrings(values, 1.0, spacing)]
    assert set(numbers.split()) <= set(strings)
    exponents = np.concatenate([values for _, values in levels[:2]])
    np.testing.assert_allclose(np.log10([float(text) for text in strings]), exponents, atol=5e-3)


def test_the_grid_is_lines_of_one_pixel(shown: Callable[..., QWidget]) -> None:
    plot = LinePlot([Line("training")])
    shown(plot, 400, 400)
    plot.setRange(xRange=(0, 10), yRange=(0, 10), padding=0)
    picture = plot.grab().toImage()
    box = plot.getViewBox()
    for across in (True, False):
        line, beside = (plot.mapFromScene(box.mapViewToScene(QPointF(x, x))) for x in (4.0, 5.3))
        # Along a line through the middle of a field, around where the grid crosses it.
        places = [QPoint(line.x() + step, beside.y()) for step in range(-6, 7)]
        if not across:
            places = [QPoint(beside.x(), line.y() + step) for step in range(-6, 7)]
        colours = [picture.pixelColor(place).name() for place in places]
        background = max(set(colours), key=colours.count)
        assert len([colour for colour in colours if colour != background]) == 1
