"""A plot in the look of the window, over epochs, with what was changed on the way."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from pyqtgraph import Point
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen

from digitpad.core.training.events import Changed
from digitpad.core.training.history import Numbers
from digitpad.ui.plots.axes import Axis
from digitpad.ui.plots.ranges import nearest, stride_among
from digitpad.ui.style.type import CAPTION, font_of, line_px, set_role
from digitpad.ui.theme import colours
from digitpad.ui.widgets.painting import frame_focus
from digitpad.ui.widgets.titles import describe_changes

_ZOOM = 0.8
_NEAR = 6  # pixels from a mark at which the mouse points to it
_CURSOR = 0.55  # opacity
_DASHES = [5, 3]  # times the width of the line
_LONGEST_UNIT = "0000.000"  # that stands left of the numbers


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """The wheel and + and - zoom the epochs, dragging moves; until then it follows what there is to show.

    The axis up always shows what lies in view, see `_ranges` and `_up_in_view`.

    `pointed` gives the place under the mouse on the axis across, None when there is none.
    """

    _dressed = False  # until a subclass has all that is to be coloured
    pointed = Signal(object)

    def __init__(self, suffix: str = "", zoomable: bool = True) -> None:
        """Numbers on the axis up end with `suffix`. Of one that is not `zoomable` all is always shown."""
        self.axes = {"left": Axis("left", suffix), "bottom": Axis("bottom")}
        super().__init__(enableMenu=False, axisItems=self.axes)
        self._following = True
        self._shown: tuple[float, ...] = ()
        self._marks: Sequence[Changed] = ()
        self._mark_lines: list[pg.InfiniteLine] = []
        self._cursor_at: float | None = None
        self._below = self._above = ""
        for axis in self.axes.values():
            axis.setZValue(-1000)  # its grid lies below the curves
        self.hideButtons()
        self.disableAutoRange()
        self._zoomable = zoomable
        self.setMouseEnabled(x=zoomable, y=False)
        self.getViewBox().sigRangeChangedManually.connect(lambda: self.stop_following())
        self.getViewBox().sigRangeChangedManually.connect(lambda: self._stay_inside())
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
        set_role(self, CAPTION)

    def sizeHint(self) -> QSize:
        return QSize(320, 200)  # it takes what room there is

    @property
    def note(self) -> str:
        """What the label beside a mark says; empty when none is pointed at."""
        return str(self._note.toPlainText()) if self._note.isVisible() else ""

    def set_axis_labels(self, across: str, up: str = "") -> None:
        """Name the units of the axes: a short one across stands left of its numbers, that up above the plot."""
        metrics = QFontMetricsF(font_of(CAPTION))
        beside = metrics.horizontalAdvance(across) <= metrics.horizontalAdvance(_LONGEST_UNIT)
        self._bottom.unit = self._left.below = across if beside else ""
        self._below, self._above = "" if beside else across, up
        self._bottom.changed()
        self._apply_type()

    def line_pen(self, colour: QColor | str, width: float = 2.0, dashed: bool = False) -> QPen:
        """The pen for a line of this width at the usual size of text."""
        pen: QPen = pg.mkPen(colour, width=line_px(width) * self.devicePixelRatioF())
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dashed:
            pen.setDashPattern(_DASHES)
        return pen

    def set_marks(self, marks: Sequence[Changed]) -> None:
        """Thin lines where something was changed; pointing at one says what.

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
        if not self._zoomable:
            return
        factor = _ZOOM if closer else 1 / _ZOOM
        around = None if self._cursor_at is None else Point(self._cursor_at, self.getViewBox().viewRect().center().y())
        self.getViewBox().scaleBy((factor, 1), center=around)
        self.getViewBox().sigRangeChangedManually.emit([True, False])

    def set_cursor(self, place: float | None, back: float = 0.0) -> None:
        """Put the cursor at a place, or hide it; what was changed up to `back` before it is written beside it."""
        self._cursor_at = place
        self._cursor.setVisible(place is not None)
        if place is not None:
            self._cursor.setValue(place)
        self._tell([] if place is None else [mark for mark in self._marks if place - back < mark.at <= place])

    def apply_colours(self) -> None:
        """Take over the colours of the theme that is shown."""
        self._dressed = True
        theme = colours()
        self.setBackground(theme.surface)
        faint = QColor(theme.text)
        faint.setAlphaF(_CURSOR)
        self._cursor.setPen(self.line_pen(faint, 1.0))
        self._note.setColor(theme.text)
        self._note.fill = pg.mkBrush(theme.raised)
        self._note.border = pg.mkPen(theme.line)
        for line in self._mark_lines:
            line.setPen(self._mark_pen())
        self._apply_type()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and self._dressed:
            self.apply_colours()  # lines grow with the text, too

    @property
    def _left(self) -> Axis:
        return self.axes["left"]

    @property
    def _bottom(self) -> Axis:
        return self.axes["bottom"]

    def _apply_type(self) -> None:
        """Give axes and margins the size that text has now."""
        metrics = QFontMetricsF(font_of(CAPTION))
        for axis in (self._left, self._bottom):
            axis.apply_type()
        item = self.getPlotItem()
        item.setContentsMargins(0, 0 if self._above else metrics.height() / 2, metrics.horizontalAdvance("000"), 0)
        self._note.setFont(font_of(CAPTION))
        look = {"color": colours().second}
        size = f"{font_of(CAPTION).pointSizeF()}pt"
        item.setTitle(self._above or None, **look, size=size, justify="left")
        if self._above:  # whose height pyqtgraph has fixed
            item.titleLabel.setMaximumHeight(2 * metrics.height())
            item.layout.setRowFixedHeight(0, 2 * metrics.height())
        self.setLabel("bottom", self._below or None, **look, **{"font-size": size})
        self._bottom.showLabel(bool(self._below))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stops = self._stops()
        last = len(stops) - 1
        here, stride = nearest(stops, self._cursor_at) or 0, stride_among(len(stops))
        moves = {
            Qt.Key.Key_Left: max(here - stride, 0),
            Qt.Key.Key_Right: min(here + stride, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if len(stops) and key in moves:
            self._ask_for(float(stops[moves[key]]))
        elif key == Qt.Key.Key_Escape and self._cursor_at is not None:
            self.pointed.emit(None)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.zoom(closer=key == Qt.Key.Key_Plus)
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
            frame_focus(painter, self.viewport().rect())
            painter.end()

    def leaveEvent(self, event: object) -> None:
        self.pointed.emit(None)
        super().leaveEvent(event)

    def _stops(self) -> Numbers:
        """The places, in rising order, along which arrow keys move the cursor."""
        return np.empty(0)

    def _ask_for(self, place: float) -> None:
        """Have the cursor at a place."""
        self.pointed.emit(place)

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
            self.setRange(yRange=self._up_in_view(), padding=0)

    def _follow(self) -> None:
        """Fit the axes to new numbers: both, or after zooming the one up."""
        self._fit_up()
        ranges = self._ranges() if self._following else self._shown
        if ranges != self._shown:
            self._shown = ranges
            self.setRange(xRange=ranges[:2], yRange=ranges[2:], padding=0)

    def _stay_inside(self) -> None:
        """Go back from where there is nothing to see. (pyqtgraph's own limits round what is shown afterwards.)"""
        least, most = self._ranges()[:2]
        start, end = self.getViewBox().viewRange()[0]
        width = min(end - start, most - least)
        inside = min(max(start, least), most - width)
        if (inside, inside + width) != (start, end):
            self.setRange(xRange=(inside, inside + width), padding=0)

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
        pen = self.line_pen(colours().second, 1.0)
        pen.setStyle(Qt.PenStyle.DotLine)
        return pen
