"""A line that grows at its end, painted piece by piece."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from pyqtgraph import functions
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPen, QPixmap, QPolygonF, QTransform
from PySide6.QtWidgets import QWidget

from digitpad.core.training.history import Numbers
from digitpad.ui.plots.axes import blit, room_of

PIECE = 32  # segments that are painted at once, and then never again
_OPEN = 3  # points at the end that the next ones may still replace


class Curve(pg.PlotCurveItem):  # type: ignore[misc]
    """A wide antialiased line takes milliseconds to paint, so all of it but its end is kept as pixels.

    The pieces are the same however the line has grown, so it looks, pixel for pixel, like one that is drawn afresh.
    """

    def __init__(self) -> None:
        super().__init__(antialias=True)
        self._place: tuple[Any, ...] = ()
        self._pixels = QPixmap()
        self._kept: Numbers = np.empty((0, 2))  # the points of what is in the pixels
        self._covered = QRectF()  # by them

    def paint(self, painter: QPainter, _option: object, widget: QWidget | None) -> None:
        x, y = self.getData()
        if x is None or len(x) < 2:
            return
        transform, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
        points = np.column_stack((x * transform.m11() + transform.dx(), y * transform.m22() + transform.dy()))
        finite = np.isfinite(points)
        if not finite.all():
            points = points[finite.all(axis=1)]  # on a logarithmic axis, 0 lies nowhere
        points = points.round(6)  # the same range reached by zooming differs in its last bits, and so would the pixels
        pen = QPen(self.opts["pen"])
        pen.setWidthF(pen.widthF() / (widget.devicePixelRatioF() if widget else ratio))
        pen.setCosmetic(False)  # in a picture of more pixels it is as wide as on the screen
        way = _way(points) / pen.widthF() if pen.style() is Qt.PenStyle.CustomDashLine else None
        painter.setWorldTransform(QTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        closed = max(len(points) - 1 - _OPEN, 0) // PIECE
        first = 0
        if painter.paintEngine().type() is QPaintEngine.Type.Raster:
            size = room_of(painter, widget)
            self._keep(points, way, pen, closed, (transform, size, ratio, pen.color().rgba(), pen.style()))
            blit(painter, self._pixels, self._covered)
            first = closed
        elif painter.paintEngine().type() is QPaintEngine.Type.SVG:
            painter.setPen(pen)
            for part in _inside(points, transform.mapRect(self.viewRect())):
                painter.drawPolyline(_polygon(part))
            first = len(points)
        for piece in range(first, max(-(-(len(points) - 1) // PIECE), 0)):
            _paint_piece(painter, points, way, pen, piece)
        painter.setWorldTransform(transform)

    def _keep(self, points: Numbers, way: Numbers | None, pen: QPen, closed: int, place: tuple[Any, ...]) -> None:
        """Bring the pixels up to so many closed pieces."""
        place = *place, pen.widthF()
        known = points[: len(self._kept)]
        if place != self._place or len(known) // PIECE > closed or not np.array_equal(known, self._kept):
            self._place, self._kept, self._covered = place, points[:0], QRectF()
            _, size, ratio, *_ = place
            self._pixels = QPixmap(size * ratio)
            self._pixels.setDevicePixelRatio(ratio)
            self._pixels.fill(Qt.GlobalColor.transparent)
        kept = len(self._kept) // PIECE
        if kept < closed:
            own = QPainter(self._pixels)
            own.setRenderHint(QPainter.RenderHint.Antialiasing)
            for piece in range(kept, closed):
                _paint_piece(own, points, way, pen, piece)
            own.end()
            self._kept = points[: closed * PIECE + 1]
            self._covered = _extent(self._kept, pen.widthF())


def _paint_piece(painter: QPainter, points: Numbers, way: Numbers | None, pen: QPen, piece: int) -> None:
    start = piece * PIECE
    part = points[start : start + PIECE + 1]
    if way is not None:
        pen.setDashOffset(float(way[start]) % sum(pen.dashPattern()))
    painter.setPen(pen)
    painter.drawPolyline(_polygon(part))


def _extent(points: Numbers, width: float) -> QRectF:
    """What a line of this width through the points covers at most."""
    if not len(points):
        return QRectF()
    low, high = points.min(axis=0) - width, points.max(axis=0) + width
    return QRectF(QPointF(*low), QPointF(*high))


def _inside(points: Numbers, area: QRectF) -> list[Numbers]:
    """The parts of a line inside an area: nothing else cuts it off in an SVG."""
    low, high = np.array(area.topLeft().toTuple()), np.array(area.bottomRight().toTuple())
    starts, steps = points[:-1], np.diff(points, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ways = np.stack([(low - starts) / steps, (high - starts) / steps])
    enters = np.fmax(np.fmax.reduce(np.fmin(*ways), axis=1), 0.0)  # in parts of each step
    leaves = np.fmin(np.fmin.reduce(np.fmax(*ways), axis=1), 1.0)
    parts: list[list[Numbers]] = []
    before = -2
    for at in np.flatnonzero(enters < leaves):
        if at != before + 1 or leaves[before] < 1:
            parts.append([starts[at] + enters[at] * steps[at]])
        parts[-1].append(starts[at] + leaves[at] * steps[at])
        before = int(at)
    return [np.array(each) for each in parts]


def _polygon(points: Numbers) -> QPolygonF:
    polygon: QPolygonF = functions.create_qpolygonf(len(points))
    functions.ndarray_from_qpolygonf(polygon)[:] = points
    return polygon


def _way(points: Numbers) -> Numbers:
    """How far it is along the line to each point."""
    way = np.zeros(len(points))
    np.cumsum(np.hypot(*np.diff(points, axis=0).T), out=way[1:])
    return way
