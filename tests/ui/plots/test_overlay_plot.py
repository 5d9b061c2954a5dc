"""Curves of several runs over each other."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from digitpad.core.runs.groups import Curve
from digitpad.ui.runs.overlay_plot import Overlay, OverlayPlot


@pytest.mark.parametrize(("starts", "left"), [((1,), 0), ((246,), 245), ((1, 246), 0)])
def test_epochs_before_all_of_the_curves_are_left_out(
    shown: Callable[..., QWidget], starts: tuple[int, ...], left: int
) -> None:
    """A run that goes on from a model counts on from its epochs."""
    plot = OverlayPlot()
    shown(plot, 400, 300)
    values = np.array([97.0, 98.0, 99.0])
    curves = [Curve(np.arange(start, start + 3.0), values, values, values) for start in starts]
    plot.set_overlays([Overlay("run", "training", False, curve) for curve in curves], log=False, share=True)
    (low, high), _ = plot.viewRange()
    assert left <= low <= starts[0]
    assert high == pytest.approx(starts[-1] + 2, rel=0.02)


def test_a_run_has_no_value_where_it_is_over(shown: Callable[..., QWidget], qtbot: QtBot) -> None:
    plot = OverlayPlot()
    shown(plot, 400, 300)
    short, long = (Curve(places, *[places] * 3) for places in (np.arange(1.0, 4), np.arange(1.0, 31)))
    plot.set_overlays([Overlay("run", "training", False, curve) for curve in (short, long)], log=False, share=True)
    assert [each and each[0] for each in plot.values()] == [3, 30]
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert [each and each[0] for each in plot.values()] == [None, 30]
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert [each and each[0] for each in plot.values()] == [1, 1]
