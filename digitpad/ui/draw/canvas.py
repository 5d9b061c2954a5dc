"""The canvas: 28×28 pixels to draw on with a mouse, a finger, a pen or the keyboard."""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEventPoint,
    QInputDevice,
    QInputEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from digitpad.core.drawing.normalise import Ink
from digitpad.core.drawing.strokes import Device, PenSample
from digitpad.core.network import SIDE
from digitpad.ui.draw.canvas_hint import paint_hint
from digitpad.ui.draw.digit_boxes import DigitBoxes
from digitpad.ui.draw.tools import ARROWS, PointerTool
from digitpad.ui.theme import colours
from digitpad.ui.widgets.images import ink_to_qimage, square_in
from digitpad.ui.widgets.painting import smooth_painter

_RADIUS = 10


class DrawingCanvas(QWidget):
    """Shows ink and reports what the pointer draws: `drawn` for each sample of a stroke, `lifted` when it ends.

    With the keyboard, the arrows move a pen (with Shift by a quarter of a pixel) and the space bar sets it down or
    lifts it.
    """

    drawn = Signal(PenSample)
    lifted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ink = np.zeros((SIDE, SIDE), np.float32)
        self._boxes: DigitBoxes | None = None
        self._hint = "", ""
        self._stroke_open = False
        self._tool: PointerTool | None = None
        self._other_end: PointerTool | None = None
        self._in_hand: PointerTool | None = None
        self._finger: int | None = None
        self.device = Device.MOUSE  # what draws, or drew last
        self._key_pen = QPointF(SIDE / 2, SIDE / 2)
        self._key_pen_down = False
        self._key_pen_shown = False
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(6 * SIDE, 6 * SIDE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(12 * SIDE, 12 * SIDE)

    @property
    def is_drawn_by_keys(self) -> bool:
        """Whether the pen is moved with the keyboard."""
        return self._key_pen_shown

    def set_image(self, ink: Ink) -> None:
        """Show ink (28, 28) from 0 to 1, or finer. Only what has changed is painted."""
        before, self._ink = self._ink, ink
        if ink is before:
            return
        hint = before.any() != ink.any()  # may come or go, as may the frame about a choice
        if hint or self._tool is not None or before.shape != ink.shape or len(ink) > SIDE:
            self.update()
            return
        rows, columns = np.nonzero(before != ink)
        if len(rows):
            square = square_in(self)
            pixel = square.width() // SIDE
            left, top = int(columns.min()), int(rows.min())
            width, height = int(columns.max()) + 1 - left, int(rows.max()) + 1 - top
            place = square.topLeft() + QPoint(left, top) * pixel
            self.update(QRect(place, QSize(width, height) * pixel))

    def set_hint(self, invitation: str, means: str) -> None:
        """The words on an empty canvas, beneath a stroke that shows what is meant; without words, neither."""
        self._hint = invitation, means
        self.update()

    def set_tool(self, tool: PointerTool | None) -> None:
        """What the pointer does on the canvas: None draws."""
        self._lift()
        self._tool = tool
        self.update()

    def set_boxes(self, boxes: DigitBoxes) -> None:
        """The boxes of a number's digits, which are taken hold of whatever the pointer does elsewhere."""
        self._boxes = boxes

    def set_other_end(self, tool: PointerTool) -> None:
        """What the right button and a pen's other end do."""
        self._other_end = tool

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() is Qt.MouseButton.LeftButton
        if left or (event.button() is Qt.MouseButton.RightButton and self._other_end):
            self._key_pen_shown = False
            self._take(_device_of(event), self._tool if left else self._other_end, event.position())
            self._draw(event.position(), event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons():
            shape = Qt.CursorShape.PointingHandCursor if self._on_box(event.position()) else Qt.CursorShape.CrossCursor
            self.setCursor(shape)
        if self._drags(event.buttons()):
            self._draw(event.position(), event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drags(event.button()):
            self._draw(event.position(), event)
            self._lift()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        if self.actions() and (by_key or self._on_box(QPointF(event.pos()))):
            self._lift()
            QMenu.exec(self.actions(), event.globalPos(), parent=self)

    def tabletEvent(self, event: QTabletEvent) -> None:
        if event.type() is QEvent.Type.TabletPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # keys say what was drawn
            turned = event.pointerType() is QPointingDevice.PointerType.Eraser
            self._take(Device.PEN, self._other_end if turned else self._tool, event.position())
        lifted = event.type() is QEvent.Type.TabletRelease and event.button() is Qt.MouseButton.LeftButton
        if lifted or event.buttons() & Qt.MouseButton.LeftButton:
            self._draw(event.position(), event, event.pressure())
        if lifted:
            self._lift()
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._follow_finger(event)
            return True
        overrides = event.type() is QEvent.Type.ShortcutOverride and self._key_pen_shown
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            event.accept()  # as a shortcut it means nothing while it draws
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ARROWS:
            step = 0.25 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
            moved = self._key_pen + ARROWS[Qt.Key(event.key())] * step
            self._key_pen = QPointF(np.clip(moved.x(), 0, SIDE), np.clip(moved.y(), 0, SIDE))
            self._key_pen_shown = True
        elif event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._key_pen_shown = True
            self._key_pen_down = not self._key_pen_down
            if not self._key_pen_down:
                self._lift()
        else:
            super().keyPressEvent(event)
            return
        if self._key_pen_down:
            self.device = Device.KEYBOARD
            self._report(PenSample(self._key_pen.x(), self._key_pen.y(), event.timestamp() / 1000))
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        self._lift()
        self._key_pen_shown = False
        super().focusOutEvent(event)  # type: ignore[arg-type]

    def paintEvent(self, _event: object) -> None:
        painter = smooth_painter(self)
        frame, theme = QRectF(self.rect()), colours()
        shape = QPainterPath()
        shape.addRoundedRect(frame, _RADIUS, _RADIUS)
        painter.fillPath(shape, Qt.GlobalColor.black)
        square = square_in(self)
        if self._ink.any():
            painter.setClipPath(shape)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, len(self._ink) > SIDE)
            painter.drawImage(square, ink_to_qimage(self._ink))
            painter.setClipping(False)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        elif self._hint[0]:
            paint_hint(painter, frame, self._hint)
        painter.save()
        painter.translate(square.topLeft())
        if self._boxes:
            self._boxes.paint(painter, square.width() / SIDE)
        tool = self._in_hand or self._tool
        if tool is not None:
            tool.paint(painter, square.width() / SIDE)
        painter.restore()
        if self._key_pen_shown:
            self._paint_key_pen(painter, square.x(), square.y(), square.width() / SIDE)
        edge = QPen(QColor(theme.accent), 2) if self.hasFocus() else QPen(QColor(theme.canvas_edge), 1)
        inset = edge.widthF() / 2
        painter.setPen(edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)
        painter.end()

    def _paint_key_pen(self, painter: QPainter, left: float, top: float, pixel: float) -> None:
        middle = QPointF(left, top) + self._key_pen * pixel
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().highlight().color(), 2))
        painter.setBrush(self.palette().highlight() if self._key_pen_down else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(middle.x() - 5, middle.y() - 5, 10, 10))

    def _follow_finger(self, event: QTouchEvent) -> None:
        """One finger draws; others that touch the canvas meanwhile are ignored."""
        for point in event.points():
            if self._finger is None:
                self._take(Device.FINGER, self._tool, point.position())
                self._finger = point.id()
            if point.id() == self._finger:
                self._draw(point.position(), event, point.pressure() or 1.0)
        over = event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)
        lifted = any(p.id() == self._finger and p.state() is QEventPoint.State.Released for p in event.points())
        if over or lifted:
            self._lift()
        if over:
            self._finger = None

    def _draw(self, position: QPointF, event: QInputEvent, pressure: float = 1.0) -> None:
        square = square_in(self)
        scale = SIDE / square.width()
        # Outside the canvas the pen goes along its edge: ink that nobody sees would still be fitted.
        x = min(max((position.x() - square.x()) * scale, 0.0), float(SIDE))
        y = min(max((position.y() - square.y()) * scale, 0.0), float(SIDE))
        self._report(PenSample(x, y, event.timestamp() / 1000, pressure))

    def _drags(self, buttons: Qt.MouseButton) -> bool:
        """Whether one of these buttons draws, or does what is done instead."""
        left, right = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
        return bool(buttons & left) or (bool(buttons & right) and self._other_end is not None)

    def _take(self, device: Device, tool: PointerTool | None, position: QPointF) -> None:
        """What is pressed decides: a box of a number is taken hold of whatever the pointer does elsewhere."""
        self._lift()
        self.device = device
        self._in_hand = self._boxes if self._on_box(position) else tool

    def _on_box(self, position: QPointF) -> bool:
        square = square_in(self)
        scale = square.width() / SIDE
        place = (position - QPointF(square.topLeft())) / scale
        return self._boxes is not None and self._boxes.takes(place, scale)

    def _report(self, sample: PenSample) -> None:
        begins, self._stroke_open = not self._stroke_open, True
        if self._in_hand is None:
            self.drawn.emit(sample)
            return
        (self._in_hand.press if begins else self._in_hand.move)(sample)
        self.update()

    def _lift(self) -> None:
        self._key_pen_down = False
        if self._stroke_open:
            self._stroke_open = False
            tool, self._in_hand = self._in_hand, None
            if tool is None:
                self.lifted.emit()
            else:
                tool.release()
                self.update()


def _device_of(event: QMouseEvent) -> Device:
    """What moved the mouse; where a system sends no other events, a pen or a finger does."""
    pens = {QInputDevice.DeviceType.Stylus: Device.PEN, QInputDevice.DeviceType.TouchScreen: Device.FINGER}
    return pens.get(event.device().type(), Device.MOUSE)
