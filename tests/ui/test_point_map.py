"""The map shows its points, and one can look around in it."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.evaluate.point_map import PointMap
from digitpad.ui.evaluate.stamps import Stamps
from digitpad.ui.widgets.painting import digit_colours

# A cross about the middle: 0 left, 1 right, 2 up, 3 down.
PLACES = np.array([[-3.0, 0], [3, 0], [0, 2], [0, -2]])


@pytest.fixture
def cross(shown: Callable[..., QWidget], light: Callable[[str], None]) -> PointMap:
    assert light
    widget = PointMap()
    shown(widget, 400, 300)
    widget.set_as_digits(False)
    widget.set_points(PLACES, np.arange(4))
    return widget


@pytest.fixture
def pointed(cross: PointMap) -> list[int | None]:
    seen: list[int | None] = []
    cross.pointed.connect(seen.append)
    return seen


def colour_at(widget: PointMap, place: QPoint) -> QColor:
    return QColor(widget.grab().toImage().pixel(place * widget.devicePixelRatioF()))


def places(widget: PointMap) -> list[QPoint]:
    """Where the four points are painted, found by their colours."""
    shown = pixels(widget.grab().toImage())
    shown[[0, 1, 2, -3, -2, -1]] = shown[:, [0, 1, 2, -3, -2, -1]] = 0  # the frame
    found = []
    for digit in range(4):
        y, x = np.nonzero(shown == (digit_colours()[digit].rgb() & 0xFFFFFF))
        found.append(QPoint(round(x.mean()), round(y.mean())) if len(x) else QPoint())
    return found


def pixels(image: QImage) -> np.ndarray:
    """The colours (height, width) as 0xRRGGBB."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.array(image.constBits()).view(np.uint32).reshape(image.height(), image.width()) & 0xFFFFFF


def test_all_points_are_in_view_with_x_to_the_right_and_y_up(cross: PointMap) -> None:
    left, right, up, down = places(cross)
    assert 10 < left.x() < up.x() < right.x() < 390
    assert 10 < up.y() < left.y() < down.y() < 290
    assert up.x() == pytest.approx(200, abs=1)
    # Both axes have the same scale.
    assert (right.x() - left.x()) / (down.y() - up.y()) == pytest.approx(6 / 4, rel=0.02)


def test_the_mouse_points_at_the_nearest_point(qtbot: QtBot, cross: PointMap, pointed: list[int | None]) -> None:
    left, right, _, _ = places(cross)
    qtbot.mouseMove(cross, right + QPoint(5, 4))
    qtbot.mouseMove(cross, QPoint(200, 150))
    qtbot.mouseMove(cross, left)
    assert pointed == [1, None, 0]
    with qtbot.waitSignal(cross.chosen) as chosen:
        qtbot.mouseClick(cross, Qt.MouseButton.LeftButton, pos=right)
    assert chosen.args == [1]


def test_the_keys_go_from_point_to_point(qtbot: QtBot, cross: PointMap, pointed: list[int | None]) -> None:
    keys = Qt.Key
    for key in (keys.Key_Up, keys.Key_Right, keys.Key_Right, keys.Key_Left, keys.Key_Escape):
        qtbot.keyClick(cross, key)
    assert pointed[0] in (2, 3)
    assert pointed[1:] == [1, 0, None]  # there is nothing right of 1
    qtbot.keyClick(cross, keys.Key_Down)
    with qtbot.waitSignal(cross.chosen) as chosen:
        qtbot.keyClick(cross, keys.Key_Return)
    assert chosen.args == [pointed[-1]]


def test_zooming_keeps_what_is_under_the_pointer(qtbot: QtBot, cross: PointMap) -> None:
    before = places(cross)
    at = before[1]
    wheel = QWheelEvent(
        QPointF(at),
        QPointF(cross.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(cross, wheel)
    after = places(cross)
    assert (after[1] - at).manhattanLength() <= 1
    assert after[1].x() - after[2].x() == pytest.approx(1.25 * (at.x() - before[2].x()), abs=2)
    qtbot.keyClick(cross, Qt.Key.Key_Home)
    assert places(cross) == before


def test_dragging_moves_and_chooses_nothing(qtbot: QtBot, cross: PointMap) -> None:
    before = places(cross)
    with qtbot.assertNotEmitted(cross.chosen):
        qtbot.mousePress(cross, Qt.MouseButton.LeftButton, pos=before[1])
        qtbot.mouseMove(cross, before[1] + QPoint(-20, 30))
        qtbot.mouseRelease(cross, Qt.MouseButton.LeftButton, pos=before[1] + QPoint(-20, 30))
    moved = [after - earlier for after, earlier in zip(places(cross), before, strict=True)]
    assert all((each - QPoint(-20, 30)).manhattanLength() <= 1 for each in moved)
    # New points leave the view where one looked.
    cross.set_points(PLACES + 0.0, np.arange(4))
    assert places(cross)[1] - before[1] == moved[1]


def test_a_highlighted_digit_stands_out(cross: PointMap) -> None:
    at = places(cross)
    cross.set_highlight(2)
    assert places(cross)[2] == at[2]
    assert colour_at(cross, at[0]).lightness() > 200
    cross.set_highlight(None)
    assert places(cross) == at


def test_the_drawing_is_shown_even_beyond_the_edge(cross: PointMap) -> None:
    before = cross.grab().toImage()
    cross.set_drawn(np.array([100.0, 0.0]), np.ones((28, 28), np.float32))
    beyond = cross.grab().toImage()
    assert beyond != before
    cross.set_drawn(None)
    assert cross.grab().toImage() == before


@pytest.mark.parametrize("as_digits", [True, False])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_stamp_lies_about_its_point(qapp: QApplication, as_digits: bool, ratio: float) -> None:
    stamps = Stamps(as_digits, ratio, qapp.font())
    image = stamps.paint(np.array([[40.0, 30.0]]), np.array([8]), np.array([True]), 80, 60)
    shown = pixels(image)
    inked = np.argwhere(shown != shown[0, 0])[:, ::-1]
    np.testing.assert_allclose(inked.mean(axis=0), [40, 30], atol=1.2)
    assert np.ptp(inked, axis=0).max() < 10 * ratio


def test_points_at_and_beyond_the_edge_do_no_harm(qapp: QApplication) -> None:
    stamps = Stamps(False, 1.0, qapp.font())
    places = np.array([[0.0, 0], [79, 59], [-500, 20], [4000, 20], [1e9, -1e9]])
    image = stamps.paint(places, np.zeros(5, int), np.ones(5, bool), 80, 60)
    colour = digit_colours()[0].rgb() & 0xFFFFFF
    assert image.pixel(0, 0) & 0xFFFFFF == image.pixel(79, 59) & 0xFFFFFF == colour
    assert image.pixel(40, 20) & 0xFFFFFF != colour
