"""A view of the tab Inside, brought to the front and worked by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog

from digitpad.ui.view import View


@pytest.fixture
def choose() -> Callable[[QComboBox, str], None]:
    """Chooses the entry of a list that begins so, with the keyboard."""

    def act(combo: QComboBox, text: str) -> None:
        index = next(number for number in range(combo.count()) if combo.itemText(number).startswith(text))
        while combo.currentIndex() != index:
            QTest.keyClick(combo, Qt.Key.Key_Down if combo.currentIndex() < index else Qt.Key.Key_Up)

    return act


@pytest.fixture
def saved_numbers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[View], list[list[str]]]:
    """The rows of the file that *Save numbers* of a view writes."""

    def save(view: View) -> list[list[str]]:
        path = tmp_path / "numbers.csv"
        path.unlink(missing_ok=True)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
        next(each for each in view.findChildren(QAction) if "numbers" in each.text()).trigger()
        return [line.split(",") for line in path.read_text().splitlines()]

    return save
