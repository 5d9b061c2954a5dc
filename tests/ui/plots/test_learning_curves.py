"""The two plots show the history, and the cursor reads it out."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from digitpad.core.engine.steps import GradientStats
from digitpad.core.training.events import Batches, EpochDone, StepsDone
from digitpad.core.training.history import History
from digitpad.ui.plots.history_plots import GRADIENTS, RATES, HistoryPlots
from digitpad.ui.plots.line_plot import LinePlot
from digitpad.ui.plots.plot_head import PlotHead
from digitpad.ui.plots.plot_row import LearningCurves


def steps(at: float, cost: float, accuracy: float) -> StepsDone:
    """Steps that end at a time in epochs and give one point of batches there."""
    batches = (Batches(at, cost, accuracy, 0.05),)
    return StepsDone(1, at, 30, 0.1, cost, accuracy, batches, ())


def epoch_done(epoch: int, *costs_and_accuracies: float) -> EpochDone:
    return EpochDone(epoch, *costs_and_accuracies, seconds=0.1, learning_rate=0.05, dead_units=0.0)


def a_history(epochs: int, before: int = 0) -> History:
    """Costs halve and errors halve; the validation is a little worse."""
    history = History()
    for epoch in range(before + 1, before + epochs + 1):
        cost, error = 2.0 ** (1 - epoch), 0.5**epoch
        history.extend([steps(epoch - 0.5, cost * 1.5, 1 - error)])
        history.extend([epoch_done(epoch, cost, 1 - error, 1.25 * cost, 1 - 1.25 * error)])
    return history


@pytest.fixture
def curves(shown: Callable[..., QWidget]) -> LearningCurves:
    widget = LearningCurves()
    shown(widget, 900, 400)
    return widget


def drawn(plot: LinePlot, colour_of: int) -> tuple[np.ndarray, np.ndarray]:
    """The points of the curve with this number: 0 batches, 1 training, 2 validation."""
    items = [item for item in plot.getPlotItem().items if isinstance(item, pg.PlotCurveItem)]
    x, y = items[colour_of].getData()
    return (np.array([]), np.array([])) if x is None else (x, y)


def readouts(curves: LearningCurves) -> list[str]:
    return [each.text for each in curves.findChildren(PlotHead)]


def visible_range(plot: LinePlot) -> tuple[list[float], list[float]]:
    across, up = plot.getViewBox().viewRange()
    return across, up


def turn_wheel(widget: QWidget, at: QPoint) -> None:
    """One notch closer, over a place of the widget."""
    none, over = Qt.MouseButton.NoButton, QPointF(widget.mapToGlobal(at))
    keys, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(widget, QWheelEvent(QPointF(at), over, QPoint(), QPoint(0, 120), none, keys, phase, False))


def test_the_curves_have_the_historys_values(curves: LearningCurves) -> None:
    history = a_history(4)
    curves.set_history(history)
    for number, cost, accuracy in ((1, "train_cost", "train_accuracy"), (2, "validation_cost", "validation_accuracy")):
        for plot, name, unit in ((curves.cost, cost, 1), (curves.accuracy, accuracy, 100)):
            x, y = drawn(plot, number)
            assert x.tolist() == [1, 2, 3, 4]
            assert y.tolist() == [unit * getattr(each, name) for each in history.epochs]
    x, y = drawn(curves.cost, 0)
    assert x.tolist() == [each.at for each in history.batches]
    assert y.tolist() == [each.cost for each in history.batches]
    assert drawn(curves.accuracy, 0)[1].tolist() == [100 * each.accuracy for each in history.batches]


def test_a_growing_history_grows_the_curves_and_another_replaces_them(curves: LearningCurves) -> None:
    growing = a_history(2)
    curves.set_history(growing)
    growing.extend([steps(2.5, 0.1, 0.9), epoch_done(3, 0.1, 0.9, 0.2, 0.8)])
    curves.set_history(growing)
    assert drawn(curves.cost, 1)[0].tolist() == [1, 2, 3]
    assert drawn(curves.cost, 0)[0].tolist() == [0.5, 1.5, 2.5]
    curves.set_history(a_history(1))
    assert drawn(curves.cost, 1)[0].tolist() == [1]
    assert drawn(curves.cost, 0)[0].tolist() == [0.5]
    curves.set_history(History())
    assert len(drawn(curves.cost, 1)[0]) == 0


def test_all_epochs_and_the_latest_values_are_in_view(curves: LearningCurves) -> None:
    for epochs in (1, 3, 9, 30):
        curves.set_history(a_history(epochs))
        for plot in (curves.cost, curves.accuracy):
            across, up = visible_range(plot)
            x, y = drawn(plot, 2)
            assert across[0] <= x.min() <= x.max() <= across[1]
            assert up[0] <= y[-1] <= up[1]


def test_without_a_cursor_the_latest_values_are_read_out(curves: LearningCurves) -> None:
    curves.set_history(a_history(3))
    cost, accuracy = readouts(curves)
    assert "epoch 3" in cost
    assert "training 0.2500, validation 0.3125" in cost
    assert "training 87.50 %, validation 84.38 %" in accuracy


def test_the_mouse_moves_one_cursor_through_both_plots(qtbot: QtBot, curves: LearningCurves) -> None:
    curves.set_history(a_history(5))
    box = curves.accuracy.getViewBox()
    place = curves.accuracy.mapFromScene(box.mapViewToScene(QPointF(2.1, 60)))
    qtbot.mouseMove(curves.accuracy.viewport(), QPoint(place.x(), place.y()))
    qtbot.waitUntil(lambda: "epoch 2" in readouts(curves)[0])
    assert "training 0.5000" in readouts(curves)[0]
    assert "epoch 2: training 75.00 %" in readouts(curves)[1]
    lines = [
        item
        for plot in (curves.cost, curves.accuracy)
        for item in plot.getPlotItem().items
        if isinstance(item, pg.InfiniteLine)
    ]
    assert [(line.isVisible(), line.value()) for line in lines] == [(True, 2), (True, 2)]


def test_the_keys_move_the_cursor(qtbot: QtBot, curves: LearningCurves) -> None:
    curves.set_history(a_history(4))
    curves.cost.setFocus()
    keys = Qt.Key
    moves = [(keys.Key_Left, 3), (keys.Key_Left, 2), (keys.Key_Right, 3), (keys.Key_Home, 1), (keys.Key_Left, 1)]
    for key, epoch in [*moves, (keys.Key_End, 4), (keys.Key_Right, 4)]:
        qtbot.keyClick(curves.cost, key)
        assert f"epoch {epoch}:" in readouts(curves)[1]
    qtbot.keyClick(curves.cost, keys.Key_Home)
    qtbot.keyClick(curves.cost, keys.Key_Escape)
    assert "epoch 4:" in readouts(curves)[0]


def test_the_keys_reach_every_epoch_of_a_history_that_goes_on(qtbot: QtBot, curves: LearningCurves) -> None:
    curves.set_history(a_history(3, before=5))
    keys = Qt.Key
    for key, epoch in [(keys.Key_Home, 6), (keys.Key_Right, 7), (keys.Key_Right, 8), (keys.Key_Left, 7)]:
        qtbot.keyClick(curves.cost, key)
        assert f"epoch {epoch}:" in readouts(curves)[0]
    qtbot.keyClick(curves.cost, keys.Key_End)
    assert "epoch 8:" in readouts(curves)[0]


@pytest.mark.parametrize(("epochs", "before"), [(1, 0), (2, 9)])
def test_a_cursor_left_from_another_history_reads_an_epoch_of_this_one(
    qtbot: QtBot, curves: LearningCurves, epochs: int, before: int
) -> None:
    curves.set_history(a_history(6))
    qtbot.keyClick(curves.cost, Qt.Key.Key_Left)
    curves.set_history(History())
    later = a_history(epochs, before)
    curves.set_history(later)
    assert any(f"epoch {each.epoch}:" in readouts(curves)[0] for each in later.epochs)


def test_the_log_scale_shows_powers_of_ten(qtbot: QtBot, curves: LearningCurves) -> None:
    curves.set_history(a_history(8))
    curves.log_cost.setFocus()
    qtbot.keyClick(curves.log_cost, Qt.Key.Key_Space)
    assert curves.cost.getPlotItem().getAxis("left").logMode
    assert not curves.accuracy.getPlotItem().getAxis("left").logMode
    low, high = visible_range(curves.cost)[1]
    assert low <= np.log10(2.0**-7) <= np.log10(1.25) <= high
    qtbot.keyClick(curves.log_cost, Qt.Key.Key_Space)
    assert visible_range(curves.cost)[1][1] >= 1.25


def test_the_wheel_zooms_the_epochs_and_the_values_fit_what_is_in_view(qtbot: QtBot, curves: LearningCurves) -> None:
    curves.set_history(a_history(40))
    plot, other = curves.cost, curves.accuracy
    before = visible_range(plot)
    box = plot.getViewBox()
    late = plot.mapFromScene(box.mapViewToScene(QPointF(30, before[1][1] / 2)))
    for _ in range(8):
        turn_wheel(plot.viewport(), late)
    across, up = visible_range(plot)
    assert across[0] > 10
    assert across[0] < 30 < across[1]
    in_view = [each.train_cost for each in a_history(40).epochs if across[0] <= each.epoch <= across[1]]
    assert max(in_view) <= up[1] < before[1][1]
    assert up[0] <= min(in_view)
    assert visible_range(other)[0] == across
    qtbot.mouseClick(curves.show_all, Qt.MouseButton.LeftButton)
    assert visible_range(plot) == before


def test_both_plots_paint(curves: LearningCurves) -> None:
    empty = [plot.grab().toImage() for plot in (curves.cost, curves.accuracy)]
    curves.set_history(a_history(5))
    full = [plot.grab().toImage() for plot in (curves.cost, curves.accuracy)]
    assert all(before != after for before, after in zip(empty, full, strict=True))


def test_the_validation_curve_is_in_view_however_many_batches_there_are(curves: LearningCurves) -> None:
    history = History()
    for epoch in range(1, 201):
        history.extend(steps(epoch - 1 + n / 100, 0.1, 0.999) for n in range(1, 101))
        history.extend([epoch_done(epoch, 0.1, 0.999, 0.25, 0.95)])
    curves.set_history(history)
    low, high = visible_range(curves.cost)[1]
    assert low <= 0.1 < 0.25 <= high
    low, high = visible_range(curves.accuracy)[1]
    assert low <= 95 < 99.9 <= high


def test_a_perfect_accuracy_has_an_axis_that_can_be_read(curves: LearningCurves) -> None:
    history = History()
    history.extend([steps(0.5, 0.0, 1.0), epoch_done(1, 0.0, 1.0, 0.0, 1.0)])
    curves.set_history(history)
    low, high = visible_range(curves.accuracy)[1]
    assert high - low >= 1


def lines_of(plot: pg.PlotWidget) -> list[tuple[np.ndarray, np.ndarray]]:
    """Those that have points."""
    lines = (each.getData() for each in plot.getPlotItem().items if isinstance(each, pg.PlotCurveItem))
    return [(x, y) for x, y in lines if x is not None and len(x)]


def test_of_a_hundred_thousand_points_as_many_are_drawn_as_a_screen_shows(shown: Callable[..., QWidget]) -> None:
    plots = HistoryPlots()
    shown(plots, 1000, 400)
    n = 100_000
    at = np.arange(1, n + 1) / 1000
    health = [(each, GradientStats(1.0, 1.0, 1e-3, 1e-3)) for each in at.tolist()]
    health[777] = (health[777][0], GradientStats(50.0, 1.0, 1e-3, 1e-3))
    history = History()
    history.batches.extend([Batches(each, 0.1, 0.9, 0.01) for each in at.tolist()])
    history.health.extend(health)
    history.pace.extend([(each, 5e4) for each in at.tolist()])
    plots.set_history(history)
    for kind in (GRADIENTS, RATES):
        plots.kinds.setCurrentIndex(kind)
        for plot in plots.page(kind).plots:
            assert all(len(x) <= 1000 for x, _ in lines_of(plot))
    assert lines_of(plots.page(GRADIENTS).plots[0])[0][1].max() == np.log10(50)  # an outlier stays in sight
