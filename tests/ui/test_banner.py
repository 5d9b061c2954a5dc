"""What is said above figures, or in their place."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.widgets.banner import Banner, Placeholder
from digitpad.ui.widgets.labels import Headline


def test_a_banner_says_all_of_it_and_mends_what_it_warns_of(qtbot: QtBot, shown: Callable[..., QWidget]) -> None:
    banner = Banner()
    assert banner.isHidden()
    words = "All 10,000 of them were among its 60,000 training images, so 99.80 % says nothing about new handwriting."
    banner.show_warning("It has learned from these very images.", words, "Use the test images", "Others")
    shown(banner, 900, 100)
    assert banner.accessibleName() == "It has learned from these very images."
    assert banner.accessibleDescription() == words
    with qtbot.waitSignal(banner.button.clicked):
        qtbot.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    beside = banner.heightForWidth(900)
    assert banner.button.x() > banner.words.geometry().right()
    banner.resize(320, banner.heightForWidth(320))
    QApplication.processEvents()
    assert banner.button.y() > banner.words.geometry().bottom()
    assert banner.words.heightForWidth(banner.words.width()) <= banner.words.height()
    assert banner.height() > beside
    banner.show_warning("It is odd.", "Nothing can be done about it.")
    assert not banner.button.isVisible()


def test_a_placeholder_offers_what_fills_it(qtbot: QtBot, shown: Callable[..., QWidget]) -> None:
    placeholder = Placeholder(QWidget())
    shown(placeholder, 400, 300)
    placeholder.say("Test images are kept.", "Use the validation images")
    with qtbot.waitSignal(placeholder.button.clicked):
        qtbot.mouseClick(placeholder.button, Qt.MouseButton.LeftButton)
    placeholder.say("Reading images …")
    assert placeholder.label.text() == "Reading images …"
    assert not placeholder.button.isVisible()


def test_a_headline_is_short_where_there_is_little_room(shown: Callable[..., QWidget]) -> None:
    headline = Headline()
    headline.say("20 of 10,000 images misread, the surest mistakes first", "20 of 10,000 images misread")
    shown(headline, 900, 40)
    assert headline.text().endswith("the surest mistakes first")
    headline.resize(300, 80)
    QApplication.processEvents()
    assert headline.text() == "20 of 10,000 images misread"
    headline.resize(900, 40)
    QApplication.processEvents()
    assert headline.text().endswith("the surest mistakes first")
    headline.say("No image is misread at all")
    headline.resize(100, 120)
    QApplication.processEvents()
    assert headline.text() == "No image is misread at all"
