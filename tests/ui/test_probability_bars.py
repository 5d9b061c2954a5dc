"""Ten bars, of which only those that change are painted."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.widgets.probability_bars import ProbabilityBars


class Painted(QObject):
    """Where a widget was painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.region = QRegion()
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False


def test_a_bar_that_changes_is_painted_with_the_pixels_around_it(shown: Callable[..., QWidget], qtbot: QtBot) -> None:
    """A screen that scales by a fraction has its edges on pixels beyond."""
    bars = ProbabilityBars()
    shown(bars, 400, 120)
    painted = Painted(bars)
    P = np.full(10, 0.01)
    P[4] = 0.91
    bars.set_probabilities(P)
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    painted.region = QRegion()
    bars.set_probabilities(P[::-1].copy())
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    parts = [part for part in painted.region if part.height() > bars.height() / 2]  # the others are words
    assert len(parts) == 2
    assert (parts[0].left(), parts[-1].right()) == (161, 238)  # bars of 400 pixels less gaps of 6: from 162 to 237
