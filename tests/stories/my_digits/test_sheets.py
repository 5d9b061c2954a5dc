"""A sheet is printed, written on, photographed and kept."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from benchmarks.sheet_photos import filled_sheet
from digitpad.core.sheets.layout import PLACES
from digitpad.ui.collection.writing_view import WritingView
from digitpad.ui.main_window import MainWindow
from digitpad.ui.sheet_dialog import SheetDialog
from digitpad.workspace.workspace import Notice, Workspace
from tests.digits import SHAPES
from tests.events import of_kind
from tests.stories.my_digits.digits import Digits
from tests.stories.user import User


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A sheet with the digits of its first row, the third crossed out."""
    path = tmp_path / "photo.png"
    digits = {place: [np.array(stroke, float) for stroke in SHAPES[place.digit]] for place in PLACES[:10]}
    filled_sheet(digits, np.random.default_rng(0), [PLACES[2]]).save(path)
    return path


def dialog_of(window: MainWindow) -> SheetDialog:
    (dialog,) = window.findChildren(SheetDialog)
    return dialog


def test_a_photographed_sheet_is_looked_through_and_kept_and_that_is_undone(
    digits: Digits, user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, photo: Path
) -> None:
    view = user.open_view(WritingView)
    user.choose_file(photo)
    with qtbot.waitSignal(workspace.sheets.task.finished):
        QTest.mouseClick(view.read_sheet, Qt.MouseButton.LeftButton)
    dialog = dialog_of(window)
    assert dialog.height() > window.height() / 2  # a sheet may hold a hundred digits
    grid = dialog.grid
    assert [grid.caption(place) for place in range(10)] == ["0", "1", "9, left out", "2", "8", "3", "7", "4", "6", "5"]
    assert dialog.keep.text() == "&Keep 9 digits"
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(0).center())
    assert grid.caption(0) == "0, left out"
    assert "Read as 0" in dialog.words.text()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_7)
    assert grid.caption(1) == "7, read 1"
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Space)
    QTest.keyClick(grid, Qt.Key.Key_Space)
    assert "Seems to be" in dialog.words.text()
    dialog.writer.setCurrentText("Zoë")
    with qtbot.waitSignal(workspace.happened, check_params_cb=of_kind(Notice)):
        QTest.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert [(each.label, each.writer) for each in digits.all()] == [(d, "Zoë") for d in (7, 2, 8, 3, 7, 4, 6, 5)]
    assert "8 digits were kept" in user.status()
    (undo,) = (each for each in window.message.findChildren(QPushButton) if each.isVisible())
    with qtbot.waitSignal(workspace.collection.changed):
        QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert digits.all() == []


def test_a_sheet_is_printed_and_what_is_no_sheet_is_said(
    user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = user.open_view(WritingView)
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.fileName()))
    user.choose_file(tmp_path / "sheet")
    QTest.mouseClick(view.print_sheet, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened == ["sheet.pdf"])
    assert (tmp_path / "sheet.pdf").is_file()
    assert "Saved “sheet.pdf”" in user.status()
    Image.new("L", (300, 300), 255).save(tmp_path / "white.png")
    user.choose_file(tmp_path / "white.png")
    with qtbot.waitSignal(workspace.failed):
        QTest.mouseClick(view.read_sheet, Qt.MouseButton.LeftButton)
    assert "white.png: No four corner marks" in user.status()
    assert window.findChildren(SheetDialog) == []
