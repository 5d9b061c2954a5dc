"""The small picture and the ten bars show what they were given."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.style.colours import Colours
from digitpad.ui.style.type import FIGURE, font_of
from digitpad.ui.theme import DARK, LIGHT, colours
from digitpad.ui.widgets.images import ImageView, Thumbnails, ink_to_qimage, signed_colours
from digitpad.ui.widgets.probability_bars import ProbabilityBars


def accented(picture: QImage) -> list[int]:
    """In each of ten columns, how many pixels of its middle have the accent colour."""
    accent, width = QColor(LIGHT.accent).rgb(), picture.width() / 10
    return [
        sum(picture.pixel(int((digit + 0.5) * width), y) == accent for y in range(picture.height()))
        for digit in range(10)
    ]


def test_ink_becomes_grey_row_by_row() -> None:
    ink = np.linspace(0, 1, 784, dtype=np.float32).reshape(28, 28)
    picture = ink_to_qimage(ink)
    for row, column in ((0, 0), (3, 20), (20, 3), (27, 27)):
        assert picture.pixelColor(column, row).red() == round(float(ink[row, column]) * 255)


def test_the_picture_shows_the_ink_in_its_place(shown: Callable[..., QWidget]) -> None:
    view = ImageView()
    shown(view)
    assert view.grab().toImage().pixelColor(40, 40).lightness() == 0
    ink = np.zeros((28, 28), np.float32)
    ink[2, 25] = 1
    view.set_image(ink)
    picture = view.grab().toImage()
    pixel = view.width() // 28
    assert picture.pixelColor(int(25.5 * pixel), int(2.5 * pixel)).lightness() == 255
    assert picture.pixelColor(int(2.5 * pixel), int(25.5 * pixel)).lightness() == 0


@pytest.mark.usefixtures("light")
@pytest.mark.parametrize("best", [0, 4, 9])
def test_the_most_probable_digit_has_the_only_accented_bar(shown: Callable[..., QWidget], best: int) -> None:
    bars = ProbabilityBars()
    shown(bars, 400, 128)
    probabilities = np.full(10, 0.02)
    probabilities[best] = 0.82
    bars.set_probabilities(probabilities)
    found = accented(bars.grab().toImage())
    assert [digit for digit, count in enumerate(found) if count] == [best]


@pytest.mark.usefixtures("light")
def test_bars_are_as_high_as_the_probabilities(shown: Callable[..., QWidget]) -> None:
    bars = ProbabilityBars()
    shown(bars, 400, 128)
    heights = []
    for probability in (1.0, 0.5):
        probabilities = np.full(10, (1 - probability) / 9)
        probabilities[3] = probability
        bars.set_probabilities(probabilities)
        heights.append(accented(bars.grab().toImage())[3])
    assert heights[0] > 50
    assert heights[1] == pytest.approx(heights[0] / 2, abs=1.5)


@pytest.mark.usefixtures("light")
@pytest.mark.parametrize("best", [0, 4, 8])
def test_the_words_above_two_neighbours_do_not_meet(shown: Callable[..., QWidget], best: int) -> None:
    bars = ProbabilityBars()
    shown(bars, 224, 104)

    def columns_of_words(second: int) -> int:
        probabilities = np.full(10, 0.04)
        probabilities[best], probabilities[second] = 0.41, 0.27
        bars.set_probabilities(probabilities)
        picture = bars.grab().toImage()
        words = range(2, QFontMetrics(font_of(FIGURE)).height() - 2)
        lightest = QColor(colours().surface).lightness() - 60
        return sum(any(picture.pixelColor(x, y).lightness() < lightest for y in words) for x in range(picture.width()))

    apart = columns_of_words((best + 5) % 10)
    assert columns_of_words(best + 1) == pytest.approx(apart, abs=2)


@pytest.mark.usefixtures("light")
def test_without_probabilities_the_bars_are_empty(shown: Callable[..., QWidget]) -> None:
    bars = ProbabilityBars()
    shown(bars, 400, 128)
    never = bars.grab().toImage()
    bars.set_probabilities(np.eye(10)[2])
    assert bars.grab().toImage() != never
    bars.set_probabilities(None)
    assert bars.grab().toImage() == never


@pytest.mark.parametrize(("theme", "table"), [("light", LIGHT), ("dark", DARK)])
def test_signed_pictures_are_blue_for_and_orange_against(
    light: Callable[[str], None], theme: str, table: Colours
) -> None:
    light(theme)
    found = [QColor(*map(int, each)).name() for each in signed_colours(np.array([-1.0, 0.0, 1.0]))]
    assert found == [table.validation, table.surface, table.training]
    weak, strong = signed_colours(np.array([0.25, 0.75]), 1.0).astype(int)
    blue = np.array(QColor(table.training).getRgb()[:3])
    assert abs(strong - blue).sum() < abs(weak - blue).sum()


def test_thumbnails_that_have_no_place_yet_ask_for_no_more_than_the_height_they_want(qtbot: QtBot) -> None:
    pictures = Thumbnails(200, 24, captions=False, columns=6)
    qtbot.addWidget(pictures)
    assert pictures.minimumSizeHint().height() == pictures.sizeHint().height()
    pictures.resize(400, 100)
    assert pictures.minimumSizeHint().height() > pictures.sizeHint().height()
