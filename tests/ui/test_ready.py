"""What is loaded and made once the window is there."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QScrollBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from digitpad.ui.dialogs import TextDialog
from digitpad.ui.main_window import MainWindow
from digitpad.ui.piecewise import import_in_pieces
from digitpad.ui.ready import GettingReady
from digitpad.ui.theme import dress_parts
from digitpad.ui.widgets.view_pages import Entry


def test_no_view_is_loaded_when_it_is_first_opened(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = GettingReady(window)
    with qtbot.waitSignal(ready.finished, timeout=30_000):
        ready.begin()
    monkeypatch.delattr(Entry, "load")
    for place in (window.train, window.runs, window.data):
        window.show_page(place)
        assert undressed(window) == []
    for page in (window.inside, window.evaluate, window.my_digits):
        window.show_page(page)
        for number, entry in enumerate(page.entries):
            page.show_view(number)
            assert type(page.shown).__name__ == entry.class_name
            assert page.shown.isVisible()
            assert undressed(window) == []


def undressed(window: MainWindow) -> list[QWidget]:
    """What is seen and lies in no part of the window that has a style sheet."""
    kinds = QLabel, QPushButton, QToolButton, QComboBox, QAbstractSpinBox, QCheckBox, QScrollBar, QAbstractItemView
    seen = (each for each in window.findChildren(QWidget) if isinstance(each, kinds) and each.isVisible())
    return [each for each in seen if not each.testAttribute(Qt.WidgetAttribute.WA_StyleSheet)]


def test_an_open_dialog_follows_the_theme(window: MainWindow, light: Callable[[str], None]) -> None:
    dialog = TextDialog(window, "Box", "Title", "Text")
    dialog.show()
    before = dialog.styleSheet()
    light("dark")
    for _ in dress_parts(window, seen=True):
        pass
    assert dialog.styleSheet() not in ("", before)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a package with two modules, one of which needs what the package says of itself."""
    folder = tmp_path / "pieces_of_it"
    folder.mkdir()
    (folder / "__init__.py").write_text("from .one import first\nsize = 3\nfrom .two import second\nwhole = True\n")
    (folder / "one.py").write_text("first = object()\n")
    (folder / "two.py").write_text("from . import size\nsecond = [size]\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder.name
    for name in [each for each in sys.modules if each.partition(".")[0] == folder.name]:
        del sys.modules[name]


def test_a_package_in_pieces_is_there_when_it_is_whole(package: str) -> None:
    for _ in import_in_pieces(package):
        assert package not in sys.modules
    there = sys.modules[package]
    assert there.whole
    assert there.second == [3]
    assert there.first is sys.modules[f"{package}.one"].first


def test_whoever_needs_it_meanwhile_has_all_of_it(package: str) -> None:
    pieces = import_in_pieces(package)
    next(pieces)
    next(pieces)
    assert f"{package}.one" in sys.modules
    there = __import__(package)
    assert there.whole
    assert list(pieces) == []
    assert sys.modules[package] is there


def test_a_package_that_is_there_is_not_loaded_again(package: str) -> None:
    there = __import__(package)
    assert list(import_in_pieces(package)) == []
    assert sys.modules[package] is there


def test_a_package_that_is_not_there_is_an_import_error() -> None:
    with pytest.raises(ImportError, match="no_such_package"):
        list(import_in_pieces("no_such_package"))
