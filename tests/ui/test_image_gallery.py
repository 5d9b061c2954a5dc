"""A gallery of any number of images."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.widgets.image_list import ImageList

N = 50_000
INDICES = np.arange(N)[::-1].copy()


@pytest.fixture
def gallery(shown: Callable[..., QWidget]) -> ImageList:
    gallery = ImageList()
    X = np.broadcast_to(np.linspace(-1, 1, 784, dtype=np.float32), (N, 784))
    gallery.set_images(X, INDICES, lambda index: f"number {index}")
    shown(gallery, 500, 400)
    return gallery


def seen(gallery: ImageList, place: int) -> bool:
    return gallery.viewport().rect().contains(gallery.rect_of(place))


def test_the_images_are_white_on_black(gallery: ImageList) -> None:
    picture = gallery.viewport().grab().toImage()
    cell = gallery.rect_of(0)
    square = range(cell.left(), cell.right()), range(cell.top(), cell.bottom())
    levels = {picture.pixelColor(x, y).lightness() for x in square[0] for y in square[1]}
    assert {0, 255} <= levels
    assert len(levels) > 100


def test_a_click_tells_the_index(qtbot: QtBot, gallery: ImageList) -> None:
    for place in (0, 3, 9):
        with qtbot.waitSignal(gallery.chosen) as chosen:
            qtbot.mouseClick(
                gallery.viewport(), Qt.MouseButton.LeftButton, pos=gallery.rect_of(place).center() + QPoint(5, 5)
            )
        assert chosen.args == [INDICES[place]]


def test_a_click_beside_the_images_tells_nothing(qtbot: QtBot, gallery: ImageList) -> None:
    gallery.set_images(np.zeros((2, 784)), np.arange(2), str)
    with qtbot.assertNotEmitted(gallery.chosen):
        for point in (gallery.viewport().rect().bottomRight(), gallery.rect_of(2).center()):
            qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_the_keys_go_anywhere(qtbot: QtBot, gallery: ImageList) -> None:
    key = Qt.Key
    in_a_row = next(place for place in range(1, 99) if gallery.rect_of(place).top() > gallery.rect_of(0).top())
    for pressed, place in (
        ((key.Key_Right,), 0),
        ((key.Key_Right, key.Key_Down), in_a_row + 1),
        ((key.Key_Up, key.Key_Up, key.Key_Left), 0),
        ((key.Key_End,), N - 1),
        ((key.Key_Right, key.Key_Left), N - 2),
        ((key.Key_Home, key.Key_PageDown, key.Key_PageUp), 0),
    ):
        for each in pressed:
            qtbot.keyClick(gallery, each)
        assert seen(gallery, place)
        assert gallery.accessibleDescription() == f"number {INDICES[place]}"
        with qtbot.waitSignal(gallery.chosen) as chosen:
            qtbot.keyClick(gallery, key.Key_Return)
        assert chosen.args == [INDICES[place]]


def test_the_same_images_with_other_texts_keep_cursor_and_place(qtbot: QtBot, gallery: ImageList) -> None:
    X = np.zeros((N, 784), np.float32)
    gallery.set_images(X, INDICES, str)
    qtbot.keyClick(gallery, Qt.Key.Key_End)
    qtbot.keyClick(gallery, Qt.Key.Key_End)
    gallery.set_images(X, INDICES.copy(), lambda index: f"again {index}")
    assert seen(gallery, N - 1)
    assert gallery.caption(0) == f"again {N - 1}"
    with qtbot.waitSignal(gallery.chosen):
        qtbot.keyClick(gallery, Qt.Key.Key_Return)


def test_fewer_images_scroll_back(qtbot: QtBot, gallery: ImageList) -> None:
    qtbot.keyClick(gallery, Qt.Key.Key_Home)
    qtbot.keyClick(gallery, Qt.Key.Key_End)
    gallery.set_images(np.zeros((3, 784), np.float32), np.arange(3), str)
    assert gallery.count == 3
    assert seen(gallery, 2)
    gallery.set_images(np.zeros((0, 784), np.float32), np.arange(0), str)
    qtbot.keyClick(gallery, Qt.Key.Key_End)
    assert gallery.count == 0
