"""What is fed piece by piece looks, pixel for pixel, like the same drawn afresh, whatever happened in between."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyqtgraph import functions
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from digitpad.core.engine.steps import GradientStats
from digitpad.core.training.events import Batches, Changed, EpochDone, StepsDone
from digitpad.core.training.history import History
from digitpad.ui.plots.curve import PIECE
from digitpad.ui.plots.history_plots import HistoryPlots
from digitpad.ui.plots.plot import Plot
from digitpad.ui.theme import apply_theme

CURVES, GRADIENTS, RATES = range(3)
Show = Callable[[QWidget, int, int], None]
Look = Callable[[QWidget], QImage]
FEW = settings(
    max_examples=4,  # each takes a second
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)


def epoch(history: History, cost: float, accuracy: float, steps: int = 4) -> None:
    """One more epoch, with steps whose values lie about those given."""
    before = len(history.epochs)
    for step in range(1, steps + 1):
        at, near = before + step / steps, 1 + 0.1 * np.sin(7 * step)
        batches = (Batches(at, cost * near, accuracy, 0.1 * cost),)
        health = ((at, GradientStats(cost, cost * near, 0.01 * cost, 0.001 * cost)),)
        history.extend([StepsDone(step, at, 100, 0.25, cost, accuracy, batches, health)])
    history.extend([EpochDone(before + 1, cost, accuracy, 1.2 * cost, 0.98 * accuracy, 1.0, 0.1 * cost, 1 - accuracy)])


class Run:
    """Plots in a window, and everything that is done to them."""

    def __init__(self, show: Show, look: Look, kind: int) -> None:
        self._show, self._look = show, look
        self._kind = kind
        self._theme = "light"
        apply_theme(self._theme)
        self.size = 900, 360
        self.history = History()
        self.plots = self._new()

    def _new(self) -> HistoryPlots:
        plots = HistoryPlots()
        plots.kinds.setCurrentIndex(self._kind)
        self._show(plots, *self.size)
        return plots

    def shown_plots(self, plots: HistoryPlots) -> list[Plot]:
        return list(plots.page(self._kind).plots)

    def do(self, what: str) -> None:
        first = self.shown_plots(self.plots)[0]
        if what in ("closer", "farther"):
            first.zoom(closer=what == "closer")
        elif what == "all":
            self.plots.show_all()
        elif what == "log":
            self.plots.curves.log_cost.toggle()
        elif what in ("wider", "narrower"):
            self.size = self.size[0] + (140 if what == "wider" else -140), self.size[1] + 30
            self.plots.resize(*self.size)
        elif what == "theme":
            self._theme = "dark" if self._theme == "light" else "light"
            apply_theme(self._theme)
        elif what == "cursor":
            QTest.keyClick(first, Qt.Key.Key_Left)
            QTest.keyClick(first, Qt.Key.Key_Escape)
        elif what == "change":
            self.history.extend([Changed(len(self.history.epochs), "momentum", "0.9", "0.5")])
        elif what == "anew":
            self.history = History()
        self._look(self.plots)

    def feed(self, cost: float, accuracy: float, epochs: int) -> None:
        for _ in range(epochs):
            epoch(self.history, cost, accuracy)
        self.plots.set_history(self.history)
        self._look(self.plots)

    def check(self) -> None:
        """Compare what is on the screen with new plots of the same history that show the same part of it."""
        afresh = self._new()
        afresh.curves.log_cost.setChecked(self.plots.curves.log_cost.isChecked())
        afresh.set_history(self.history)
        across = self.shown_plots(self.plots)[0].getViewBox().viewRange()[0]
        for plot in self.shown_plots(afresh):
            if across != plot.getViewBox().viewRange()[0]:
                plot.stop_following()
                plot.setRange(xRange=across, padding=0)
        live, new = self._look(self.plots), self._look(afresh)
        afresh.hide()
        assert live == new


ACTIONS = st.sampled_from(
    ["closer", "farther", "all", "log", "wider", "narrower", "theme", "cursor", "change", "anew", "nothing"]
)
PIECES = st.lists(st.tuples(st.floats(1e-3, 3), st.floats(0.1, 1), st.integers(0, 40), ACTIONS), min_size=2, max_size=4)


@pytest.mark.parametrize("kind", [CURVES, GRADIENTS, RATES])
@FEW
@given(pieces=PIECES)
def test_the_plots_of_a_run(
    in_window: Show, on_screen: Look, kind: int, pieces: list[tuple[float, float, int, str]]
) -> None:
    run = Run(in_window, on_screen, kind)
    for cost, accuracy, epochs, action in pieces:
        run.do(action)
        run.feed(cost, accuracy, epochs)
    run.check()
    run.plots.hide()


def test_a_curve_whose_axis_up_changes_stands_where_its_numbers_are(in_window: Show, on_screen: Look) -> None:
    """In epoch 121 the axis up changes, and that across does not: pixels kept by Qt were stretched."""
    run = Run(in_window, on_screen, CURVES)
    for n in range(130):
        epoch(run.history, 2 / (1 + n), 1 - 0.5 / (1 + n / 4))
        if n > 115:
            run.plots.set_history(run.history)
            on_screen(run.plots)
    run.check()
    run.plots.hide()


def test_of_a_long_curve_that_grows_only_the_end_is_painted_again(
    in_window: Show, on_screen: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Run(in_window, on_screen, CURVES)
    run.plots.set_planned(400)
    run.feed(0.5, 0.8, 300)
    painted: list[int] = []
    make = functions.create_qpolygonf
    monkeypatch.setattr(functions, "create_qpolygonf", lambda size: (painted.append(size), make(size))[1])
    run.feed(0.5, 0.8, 1)
    assert 0 < sum(painted) < 2 * 3 * 3 * PIECE  # of two plots, three lines each, not 300 points and more
    run.plots.hide()


@pytest.mark.usefixtures("light")
def test_a_frame_of_the_focus_goes_whole(shown: Callable[..., QWidget], on_screen: Look) -> None:
    plots = HistoryPlots()
    shown(plots, 900, 360)
    history = History()
    epoch(history, 0.5, 0.8)
    plots.set_history(history)
    plots.kinds.setFocus()
    before = on_screen(plots)
    plots.curves.cost.setFocus()
    assert on_screen(plots) != before
    plots.kinds.setFocus()
    assert on_screen(plots) == before
