"""Plots of a history side by side under one legend."""

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from digitpad.core.training.history import History
from digitpad.ui.plots.plot import Plot
from digitpad.ui.style.icons import show_icon
from digitpad.ui.style.type import CAPTION, set_role
from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.widgets.legends import Swatch


class Readout(QWidget):
    """Shows a line of rich text in whatever width there is.

    A label in a layout would have the whole window laid out anew, for a third of a frame, whenever its text changes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel(self)
        self._label.setFont(scaled(self._label.font(), 1.0))
        self._label.setText("<b>0</b>")
        self.setFixedHeight(self._label.sizeHint().height())
        self.set_text("")

    def set_text(self, text: str) -> None:
        self._label.setText(text)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._label.resize(self.size())


INTERVAL_MS = 4  # between two plots that are updated
MAX_WAIT_MS = 20  # for which the next one yields to input at most


class PlotRow(QWidget):
    """Zooming one of them zooms all of them.

    The legend and a button that ends all zooming lie in `top`; what a plot points at stands in `readouts`.
    """

    def __init__(self, plots: Sequence[Plot], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plots = plots
        self._history = History()
        self._pending: dict[Plot, None] = {}  # in the order in which they are shown
        self._timer = QTimer(self, singleShot=True, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._show_next)
        self._waited = QElapsedTimer()
        self.readouts = [Readout() for _ in plots]
        self.show_all = QToolButton()
        show_icon(self.show_all, "fit")
        self.show_all.setAccessibleName(self.tr("Show all"))
        self.show_all.setToolTip(self.tr("Show the whole curves again after zooming or moving"))
        self._legend = QHBoxLayout()
        self.top = QHBoxLayout()
        self._legend.setSpacing(2 * SPACE)
        self._legend.addStretch(1)
        self.top.setSpacing(SPACE)
        self.top.addStretch(1)
        self.top.addWidget(self.show_all)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        for plot, readout in zip(self.plots, self.readouts, strict=True):
            plot.setXLink(self.plots[0])
            self.show_all.clicked.connect(plot.show_all)
            for other in self.plots:
                plot.zoomed.connect(other.stop_following)
            column = QVBoxLayout()
            column.setSpacing(SPACE // 2)
            column.addWidget(readout)
            column.addWidget(plot, 1)
            row.addLayout(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addLayout(self.top)
        layout.addLayout(self._legend)
        layout.addLayout(row, 1)

    def set_history(self, history: History) -> None:
        """Show the history as it is now."""
        self._prepare(history)
        self._pending.clear()
        for plot in self.plots:
            self._show(plot)

    def update_incrementally(self, history: History) -> None:
        """Show the history as it is now, one plot at a time, so that user input is handled in between."""
        self._prepare(history)
        self._pending |= dict.fromkeys(self.plots)
        self._wait()

    def yield_to_input(self) -> None:
        """Let what the user has just done be answered before the next plot is updated."""
        if self._timer.isActive() and not self._waited.hasExpired(MAX_WAIT_MS):
            self._timer.start()

    def add_to_legend(self, swatch: Swatch, text: str) -> None:
        """One more entry of the legend."""
        entry = QHBoxLayout()
        entry.setSpacing(SPACE // 2)
        entry.addWidget(swatch)
        label = QLabel(text)
        set_role(label, CAPTION)
        entry.addWidget(label)
        self._legend.insertLayout(self._legend.count() - 1, entry)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            show_icon(self.show_all, "fit")
            for plot in self.plots:
                plot.apply_colours()
        super().changeEvent(event)

    def _prepare(self, history: History) -> None:
        """Take over a history without showing it; another one than before is shown whole, without a cursor."""
        if history is not self._history:
            self._history = history
            self._begin()
            for plot in self.plots:
                plot.set_cursor(None)
                plot.forget_zoom()

    def _begin(self) -> None:
        """Forget what belongs to the history before."""
        raise NotImplementedError

    def _show(self, plot: Plot) -> None:
        """Let a plot show the history."""
        raise NotImplementedError

    def _show_next(self) -> None:
        if self._pending:
            plot = next(iter(self._pending))
            del self._pending[plot]
            self._show(plot)
            self._wait()

    def _wait(self) -> None:
        self._waited.start()
        self._timer.start()
