"""Curves of several runs over each other."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

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
