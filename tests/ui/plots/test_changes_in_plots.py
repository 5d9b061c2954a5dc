"""What was changed during a training: marked on its plots, and told where one points."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitpad.core.training.events import Changed
from digitpad.ui.plots.history_plots import CURVES, GRADIENTS, RATES, HistoryPlots
from tests.ui.plots.test_history_plots import a_history, choose, marks
from tests.ui.plots.test_history_plots import plots as plots


@pytest.mark.usefixtures("every_move")
def test_what_was_changed_is_marked_on_every_plot_and_told_where_one_points(qtbot: QtBot, plots: HistoryPlots) -> None:
    history = a_history()
    history.extend([Changed(2.5, "learning_rate", "0.1", "0.02"), Changed(2.5, "shift", "0.0", "1.0")])
    plots.set_history(history)
    for kind, some in (
        (CURVES, (plots.curves.cost, plots.curves.accuracy)),
        (GRADIENTS, plots.page(GRADIENTS).plots),
        (RATES, plots.page(RATES).plots),
    ):
        choose(qtbot, plots, kind)
        for plot in some:
            assert marks(plot) == [2.5, 2.5]
            box = plot.getViewBox()
            (_, _), (low, high) = box.viewRange()
            for place, told in ((2.5, True), (1.2, False)):
                at = plot.mapFromScene(box.mapViewToScene(QPointF(place, (low + high) / 2)))
                qtbot.mouseMove(plot.viewport(), QPoint(at.x(), at.y()))
                assert (plot.note == "Learning rate: 0.1 → 0.02\nShift, px: 0.0 → 1.0") == told
    plots.set_history(a_history())
    assert marks(plots.page(RATES).plots[0]) == []


def test_with_the_keyboard_the_changes_of_an_epoch_are_told(qtbot: QtBot, plots: HistoryPlots) -> None:
    history = a_history()
    history.extend([Changed(2.5, "momentum", "0.9", "0.5")])
    plots.set_history(history)
    cost = plots.curves.cost
    cost.setFocus()
    for key, note in ((Qt.Key.Key_Left, "Momentum: 0.9 → 0.5"), (Qt.Key.Key_Left, ""), (Qt.Key.Key_Escape, "")):
        qtbot.keyClick(cost, key)
        assert cost.note == note


@pytest.mark.parametrize("kind", [GRADIENTS, RATES])
@pytest.mark.parametrize("steps", [40, 1200])  # of many points, a key passes several
def test_with_the_keyboard_every_change_is_told_once_on_its_way(
    qtbot: QtBot, plots: HistoryPlots, kind: int, steps: int
) -> None:
    history = a_history(steps)
    epochs = steps / 10
    history.extend(Changed(epochs * share, "momentum", "0.9", f"{share}") for share in (0.0, 0.333, 0.334, 0.99))
    plots.set_history(history)
    choose(qtbot, plots, kind)
    some = (plots.page(GRADIENTS) if kind == GRADIENTS else plots.page(RATES)).plots
    some[0].setFocus()
    qtbot.keyClick(some[0], Qt.Key.Key_Home)
    notes = [some[0].note]
    for _ in range(110):
        qtbot.keyClick(some[0], Qt.Key.Key_Right)
        assert {plot.note for plot in some} == {some[0].note}
        if some[0].note != notes[-1]:
            notes.append(some[0].note)
    told = [line.split(" → ")[1] for note in notes for line in note.splitlines()]
    assert told == ["0.0", "0.333", "0.334", "0.99"]


def test_a_history_that_goes_on_marks_what_is_new_and_another_marks_its_own(plots: HistoryPlots) -> None:
    history = a_history()
    for at in (1.5, 2.5):
        history.extend([Changed(at, "momentum", "0.9", "0.5")])
        plots.set_history(history)
    assert marks(plots.curves.cost) == [1.5, 2.5]
    other = a_history()
    other.extend([Changed(1.5, "momentum", "0.9", "0.5"), Changed(2.0, "shift", "0.0", "1.0")])
    plots.set_history(other)
    assert marks(plots.curves.cost) == [1.5, 2.0]


class Words(QTranslator):
    """Counts the words that are looked up."""

    count = 0

    def translate(self, _context: str, text: str, *_more: object) -> str:
        self.count += 1
        return text


def test_changes_are_put_into_words_when_one_points_at_them(
    qtbot: QtBot, plots: HistoryPlots, qapp: QApplication
) -> None:
    history = a_history()
    history.extend(Changed(number / 50, "momentum", "0.9", f"{number}") for number in range(100))
    words = Words()
    qapp.installTranslator(words)
    try:
        plots.set_history(history)
        assert len(marks(plots.curves.cost)) == 100
        few = words.count
        plots.curves.cost.setFocus()
        qtbot.keyClick(plots.curves.cost, Qt.Key.Key_Home)
        assert "Momentum: 0.9 → 50" in plots.curves.cost.note
        assert few < 60 < words.count < 300
    finally:
        qapp.removeTranslator(words)
