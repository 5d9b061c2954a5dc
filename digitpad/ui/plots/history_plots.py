"""All plots of a run, a kind of them at a time."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractButton, QStackedWidget, QTabBar, QWidget

from digitpad.core.files import Table
from digitpad.core.runs.figures import epoch_table, health_table, rate_table
from digitpad.core.training.history import History
from digitpad.ui.plots.traces import gradient_traces, rate_traces
from digitpad.ui.widgets.forms import break_tool_tips
from digitpad.ui.widgets.labels import explanation
from digitpad.ui.widgets.layouts import vertical
from digitpad.ui.widgets.page_bars import SegmentedBar

if TYPE_CHECKING:
    from digitpad.ui.plots.plot_row import LearningCurves, PlotRow

tr = partial(QCoreApplication.translate, "history_plots")

CURVES, GRADIENTS, RATES = range(3)


class HistoryPlots(QWidget):
    """Cost and accuracy, gradients, or rates. Only what is shown is painted, and made when it first is.

    pyqtgraph is loaded then, too, which takes a fifth of the start's time.
    """

    log_toggled = Signal(bool)  # whether the cost's axis is logarithmic

    def __init__(self, tools: "Callable[[PlotRow, str, str], Iterable[QWidget]]" = lambda *_: ()) -> None:
        """`tools` makes what stands at the right of a page's legend, from the page, its title and its explanation."""
        super().__init__()
        self._tools = tools
        self._history = History()
        self._pages: dict[int, PlotRow] = {}
        self._planned = 0.0
        self._presenting = False
        self._log = False
        self._stack = QStackedWidget()
        self.kinds = self._make_kinds()
        vertical(self, self._stack)

    @property
    def curves(self) -> "LearningCurves":
        """The curves of cost and accuracy."""
        return cast("LearningCurves", self.page(CURVES))

    @property
    def log(self) -> bool:
        """Whether the cost's axis is logarithmic."""
        return self._log

    def set_log(self, on: bool) -> None:
        """Draw the cost on a logarithmic axis, or not."""
        if on != self._log:
            self._log = on
            if CURVES in self._pages:
                self.curves.log_cost.setChecked(on)
            self.log_toggled.emit(on)

    def page(self, kind: int) -> "PlotRow":
        """The plots of a kind, made now if they have not been yet."""
        from digitpad.ui.plots.plot_row import LearningCurves, PlotRow

        if kind not in self._pages:
            page: PlotRow
            if kind == CURVES:
                page = curves = LearningCurves()
                curves.log_cost.setChecked(self._log)
                curves.log_cost.toggled.connect(self.set_log)
            else:
                page = PlotRow(gradient_traces() if kind == GRADIENTS else rate_traces())
            self._pages[kind] = page
            for tool in self._tools(page, *explanations()[kind]):
                page.top.addWidget(tool)
            page.set_planned(self._planned)
            self._stack.addWidget(page)
            break_tool_tips(page)
        return self._pages[kind]

    def set_history(self, history: History) -> None:
        """Show the history as it is now."""
        self._history = history
        if self._shown:
            self._shown.set_history(history)

    def update_incrementally(self, history: History) -> None:
        """Show the history as it is now, without keeping the event loop busy for long."""
        self._history = history
        if self._shown:
            self._shown.update_incrementally(history)

    def yield_to_input(self) -> None:
        """Let what the user has just done be answered before the next plot keeps up."""
        if self._shown:
            self._shown.yield_to_input()

    def set_planned(self, epochs: float) -> None:
        """Let the axes across end at the number of the last epoch that is planned, 0 where nobody knows."""
        self._planned = epochs
        for page in self._pages.values():
            page.set_planned(epochs)

    def set_presenting(self, on: bool) -> None:
        """Show the plots one above the other and without controls, for the back row."""
        self._presenting = on
        if self._shown:
            self._adapt(self._shown)

    def controls(self) -> list[QWidget]:
        """What the plots in view are worked with, which is no part of their picture."""
        return [self.kinds, *(each for each in self.findChildren(QAbstractButton) if each.isVisible())]

    def table(self) -> Table:
        """The numbers behind the plots in view."""
        return (epoch_table, health_table, rate_table)[self.kinds.currentIndex()](self._history)

    def show_all(self) -> None:
        """Show the whole plots again after zooming or moving."""
        if self._shown:
            self._shown.show_all.click()

    def showEvent(self, event: QShowEvent) -> None:
        if self._shown is None or self._stack.currentWidget() is not self._shown:  # made, perhaps, but never shown
            self._show_kind(self.kinds.currentIndex())
        super().showEvent(event)

    def _adapt(self, page: "PlotRow") -> None:
        """Show a page as it is for the back row, or as usual."""
        page.set_presenting(self._presenting)
        for each in (self.kinds, *page.findChildren(QAbstractButton)):
            each.setVisible(not self._presenting)

    @property
    def _shown(self) -> "PlotRow | None":
        """The plots in view; None before they are made."""
        return self._pages.get(self.kinds.currentIndex())

    def _make_kinds(self) -> QTabBar:
        kinds = SegmentedBar()
        kinds.setParent(self)
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
        if number not in self._pages and not self.isVisible():
            return
        page = self.page(number)
        focused = self.kinds.hasFocus()
        page.top.insertWidget(0, self.kinds)  # it stands in the row of each page's own legend
        self._stack.setCurrentWidget(page)
        self._adapt(page)
        if focused:
            self.kinds.setFocus()
        page.set_history(self._history)


def explanations() -> tuple[tuple[str, str], ...]:
    """Title and explanation of each kind of plots, in the order of HistoryPlots."""
    return (
        (tr("Learning curves"), explanation("curves") + explanation("marks")),
        (tr("Gradients"), explanation("gradients") + explanation("marks")),
        (tr("Rates"), explanation("rates") + explanation("marks")),
    )
