"""A plot in the look of the window, over epochs, with what was changed on the way."""

from collections.abc import Iterable, Sequence

import numpy as np
import pyqtgraph as pg
from pyqtgraph import Point
from PySide6.QtCore import QCoreApplication, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from digitpad.core.training.events import Changed
from digitpad.core.training.history import Numbers
from digitpad.core.training.settings import SETTINGS
from digitpad.ui.plots.axes import axes
from digitpad.ui.theme import colours
from digitpad.ui.widgets.forms import setting_title

translate = QCoreApplication.translate
_ZOOM = 0.8
_NEAR = 6  # pixels from a mark at which the mouse points to it


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """The wheel and + and - zoom the epochs, dragging moves; until then it follows what there is to show.

    The axis up always shows what lies in view, see `_ranges` and `_up_in_view`.

    `pointed` gives the place under the mouse on the axis across, None when there is none.
    """

    pointed = Signal(object)
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, enableMenu=False, axisItems=axes())
        self._following = True
        self._shown: tuple[float, ...] = ()
        self._marks: Sequence[Changed] = ()
        self._mark_lines: list[pg.InfiniteLine] = []
        self._cursor_at: float | None = None
        self.hideButtons()
        self.showGrid(x=True, y=True, alpha=0.15)
        self.disableAutoRange()
        self.setMouseEnabled(x=True, y=False)
        for name in ("left", "bottom"):
            self.getAxis(name).enableAutoSIPrefix(False)
        self.getViewBox().sigRangeChangedManually.connect(lambda: self.zoomed.emit())
        self.getViewBox().sigXRangeChanged.connect(lambda: self._fit_up())
        self._cursor = pg.InfiniteLine(angle=90)
        self._cursor.hide()
        self._note = pg.TextItem(anchor=(0, 0))
        self._note.setZValue(10)
        self._note.hide()
        for item in (self._cursor, self._note):
            self.addItem(item, ignoreBounds=True)
        self.scene().sigMouseMoved.connect(self._follow_mouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(320, 200)  # it takes what room there is

    @property
    def note(self) -> str:
        """What the label beside a mark says; empty when none is pointed at."""
        return str(self._note.toPlainText()) if self._note.isVisible() else ""

    def set_axis_labels(self, across: str, up: str) -> None:
        self.setLabel("bottom", across)
        self.setLabel("left", up)

    def set_marks(self, marks: Sequence[Changed]) -> None:
        """Thin lines where something was changed, which is told when one points at it.

        Of the same list, which may have grown, only what is new costs time.
        """
        if marks is not self._marks:
            for line in self._mark_lines:
                self.removeItem(line)
            self._marks, self._mark_lines = marks, []
        for mark in marks[len(self._mark_lines) :]:
            line = pg.InfiniteLine(mark.at, angle=90, pen=self._mark_pen())
            self.addItem(line, ignoreBounds=True)
            self._mark_lines.append(line)

    def forget_zoom(self) -> None:
        """Show the whole of what is shown next, as before zooming and moving."""
        self._following = True
        self._shown = ()

    def show_all(self) -> None:
        """Follow what is shown again after zooming or moving."""
        self.forget_zoom()
        self._follow()

    def stop_following(self) -> None:
        """Stay where the user has zoomed or moved to."""
        if self._following:
            self._following = False
            self._fit_up()

    def zoom(self, closer: bool) -> None:
        self.zoomed.emit()
        factor = _ZOOM if closer else 1 / _ZOOM
        around = None if self._cursor_at is None else Point(self._cursor_at, self.getViewBox().viewRect().center().y())
        self.getViewBox().scaleBy((factor, 1), center=around)

    def set_cursor(self, place: float | None, back: float = 0.0) -> None:
        """Put the cursor at a place, or hide it; what was changed up to `back` before it is told beside it."""
        self._cursor_at = place
        self._cursor.setVisible(place is not None)
        if place is not None:
            self._cursor.setValue(place)
        self._tell([] if place is None else [mark for mark in self._marks if place - back < mark.at <= place])

    def apply_colours(self) -> None:
        """Take over the colours of the theme that is shown."""
        theme = colours()
        self.setBackground(theme.surface)
        self._cursor.setPen(pg.mkPen(theme.second, width=self.devicePixelRatioF()))
        self._note.setColor(theme.text)
        self._note.fill = pg.mkBrush(theme.raised)
        self._note.border = pg.mkPen(theme.line)
        for line in self._mark_lines:
            line.setPen(self._mark_pen())
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setPen(pg.mkPen(theme.line))
            axis.setTextPen(theme.text)
            axis.setStyle(tickLength=-4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.pointed.emit(None)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.zoom(closer=event.key() == Qt.Key.Key_Plus)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()  # else of the frame only what something else has painted anew would come or go

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.end()

    def leaveEvent(self, event: object) -> None:
        self.pointed.emit(None)
        super().leaveEvent(event)

    def _ranges(self) -> tuple[float, float, float, float]:
        """The ends of both axes, across and up, that show everything; round, so that they change seldom."""
        raise NotImplementedError

    def _part_in_view(self, times: Numbers) -> slice:
        """Which of the times, in rising order, lie in view, and their neighbours."""
        first, end = np.searchsorted(times, self.getViewBox().viewRange()[0])
        return slice(max(first - 1, 0), end + 1)

    def _up_in_view(self) -> tuple[float, float]:
        """The ends of the axis up for what lies in view; by default for everything."""
        return self._ranges()[2:]

    def _fit_up(self) -> None:
        if not self._following:
            self.setRange(yRange=self._up_in_view(), padding=0.02)

    def _follow(self) -> None:
        """Fit the axes to new numbers: both, or after zooming the one up."""
        self._fit_up()
        ranges = self._ranges() if self._following else self._shown
        if ranges != self._shown:
            self._shown = ranges
            self.setRange(xRange=ranges[:2], yRange=ranges[2:], padding=0.02)

    def _follow_mouse(self, position: QPointF) -> None:
        box = self.getViewBox()
        inside = box.sceneBoundingRect().contains(position)
        place = box.mapSceneToView(position).x()
        self.pointed.emit(place if inside else None)
        reach = _NEAR * box.viewPixelSize()[0]
        near = [mark for mark in self._marks if abs(mark.at - place) <= reach] if inside else []
        if near:
            self._tell(near)

    def _tell(self, marks: Sequence[Changed]) -> None:
        """Say what was changed at some marks, beside the last of them, inside the plot."""
        self._note.setVisible(bool(marks))
        if marks:
            (left, right), (_, top) = self.getViewBox().viewRange()
            self._note.setText(describe_changes(marks))
            self._note.setAnchor((0 if marks[-1].at < (left + right) / 2 else 1, 0))
            self._note.setPos(marks[-1].at, top)

    def _mark_pen(self) -> QPen:
        pen: QPen = pg.mkPen(colours().second, width=self.devicePixelRatioF(), style=Qt.PenStyle.DotLine)
        return pen


def describe_changes(changes: Iterable[Changed]) -> str:
    """A line for each, such as “Learning rate: 0.02 → 0.01”."""
    labels = {name: setting_title(each).text.replace("&", "") for name, each in SETTINGS.items()}
    labels["engine"] = translate("changes", "Engine")
    return "\n".join(f"{labels.get(each.name, each.name)}: {each.before} → {each.after}" for each in changes)
