"""The kinds of plots of a run: what they show, what is marked, and how much of it is drawn."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from digitpad.core.engine.steps import GradientStats
from digitpad.core.training.events import Batches, EpochDone, StepsDone
from digitpad.core.training.history import History
from digitpad.ui.plots.history_plots import CURVES, GRADIENTS, RATES, HistoryPlots
from digitpad.ui.plots.plot import Plot
from digitpad.ui.plots.plot_head import PlotHead
from digitpad.ui.plots.plot_row import PlotRow
from digitpad.ui.plots.traces import learning_traces


def steps_done(step: int) -> StepsDone:
    """A step, of ten in an epoch."""
    at, half = step / 10, 0.5 ** (step / 10)
    batches = (Batches(at, half, 1 - half, 0.1 * half),)
    health = ((at, GradientStats(2 * half, half, 0.02 * half, 0.01 * half)),)
    return StepsDone(step, at, 100, 0.25, half, 1 - half, batches, health)


def a_history(steps: int = 40) -> History:
    """Ten steps an epoch: gradients and rates halve with each epoch, and units die."""
    history = History()
    for step in range(1, steps + 1):
        history.extend([steps_done(step)])
        if step % 10 == 0:
            half = 0.5 ** (step / 10)
            history.extend([EpochDone(step // 10, half, 1 - half, half, 1 - half, 2.5, 0.1 * half, step / 1000)])
    return history


class Layouts(QObject):
    """Counts how often a widget and those around it are laid out."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        for each in (widget, *widget.findChildren(PlotRow), widget.window()):
            each.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.LayoutRequest
        return False


@pytest.fixture
def plots(shown: Callable[..., QWidget]) -> HistoryPlots:
    widget = HistoryPlots()
    shown(widget, 1000, 400)
    return widget


def choose(qtbot: QtBot, plots: HistoryPlots, kind: int) -> None:
    qtbot.mouseClick(plots.kinds, Qt.MouseButton.LeftButton, pos=plots.kinds.tabRect(kind).center())


def drawn(plot: Plot) -> list[tuple[np.ndarray, np.ndarray]]:
    """Times and values of the lines, without the batches; the values as the axis has them."""
    items = [item for item in plot.getPlotItem().items if isinstance(item, pg.PlotCurveItem)]
    data = [item.getData() for item in items[1:]]
    return [(np.empty(0), np.empty(0)) if x is None else (x, y) for x, y in data]


def marks(plot: Plot) -> list[float]:
    """Where vertical lines stand, without the cursor, which is solid."""
    lines = [each for each in plot.getPlotItem().items if isinstance(each, pg.InfiniteLine)]
    return [line.value() for line in lines if line.pen.style() is Qt.PenStyle.DotLine]


def readouts(plots: HistoryPlots) -> list[str]:
    return [each.text for each in plots.findChildren(PlotHead) if each.isVisible()]


def test_a_title_beside_its_values_is_as_high_at_any_width(qtbot: QtBot) -> None:
    head = PlotHead(learning_traces()[0], "0.0000")
    qtbot.addWidget(head)
    head.set_form(tall=False, beside=True)
    heights = set()
    for width in range(200, 800, 40):
        head.resize(width, 40)
        heights.add(head.minimumSizeHint().height())
    assert len(heights) == 1


def test_gradients_and_updates_of_each_layer(qtbot: QtBot, plots: HistoryPlots) -> None:
    history = a_history()
    plots.set_history(history)
    choose(qtbot, plots, GRADIENTS)
    norms, updates = plots.page(GRADIENTS).plots
    assert norms.isVisible()
    assert not plots.curves.isVisible()
    times = [at for at, _ in history.health]
    for plot, names in ((norms, ("hidden_gradient", "output_gradient")), (updates, ("hidden_update", "output_update"))):
        for (x, y), name in zip(drawn(plot), names, strict=True):
            assert x.tolist() == times
            assert (10**y).tolist() == pytest.approx([getattr(health, name) for _, health in history.health])
    assert "hidden 0.125, output 0.0625" in readouts(plots)[0]


def test_rate_speed_and_dead_units(qtbot: QtBot, plots: HistoryPlots) -> None:
    history = a_history()
    choose(qtbot, plots, RATES)
    plots.set_history(history)
    rate, speed, dead = (drawn(plot)[0] for plot in plots.page(RATES).plots)
    assert rate[1].tolist() == [each.learning_rate for each in history.batches]
    assert speed[1].tolist() == pytest.approx([0.4] * 40)
    assert dead[0].tolist() == [1, 2, 3, 4]
    assert dead[1].tolist() == pytest.approx([1, 2, 3, 4])
    texts = readouts(plots)
    assert "0.00625" in texts[0]
    assert texts[1].endswith(": 0.4")
    assert "4.0 %" in texts[2]
    for plot, values in zip(plots.page(RATES).plots, (rate, speed, dead), strict=True):
        (left, right), (low, high) = plot.getViewBox().viewRange()
        assert left <= 0
        assert right >= 4
        assert low <= values[1].min() <= values[1].max() <= high


def test_what_is_hidden_catches_up_when_it_is_shown(qtbot: QtBot, plots: HistoryPlots) -> None:
    history = a_history(20)
    plots.set_history(history)
    choose(qtbot, plots, RATES)
    history.extend([EpochDone(3, 0.1, 0.9, 0.2, 0.8, 1.0, 0.01, 0.5)])
    plots.set_history(history)
    assert len(drawn(plots.curves.cost)[1][0]) == 2
    choose(qtbot, plots, CURVES)
    assert len(drawn(plots.curves.cost)[1][0]) == 3
    plots.set_history(History())
    choose(qtbot, plots, RATES)
    assert [len(drawn(plot)[0][0]) for plot in plots.page(RATES).plots] == [0, 0, 0]


def test_plots_keep_up_one_after_the_other(qtbot: QtBot, plots: HistoryPlots) -> None:
    history = a_history(20)
    plots.update_incrementally(history)
    both = plots.curves.cost, plots.curves.accuracy
    assert [len(drawn(plot)[1][0]) for plot in both] == [0, 0]
    qtbot.waitUntil(lambda: len(drawn(both[0])[1][0]) == 2)
    history.extend([EpochDone(3, 0.1, 0.9, 0.2, 0.8, 1.0, 0.01, 0.5)])
    plots.update_incrementally(history)
    plots.update_incrementally(history)
    qtbot.waitUntil(lambda: [len(drawn(plot)[1][0]) for plot in both] == [3, 3])


def test_plots_that_make_way_again_and_again_keep_up_all_the_same(qtbot: QtBot, plots: HistoryPlots) -> None:
    plots.update_incrementally(a_history(20))
    pen = QTimer(plots, interval=1)
    pen.timeout.connect(plots.yield_to_input)
    pen.start()
    qtbot.waitUntil(lambda: [len(drawn(plot)[1][0]) for plot in plots.curves.plots] == [2, 2])


def test_what_is_read_out_changes_without_laying_out_anything(plots: HistoryPlots) -> None:
    history = a_history(20)
    plots.set_history(history)
    QCoreApplication.sendPostedEvents()
    layouts = Layouts(plots)
    history.extend([EpochDone(3, 0.1, 0.9, 0.2, 0.8, 1.0, 0.01, 0.5)])
    plots.set_history(history)
    assert "epoch 3" in readouts(plots)[0]
    QCoreApplication.sendPostedEvents()
    assert layouts.count == 0


def test_the_kinds_are_switched_by_the_keyboard(qtbot: QtBot, plots: HistoryPlots) -> None:
    plots.kinds.setFocus()
    qtbot.keyClick(plots.kinds, Qt.Key.Key_Right)
    assert plots.page(GRADIENTS).isVisible()
    qtbot.keyClick(plots.kinds, Qt.Key.Key_Right)
    assert plots.page(RATES).isVisible()
    qtbot.keyClick(plots.kinds, Qt.Key.Key_Left)
    assert plots.page(GRADIENTS).isVisible()


def test_a_rate_that_was_used_for_a_moment_is_in_the_plot(qtbot: QtBot, plots: HistoryPlots) -> None:
    usual = a_history()
    batches = list(usual.batches)
    batches[5] = replace(batches[5], learning_rate=100.0)
    history = History(usual.epochs)
    for records, rows in ((history.batches, batches), (history.health, usual.health), (history.pace, usual.pace)):
        records.extend(rows)
    plots.set_history(history)
    choose(qtbot, plots, RATES)
    assert plots.page(RATES).plots[0].getViewBox().viewRange()[1][1] >= 100


def test_zooming_holds_for_all_plots_of_a_kind_until_all_is_shown_again(qtbot: QtBot, plots: HistoryPlots) -> None:
    history = a_history()
    plots.set_history(history)
    choose(qtbot, plots, GRADIENTS)
    one, other = plots.page(GRADIENTS).plots
    before = other.getViewBox().viewRange()[0]
    one.setFocus()
    qtbot.keyClick(one, Qt.Key.Key_Plus)
    zoomed = other.getViewBox().viewRange()[0]
    assert zoomed[1] - zoomed[0] < before[1] - before[0]
    history.extend([steps_done(step) for step in range(41, 81)])
    plots.set_history(history)
    assert other.getViewBox().viewRange()[0] == zoomed
    qtbot.mouseClick(plots.page(GRADIENTS).show_all, Qt.MouseButton.LeftButton)
    assert other.getViewBox().viewRange()[0][1] >= 8


@pytest.mark.parametrize("kind", [CURVES, GRADIENTS, RATES])
def test_another_run_is_shown_whole_however_the_one_before_was_zoomed(
    qtbot: QtBot, plots: HistoryPlots, kind: int
) -> None:
    plots.set_history(a_history())
    choose(qtbot, plots, kind)
    some = plots.page(kind).plots
    some[0].setFocus()
    qtbot.keyClick(some[0], Qt.Key.Key_Plus)
    other = a_history(80)
    plots.update_incrementally(other)
    qtbot.waitUntil(lambda: all(plot.getViewBox().viewRange()[0][1] >= 8 for plot in some))
    assert all(plot.getViewBox().viewRange()[0][0] <= 0 for plot in some)


def test_after_zooming_the_axis_up_fits_what_is_new_in_view(qtbot: QtBot, plots: HistoryPlots) -> None:
    history = a_history()
    plots.set_history(history)
    cost = plots.curves.cost
    cost.setFocus()
    qtbot.keyClick(cost, Qt.Key.Key_Minus)
    history.extend([EpochDone(5, 1.1, 0.1, 1.2, 0.1, 1.0, 0.01, 0.5)])
    plots.set_history(history)
    (left, right), (_, high) = cost.getViewBox().viewRange()
    assert left < 5 < right
    assert high >= 1.2
