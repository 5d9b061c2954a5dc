"""What mouse, finger, pen and keyboard do to the canvas arrives as samples in canvas units."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QInputDevice, QPainter, QPaintEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from digitpad.core.drawing.strokes import Device, PenSample
from digitpad.ui.draw.canvas import DrawingCanvas

SCALE = 10  # pixels of the widget for one of the canvas
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.MouseButton.NoButton
UP = "lifted"


@pytest.fixture
def canvas(shown: Callable[..., QWidget]) -> DrawingCanvas:
    """A canvas of 280 × 280 pixels, wider than high by 40 pixels that do not belong to it."""
    widget = DrawingCanvas()
    shown(widget, 28 * SCALE + 40, 28 * SCALE)
    return widget


@pytest.fixture
def heard(canvas: DrawingCanvas) -> list[PenSample | str]:
    """Everything the canvas reports."""
    told: list[PenSample | str] = []
    canvas.drawn.connect(told.append)
    canvas.lifted.connect(lambda: told.append(UP))
    return told


def at(x: float, y: float) -> QPoint:
    """The place on the widget of a place on the canvas."""
    return QPoint(round(x * SCALE) + 20, round(y * SCALE))


def places(heard: list[PenSample | str]) -> list[tuple[float, float] | str]:
    return [each if isinstance(each, str) else (each.x, each.y) for each in heard]


def strokes(heard: list[PenSample | str]) -> list[list[tuple[float, float]]]:
    """The strokes a document would have."""
    result: list[list[tuple[float, float]]] = [[]]
    for each in places(heard):
        if isinstance(each, str):
            result.append([])
        else:
            result[-1].append((round(each[0], 6), round(each[1], 6)))
    return [each for each in result if each]


def test_the_mouse_draws_in_canvas_units(qtbot: QtBot, canvas: DrawingCanvas, heard: list[PenSample | str]) -> None:
    qtbot.mousePress(canvas, LEFT, pos=at(2, 3))
    assert strokes(heard) == [[(2, 3)]]
    qtbot.mouseMove(canvas, at(14.5, 20))
    qtbot.mouseRelease(canvas, LEFT, pos=at(14.5, 20))
    assert strokes(heard) == [[(2, 3), (14.5, 20), (14.5, 20)]]
    assert heard[-1] == UP


def test_every_move_counts(qtbot: QtBot, canvas: DrawingCanvas, heard: list[PenSample | str]) -> None:
    qtbot.mousePress(canvas, LEFT, pos=at(1, 1))
    path = [(1 + 0.1 * number, 2.0) for number in range(1, 201)]
    for place in path:
        qtbot.mouseMove(canvas, at(*place))
    (stroke,) = strokes(heard)
    assert stroke[1:] == [pytest.approx(place) for place in path]
    times = [each.time for each in heard if isinstance(each, PenSample)]
    assert times == sorted(times)
    qtbot.mouseRelease(canvas, LEFT, pos=at(21, 2))


def test_each_press_begins_a_stroke(qtbot: QtBot, canvas: DrawingCanvas, heard: list[PenSample | str]) -> None:
    for x in (3, 9):
        qtbot.mousePress(canvas, LEFT, pos=at(x, 5))
        qtbot.mouseRelease(canvas, LEFT, pos=at(x, 6))
    assert strokes(heard) == [[(3, 5), (3, 6)], [(9, 5), (9, 6)]]


@pytest.mark.parametrize("button", [RIGHT, Qt.MouseButton.MiddleButton])
def test_only_the_left_button_draws(
    qtbot: QtBot, canvas: DrawingCanvas, heard: list[PenSample | str], button: Qt.MouseButton
) -> None:
    qtbot.mousePress(canvas, button, pos=at(3, 3))
    qtbot.mouseMove(canvas, at(5, 5))
    qtbot.mouseRelease(canvas, button, pos=at(6, 6))
    qtbot.mouseMove(canvas, at(7, 7))
    assert heard == []


def test_outside_of_the_square_the_line_goes_along_its_edge(
    qtbot: QtBot, canvas: DrawingCanvas, heard: list[PenSample | str]
) -> None:
    qtbot.mousePress(canvas, LEFT, pos=at(1, 5))
    qtbot.mouseMove(canvas, at(-1.5, 5))
    qtbot.mouseRelease(canvas, LEFT, pos=at(1, 6))
    assert strokes(heard) == [[(1, 5), (0, 5), (1, 6)]]


def test_a_finger_draws(canvas: DrawingCanvas, heard: list[PenSample | str]) -> None:
    screen = QTest.createTouchDevice()
    QTest.touchEvent(canvas, screen).press(0, at(4, 4), canvas).commit()
    QTest.touchEvent(canvas, screen).move(0, at(8, 9), canvas).commit()
    assert UP not in heard
    QTest.touchEvent(canvas, screen).release(0, at(8, 9), canvas).commit()
    assert strokes(heard)[0][:2] == [(4, 4), (8, 9)]
    assert canvas.device is Device.FINGER
    assert len(strokes(heard)) == 1
    assert heard[-1] == UP


def test_a_second_finger_does_not_draw(canvas: DrawingCanvas, heard: list[PenSample | str]) -> None:
    fingers = QTest.touchEvent(canvas, QTest.createTouchDevice())
    fingers.press(0, at(4, 4), canvas).commit()
    fingers.stationary(0).press(1, at(20, 20), canvas).commit()
    fingers.move(0, at(5, 5), canvas).move(1, at(21, 20), canvas).commit()
    fingers.release(0, at(5, 5), canvas).stationary(1).commit()
    fingers.move(1, at(22, 20), canvas).commit()
    fingers.release(1, at(22, 20), canvas).commit()
    (stroke,) = strokes(heard)
    assert set(stroke) == {(4, 4), (5, 5)}
    heard.clear()
    fingers.press(2, at(9, 9), canvas).commit()
    fingers.release(2, at(9, 9), canvas).commit()
    assert set(strokes(heard)[0]) == {(9, 9)}


class Pen:
    """A tablet's pen above a canvas."""

    def __init__(
        self, canvas: DrawingCanvas, end: QPointingDevice.PointerType = QPointingDevice.PointerType.Pen
    ) -> None:
        self._canvas = canvas
        self._device = QPointingDevice(
            "pen",
            7,
            QInputDevice.DeviceType.Stylus,
            end,
            QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
            1,
            3,
        )

    def send(
        self,
        kind: QEvent.Type,
        place: tuple[float, float],
        pressure: float,
        button: Qt.MouseButton,
        held: Qt.MouseButton,
    ) -> None:
        here = QPointF(at(*place))
        there = QPointF(self._canvas.mapToGlobal(at(*place)))
        none = Qt.KeyboardModifier.NoModifier
        event = QTabletEvent(kind, self._device, here, there, pressure, 0, 0, 0, 0, 0, none, button, held)
        QApplication.sendEvent(self._canvas, event)


def test_a_pen_draws_with_its_pressure(canvas: DrawingCanvas, heard: list[PenSample | str]) -> None:
    pen = Pen(canvas)
    pen.send(QEvent.Type.TabletMove, (1, 1), 0.0, NONE, NONE)
    assert heard == []
    pen.send(QEvent.Type.TabletPress, (2, 2), 0.25, LEFT, LEFT)
    pen.send(QEvent.Type.TabletMove, (3, 4), 0.75, NONE, LEFT)
    pen.send(QEvent.Type.TabletRelease, (3, 5), 0.0, LEFT, NONE)
    pen.send(QEvent.Type.TabletMove, (9, 9), 0.0, NONE, NONE)
    assert strokes(heard) == [[(2, 2), (3, 4), (3, 5)]]
    assert [each.pressure for each in heard if isinstance(each, PenSample)] == [0.25, 0.75, 0.0]
    assert canvas.device is Device.PEN
    QTest.mouseClick(canvas, LEFT, pos=at(9, 9))
    assert canvas.device is Device.MOUSE


class Tool:
    """Notes where it is used."""

    def __init__(self) -> None:
        self.used: list[tuple[float, float] | str] = []

    def press(self, place: PenSample) -> None:
        self.used.append((round(place.x, 6), round(place.y, 6)))

    move = press

    def release(self) -> None:
        self.used.append(UP)

    def paint(self, painter: QPainter, unit: float) -> None:
        pass


def test_a_pens_other_end_has_a_tool_of_its_own(canvas: DrawingCanvas, heard: list[PenSample | str]) -> None:
    tool = Tool()
    canvas.set_other_end(tool)
    pen = Pen(canvas, QPointingDevice.PointerType.Eraser)
    pen.send(QEvent.Type.TabletPress, (2, 2), 0.25, LEFT, LEFT)
    pen.send(QEvent.Type.TabletMove, (3, 4), 0.75, NONE, LEFT)
    pen.send(QEvent.Type.TabletRelease, (3, 5), 0.0, LEFT, NONE)
    assert (tool.used, heard) == ([(2, 2), (3, 4), (3, 5), UP], [])


def test_what_a_tool_painted_goes_with_the_ink_it_was_about(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    regions: list[QRect] = []

    class Paints(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                regions.append(event.rect())
            return False

    ink = np.zeros((2, 28, 28), np.float32)
    ink[:, 3, 3], ink[1, 20, 20] = 1, 1
    canvas.set_image(ink[1])
    canvas.set_tool(Tool())
    QApplication.processEvents()
    seen = Paints(canvas)
    canvas.installEventFilter(seen)
    canvas.set_image(ink[0])
    qtbot.waitUntil(lambda: regions != [])
    assert regions[0] == canvas.rect()


def test_a_button_on_the_pens_side_does_not_draw(canvas: DrawingCanvas, heard: list[PenSample | str]) -> None:
    pen = Pen(canvas)
    pen.send(QEvent.Type.TabletPress, (2, 2), 0.0, RIGHT, RIGHT)
    pen.send(QEvent.Type.TabletMove, (3, 3), 0.0, NONE, RIGHT)
    pen.send(QEvent.Type.TabletRelease, (4, 4), 0.0, RIGHT, NONE)
    assert strokes(heard) == []


def test_the_keyboard_draws(qtbot: QtBot, canvas: DrawingCanvas, heard: list[PenSample | str]) -> None:
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert heard == []
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert strokes(heard) == [[(14, 13), (15, 13), (15, 13.25)]]
    assert canvas.device is Device.KEYBOARD
    assert heard[-1] == UP
    heard.clear()
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert heard == []


def test_the_keyboards_pen_stays_on_the_canvas(
    qtbot: QtBot, canvas: DrawingCanvas, heard: list[PenSample | str]
) -> None:
    canvas.setFocus()
    for _ in range(30):
        qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert places(heard) == [(0, 14)]


def test_losing_the_focus_lifts_the_pen(qtbot: QtBot, canvas: DrawingCanvas, heard: list[PenSample | str]) -> None:
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    canvas.clearFocus()
    assert heard[-1] == UP
    heard.clear()
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert strokes(heard) == []


def test_the_ink_is_shown_white_on_black(canvas: DrawingCanvas) -> None:
    ink = np.zeros((28, 28), np.float32)
    ink[3, 20] = 1
    canvas.set_image(ink)
    picture = canvas.grab().toImage()
    assert picture.pixelColor(at(20.5, 3.5)).lightness() == 255
    assert picture.pixelColor(at(3.5, 20.5)).lightness() == 0


def test_an_empty_canvas_shows_its_hint(canvas: DrawingCanvas) -> None:
    empty = canvas.grab().toImage()
    canvas.set_hint("Draw here", "with a pen")
    hinted = canvas.grab().toImage()
    assert hinted != empty
    above, below = (hinted.pixelColor(160, y).lightness() for y in (75, 88))  # of the middle of the seven's bar
    assert above == below > 0
