"""All plots of a run, a kind of them at a time."""

from PySide6.QtWidgets import QAbstractButton, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from digitpad.core.files import Table
from digitpad.core.training.history import History, epoch_table, health_table, rate_table
from digitpad.ui.plots.run_plots import LearningCurves, Traces, gradient_traces, rate_traces


class HistoryPlots(QWidget):
    """Cost and accuracy, gradients, or rates. Only what is shown is painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = History()
        self.curves = LearningCurves()
        self.gradients = gradient_traces()
        self.rates = rate_traces()
        self.pages: tuple[LearningCurves | Traces, ...] = (self.curves, self.gradients, self.rates)
        self._stack = QStackedWidget()
        for page in self.pages:
            self._stack.addWidget(page)
        self.kinds = self._make_kinds()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._show_kind(0)

    def set_history(self, history: History) -> None:
        """Show the history as it is now."""
        self._history = history
        self.pages[self._stack.currentIndex()].set_history(history)

    def update_incrementally(self, history: History) -> None:
        """Show the history as it is now, without keeping the event loop busy for long."""
        self._history = history
        self.pages[self._stack.currentIndex()].update_incrementally(history)

    def yield_to_input(self) -> None:
        """Let what the user has just done be answered before the next plot keeps up."""
        self.pages[self._stack.currentIndex()].yield_to_input()

    def controls(self) -> list[QWidget]:
        """What the plots in view are worked with, which is no part of their picture."""
        return [self.kinds, *(each for each in self.findChildren(QAbstractButton) if each.isVisible())]

    def table(self) -> Table:
        """The numbers behind the plots in view."""
        return (epoch_table, health_table, rate_table)[self._stack.currentIndex()](self._history)

    def show_all(self) -> None:
        """Show the whole plots again after zooming or moving."""
        self.pages[self._stack.currentIndex()].show_all.click()

    def _make_kinds(self) -> QTabBar:
        kinds = QTabBar()
        kinds.setDocumentMode(True)
        kinds.setDrawBase(False)
        kinds.setExpanding(False)
        kinds.setAccessibleName(self.tr("Kind of plots"))
        for text, hint in (
            (self.tr("Curves"), self.tr("Cost and accuracy: what the network has learned")),
            (self.tr("Gradients"), self.tr("How large the gradients are, and the steps: whether it learns well")),
            (self.tr("Rates"), self.tr("Learning rate, speed, and the share of dead units")),
        ):
            kinds.setTabToolTip(kinds.addTab(text), hint)
        kinds.currentChanged.connect(self._show_kind)
        return kinds

    def _show_kind(self, number: int) -> None:
        page = self.pages[number]
        focused = self.kinds.hasFocus()
        page.top.insertWidget(0, self.kinds)  # it stands in the row of each page's own legend
        self._stack.setCurrentIndex(number)
        self.kinds.show()
        if focused:
            self.kinds.setFocus()
        page.set_history(self._history)
