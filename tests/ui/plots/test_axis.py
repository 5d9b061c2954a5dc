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
from digitpad.ui.plots.line_plot import LinePlot
from digitpad.ui.plots.ranges import epochs_to_show
from digitpad.ui.plots.traces import Line, Trace
from digitpad.ui.style.type import text_scale
from digitpad.ui.theme import colours

_LINEAR = Trace("", "", (Line("training"),), lambda _: (), str, "")
_RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(_RAISED, "-0123456789")


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
    [(-4, -2, "0.0001 0.0002 0.0005 0.001 0.002 0.005 0.01"), (-0.4, 0.7, "0.5 1 2 5"), (-5, 5, "10⁻⁵ 10⁻⁴ 10⁻³")],
)
def test_numbers_are_those_one_would_write(
    shown: Callable[..., QWidget], low: float, high: float, numbers: str
) -> None:
    plot = LinePlot(_LINEAR._replace(log=True))
    shown(plot, 400, 400)
    plot.setRange(yRange=(low, high), padding=0)
    axis = plot.getAxis("left")
    levels = axis.tickValues(low, high, 350)
    strings = [text for spacing, values in levels[:2] for text in axis.tickStrings(values, 1.0, spacing)]
    assert set(numbers.split()) <= set(strings)
    exponents = np.concatenate([values for _, values in levels[:2]])
    np.testing.assert_allclose(np.log10([_value(text) for text in strings]), exponents, atol=5e-3)


def _value(text: str) -> float:
    """What a number stands for, a raised one too."""
    base = text.rstrip(_RAISED)
    return float(base) if base == text else 10.0 ** int(text.removeprefix(base).translate(_LOWERED))


def test_the_grid_is_lines_of_one_pixel_at_the_numbers_up_and_none_across(shown: Callable[..., QWidget]) -> None:
    plot = LinePlot(_LINEAR)
    shown(plot, 400, 400)
    plot.setRange(xRange=(0, 10), yRange=(0, 10), padding=0)
    picture = plot.grab().toImage()
    box = plot.getViewBox()
    line, beside = (plot.mapFromScene(box.mapViewToScene(QPointF(x, x))) for x in (4.0, 5.3))
    # Along a line through the middle of a field, around where a grid could cross it.
    up = [QPoint(beside.x(), line.y() + step) for step in range(-6, 7)]
    across = [QPoint(line.x() + step, beside.y()) for step in range(-6, 7)]
    for places, lines in ((up, [colours().grid]), (across, [])):
        found = [picture.pixelColor(place).name() for place in places]
        assert [colour for colour in found if colour != colours().surface] == lines


@pytest.mark.usefixtures("qapp")
@given(low=st.floats(-1e3, 1e3), span=st.floats(1e-4, 1e4), size=st.integers(60, 1500))
def test_a_linear_axis_has_few_round_numbers_that_tell_places_apart(low: float, span: float, size: int) -> None:
    axis = Axis("bottom")
    ((step, values),) = axis.tickValues(low, low + span, size)
    assert len(values) <= 6
    assert all(low - 1e-6 * span <= value <= low + span * (1 + 1e-6) for value in values)
    apart = min(33 * text_scale(), size / 2)
    assert all((b - a) * size / span >= apart * (1 - 1e-6) for a, b in pairwise(values))
    texts = axis.tickStrings(values, 1.0, step)
    assert len(set(texts)) == len(texts)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("low", "high"), [(-64.8, 64.8), (0.35, 1.65), (-0.3, 8.3)])
def test_a_short_axis_has_two_numbers_or_it_would_tell_no_scale(low: float, high: float) -> None:
    ((_, values),) = Axis("bottom").tickValues(low, high, 100 * text_scale())
    assert len(values) >= 2


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("times", "planned", "shown_to"), [([], 15, 15), ([0.1, 3.0], 15, 15), ([1, 200], 200, 200), ([1, 7], 0, 10)]
)
def test_the_axis_across_ends_just_beyond_the_epochs_planned(
    times: list[float], planned: float, shown_to: float
) -> None:
    first, last = epochs_to_show(np.array(times), planned=planned)
    assert (first, last) == (0 if len(times) < 2 or times[0] < 1 else 1, pytest.approx(last))
    assert shown_to < last < 1.02 * shown_to + 1
