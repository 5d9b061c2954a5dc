"""What the pointer can do on the canvas beside drawing: rub out, and choose, move and scale strokes."""

from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from digitpad.core.drawing.edit import Points, box_of, strokes_in
from digitpad.core.drawing.strokes import Drawing, PenSample
from digitpad.core.network import SIDE
from digitpad.workspace.drawing.drawing_document import DrawingDocument

ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
_GRAY = QColor(170, 170, 170)
_HANDLE = 8  # pixels
_NEAR = 1.2  # canvas units from a corner at which it is taken hold of
_RADIUS = 1.4  # canvas units that the eraser reaches
_AROUND = 1.3  # canvas units about the way of the pen, in which its ink lies
_LEAST = 0.1  # of its size, to which a choice can be scaled down


class PointerTool(Protocol):
    """What a press, the moves after it and the release do, in canvas units, and what is painted over the canvas."""

    def press(self, place: PenSample) -> None: ...
    def move(self, place: PenSample) -> None: ...
    def release(self) -> None: ...
    def paint(self, painter: QPainter, unit: float) -> None:
        """`unit` is the length of a canvas unit in pixels; the painter's origin is the canvas' corner."""


class Eraser:
    """Rubs out whatever it touches; one rub is one change to undo."""

    def __init__(self, document: DrawingDocument) -> None:
        self._document = document
        self._last: PenSample | None = None

    def press(self, place: PenSample) -> None:
        self._last = place
        self._document.erase(place, place, _RADIUS)

    def move(self, place: PenSample) -> None:
        if self._last is not None:
            self._document.erase(self._last, place, _RADIUS)
        self._last = place

    def release(self) -> None:
        self._last = None
        self._document.end_change()

    def paint(self, painter: QPainter, unit: float) -> None:
        if self._last is not None:
            painter.setPen(QPen(_GRAY, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(*self._last[:2]) * unit, _RADIUS * unit, _RADIUS * unit)


class Selector:
    """A box chooses strokes; inside it they are moved, and at its corners scaled."""

    def __init__(self, document: DrawingDocument) -> None:
        self._document = document
        self._chosen: frozenset[int] = frozenset()
        self._seen: Drawing = ()  # in which they were chosen: of another drawing nothing is
        self._start: Points = np.zeros(2)
        self._end: Points | None = None  # while a box is drawn
        self._fixed: Points | None = None  # the corner that stays while one scales
        self._dragging = False

    def press(self, place: PenSample) -> None:
        self._start = np.array(place[:2])
        self._fixed, self._dragging = None, False
        corners = self._corners()
        if corners is not None:
            distances = np.linalg.norm(corners - self._start, axis=1)
            if distances.min() < _NEAR:
                self._fixed, self._dragging = corners[3 - int(distances.argmin())], True
                return
            if np.all(self._start >= corners[0]) and np.all(self._start <= corners[3]):
                self._dragging = True
                return
        self._chosen, self._end = frozenset(), self._start

    def move(self, place: PenSample) -> None:
        spot = np.array(place[:2])
        if not self._dragging:
            self._end = spot
        elif self._fixed is None:
            self._document.transform(self._chosen, 1.0, self._start, spot - self._start)
        else:
            before = float(np.linalg.norm(self._start - self._fixed)) or 1.0
            scale = max(float(np.linalg.norm(spot - self._fixed)) / before, _LEAST)
            self._document.transform(self._chosen, scale, self._fixed, np.zeros(2))
        self._seen = self._document.drawing

    def release(self) -> None:
        if self._end is not None:
            self._chosen = strokes_in(self._document.drawing, self._start, self._end)
        self._end, self._dragging = None, False
        self._document.end_change()
        self._seen = self._document.drawing

    def paint(self, painter: QPainter, unit: float) -> None:
        corners = self._corners()
        if self._end is not None:
            corners = np.array([np.minimum(self._start, self._end), *2 * [[0, 0]], np.maximum(self._start, self._end)])
        if corners is None:
            return
        box = QRectF(QPointF(*corners[0]) * unit, QPointF(*corners[3]) * unit)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_GRAY, 1, Qt.PenStyle.DashLine))
        painter.drawRect(box)
        if self._end is None:
            paint_handles(painter, box, _GRAY, _HANDLE)

    def _corners(self) -> Points | None:
        """The corners (4, 2) about the ink that is chosen, each opposite to the one as far from the end.

        None without a choice.
        """
        drawing = self._document.drawing
        if not self._chosen or drawing is not self._seen:
            return None
        first, last = box_of(drawing, self._chosen)
        (left, top), (right, bottom) = np.clip((first - _AROUND, last + _AROUND), 0, SIDE)
        return np.array([[left, top], [right, top], [left, bottom], [right, bottom]])


def paint_handles(painter: QPainter, box: QRectF, colour: QColor, side: float) -> None:
    """Squares with sides of so many pixels at the corners of a box, by which it can be taken hold of."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    half = QPointF(side / 2, side / 2)
    for corner in (box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight()):
        painter.drawRect(QRectF(corner - half, corner + half))
