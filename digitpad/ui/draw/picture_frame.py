"""A picture with a frame about what is to be read, moved and resized with the pointer and the keys."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.ui.draw.tools import ARROWS, paint_handles
from digitpad.ui.style.colours import LIGHT
from digitpad.ui.theme import colours
from digitpad.ui.widgets.painting import frame_focus

_NEAR, _HANDLE = 10.0, 8.0  # pixels
_LEAST = 0.03  # of the picture's longer side
_STEP, _GROW = 0.02, 1.1
_Sides = tuple[int, int, int, int]  # left, top, right, bottom: 1 for those that move
_SHADE, _HALO = QColor(0, 0, 0, 120), QColor(255, 255, 255, 190)


class PictureFrame(QWidget):
    """Shows a picture, and a frame that the user puts about a part of it.

    Inside the frame a drag moves it, at a side or corner it resizes, elsewhere it draws another. Arrows move the frame,
    with Shift its lower right corner; + and − scale it.
    """

    def __init__(self, take: Callable[[QRectF], object]) -> None:
        """`take` gets the frame where the user has put it, in pixels of the picture."""
        super().__init__()
        self._take = take
        self._image = QImage()
        self.frame = QRectF()
        self._boxes: tuple[QRectF, ...] = ()
        self._sides: _Sides = 0, 0, 0, 0  # which sides move with the pointer
        self._start: QPointF | None = None
        self._from = QRectF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(560, 380)

    def show_picture(self, image: QImage, frame: QRectF, boxes: Sequence[QRectF]) -> None:
        """Show a picture with a frame, and a box about each digit that was found in it."""
        self._image, self._boxes = image, tuple(boxes)
        if self._start is None:
            self.frame = frame
        self.update()

    def place_of(self, spot: QPointF) -> QPointF:
        """Where a place in the picture is in the widget."""
        return self._place().topLeft() + spot * self._scale()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self._image.isNull():
            self._start, self._from = self._in_picture(event.position()), QRectF(self.frame)
            self._sides = self._grip(event.position())
            if not any(self._sides):  # another frame, from here
                self._from, self._sides = QRectF(self._start, self._start), (0, 0, 1, 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is None:
            self.setCursor(_CURSORS.get(self._grip(event.position()), Qt.CursorShape.CrossCursor))
            return
        way = self._in_picture(event.position()) - self._start
        self._put(_moved(self._from, self._sides, way))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._start is not None and event.button() is Qt.MouseButton.LeftButton:
            self._start = None
            if min(self.frame.width(), self.frame.height()) < _LEAST * self._longer():
                self._put(self._from)
            self._take(self.frame)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = ARROWS.get(Qt.Key(event.key()))
        if way is not None:
            sides = (0, 0, 1, 1) if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else (1, 1, 1, 1)
            self._put(_moved(self.frame, sides, way * _STEP * self._longer()))
        elif event.text() in ("+", "-"):
            by = (_GROW if event.text() == "+" else 1 / _GROW) - 1
            across, down = by * self.frame.width() / 2, by * self.frame.height() / 2
            self._put(self.frame.adjusted(-across, -down, across, down))
        else:
            super().keyPressEvent(event)
            return
        self._take(self.frame)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        theme, place = colours(), self._place()
        painter.fillRect(self.rect(), QColor(theme.sunken))
        if not self._image.isNull():
            painter.drawImage(place, self._image)
            frame = self._in_widget(self.frame)
            around = QPainterPath()
            for each in (place, frame):  # where both are is inside neither
                around.addRect(each)
            painter.fillPath(around, _SHADE)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for pen in (QPen(_HALO, 3), QPen(QColor(LIGHT.training), 1.5, Qt.PenStyle.DashLine)):  # seen on any picture
                painter.setPen(pen)
                painter.drawRects([self._in_widget(box) for box in self._boxes])
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(frame)
            paint_handles(painter, frame, QColor(theme.accent), _HANDLE)
        if self.hasFocus():
            frame_focus(painter, self.rect())
        painter.end()

    def _put(self, frame: QRectF) -> None:
        """Inside the picture, as large as it was where there is room."""
        whole = QRectF(self._image.rect())
        frame = frame.normalized()
        frame.setSize(frame.size().boundedTo(whole.size()))
        frame.translate(max(-frame.left(), 0) + min(whole.right() - frame.right(), 0), 0)
        frame.translate(0, max(-frame.top(), 0) + min(whole.bottom() - frame.bottom(), 0))
        self.frame = frame
        self.update()

    def _grip(self, position: QPointF) -> _Sides:
        """Which sides of the frame a press there moves: left, top, right, bottom; all four inside it."""
        frame, x, y = self._in_widget(self.frame), position.x(), position.y()
        if not frame.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(position):
            return 0, 0, 0, 0
        left, top = abs(x - frame.left()) < _NEAR, abs(y - frame.top()) < _NEAR
        right, bottom = abs(x - frame.right()) < _NEAR and not left, abs(y - frame.bottom()) < _NEAR and not top
        sides = int(left), int(top), int(right), int(bottom)
        return sides if any(sides) else (1, 1, 1, 1)

    def _longer(self) -> float:
        return max(self._image.width(), self._image.height(), 1)

    def _place(self) -> QRectF:
        place = QRectF(QPointF(), self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio))
        place.moveCenter(QRectF(self.rect()).center())
        return place

    def _scale(self) -> float:
        return self._place().width() / max(self._image.width(), 1)

    def _in_picture(self, position: QPointF) -> QPointF:
        return (position - self._place().topLeft()) / (self._scale() or 1.0)

    def _in_widget(self, box: QRectF) -> QRectF:
        return QRectF(self.place_of(box.topLeft()), box.size() * self._scale())


_DIAGONAL, _OTHER = Qt.CursorShape.SizeFDiagCursor, Qt.CursorShape.SizeBDiagCursor
_ACROSS, _DOWN = Qt.CursorShape.SizeHorCursor, Qt.CursorShape.SizeVerCursor
_CURSORS = {
    (1, 1, 1, 1): Qt.CursorShape.SizeAllCursor,
    (1, 1, 0, 0): _DIAGONAL,
    (0, 0, 1, 1): _DIAGONAL,
    (0, 1, 1, 0): _OTHER,
    (1, 0, 0, 1): _OTHER,
    (1, 0, 0, 0): _ACROSS,
    (0, 0, 1, 0): _ACROSS,
    (0, 1, 0, 0): _DOWN,
    (0, 0, 0, 1): _DOWN,
}


def _moved(frame: QRectF, sides: _Sides, way: QPointF) -> QRectF:
    left, top, right, bottom = sides
    x, y = way.x(), way.y()
    return frame.adjusted(left * x, top * y, right * x, bottom * y)
