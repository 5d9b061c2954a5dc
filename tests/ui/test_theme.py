"""The light and the dark palette."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.style.icons import show_icon
from digitpad.ui.style.type import line_px, set_application_font
from digitpad.ui.theme import DARK, LIGHT, Colours, colours
from digitpad.ui.train.travel import Timeline

Roles = QPalette.ColorRole


def luminance(colour: QColor) -> float:
    """Relative luminance as the Web Content Accessibility Guidelines define it."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("choice", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_a_choice_changes_the_palette(light: Callable[[str], None], choice: str, theme: Colours) -> None:
    light("dark" if choice == "light" else "light")
    light(choice)
    palette = QGuiApplication.palette()
    assert palette.window().color() == QColor(theme.window)
    assert palette.text().color() == QColor(theme.text)
    assert colours() is theme


def test_the_desktops_choice_is_one_of_the_two(light: Callable[[str], None]) -> None:
    light("system")
    assert colours() in (LIGHT, DARK)


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (Roles.WindowText, Roles.Window),
        (Roles.Text, Roles.Base),
        (Roles.ButtonText, Roles.Button),
        (Roles.ToolTipText, Roles.ToolTipBase),
        (Roles.HighlightedText, Roles.Highlight),
        (Roles.PlaceholderText, Roles.Base),
    ],
)
def test_text_stands_out_from_its_ground(light: Callable[[str], None], choice: str, text: Roles, ground: Roles) -> None:
    light(choice)
    palette = QGuiApplication.palette()
    assert contrast(palette.color(text), palette.color(ground)) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_curves_stand_out_from_the_plots_ground(theme: Colours) -> None:
    for colour in (theme.training, theme.validation):
        assert contrast(QColor(colour), QColor(theme.surface)) >= 3


def test_an_icon_takes_the_colours_of_another_theme(
    qtbot: QtBot, light: Callable[[str], None], shown: Callable[..., QWidget]
) -> None:
    button = QToolButton()
    show_icon(button, "more")
    shown(button, 80, 60)
    before = button.icon().pixmap(20, 20).toImage()
    light("dark")
    qtbot.waitUntil(lambda: button.icon().pixmap(20, 20).toImage() != before)


@pytest.mark.parametrize("choice", ["light", "dark", "contrast"])
def test_the_line_to_travel_along_is_seen_in_full_before_all_is_learned(
    qtbot: QtBot, light: Callable[[str], None], choice: str
) -> None:
    light(choice)
    line = Timeline()
    qtbot.addWidget(line)
    line.resize(200, 24)
    line.set_moments((0.0, 0.1), learned=0.1, at=None)
    picture = line.grab().toImage()
    assert len({picture.pixelColor(150, y).name() for y in range(picture.height())}) > 1


def test_at_twice_the_text_a_line_is_seen_from_the_back_row(qapp: QApplication) -> None:
    usual = qapp.font()
    try:
        set_application_font(1.0)
        assert [line_px(width) for width in (1, 2)] == [1, 2]
        set_application_font(2.0)
        assert [line_px(width) for width in (1, 2)] == [3, 5]
    finally:
        qapp.setFont(usual)
