"""What all views have in common."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from digitpad.core.files import Table
from digitpad.ui.view import View
from digitpad.workspace.workspace import Workspace


class Counting(View):
    """Counts how often it was refreshed."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, "Counts & sums", "<p>It counts.</p>")
        self.count = 0
        self.label = QLabel()
        self.body.addWidget(self.label)

    def refresh(self) -> None:
        self.count += 1
        self.label.setText(str(self.count))

    def table(self) -> Table:
        return {"name": ["a, b", "c"], "value": np.array([1, 2])}


@pytest.fixture
def view(owner: QObject, shown: Callable[..., QWidget]) -> Counting:
    view = Counting(Workspace(owner))
    shown(view, 500, 200)
    return view


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Path]:
    """Lets the next file dialog end with this name."""

    def choose(name: str, kind: str = "") -> Path:
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), kind))
        return path

    return choose


def action(view: View, text: str) -> QAction:
    return next(each for each in view.findChildren(QAction) if text in each.text())


def test_many_changes_are_shown_once_a_turn(qtbot: QtBot, view: Counting) -> None:
    assert view.count == 1
    for _ in range(5):
        view.invalidate()
    qtbot.waitUntil(lambda: view.count == 2)


def test_a_hidden_view_is_refreshed_when_it_is_seen(qtbot: QtBot, view: Counting) -> None:
    view.hide()
    view.invalidate()
    assert view.count == 1
    view.show()
    qtbot.waitUntil(lambda: view.count == 2)
    view.hide()
    view.show()
    assert view.count == 2


def test_the_explanation_is_a_click_away(qtbot: QtBot, view: Counting) -> None:
    button = next(each for each in view.findChildren(QPushButton) if each.accessibleName().startswith("Explain"))
    assert button.accessibleName() == "Explain “Counts & sums”"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    popup = next(each for each in view.findChildren(QLabel) if "It counts" in each.text())
    assert popup.isVisible()
    background = QGuiApplication.palette().base().color()
    assert popup.window().grab().toImage().pixelColor(5, 5) == background != QGuiApplication.palette().window().color()
    qtbot.keyClick(popup.window(), Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_the_picture_is_copied(view: Counting) -> None:
    action(view, "Copy").trigger()
    image = QGuiApplication.clipboard().image()
    assert image.width() > view.width()


@pytest.mark.parametrize(("name", "kind", "written"), [("a", "", "a.png"), ("a.PNG", "", "a.PNG")])
def test_the_picture_is_saved(view: Counting, chosen: Callable[..., Path], name: str, kind: str, written: str) -> None:
    path = chosen(name, kind).with_name(written)
    action(view, "picture…").trigger()
    with Image.open(path) as image:
        assert image.width > view.width()


def test_the_picture_is_saved_as_a_drawing(view: Counting, chosen: Callable[..., Path]) -> None:
    path = chosen("a", "Drawings (*.svg)").with_name("a.svg")
    action(view, "picture…").trigger()
    assert ElementTree.parse(path).getroot().tag.endswith("svg")
    sizes = set(re.findall('font-size="([0-9]+)"', path.read_text()))
    texts = view.label, view.headline
    assert sizes == {str(each.fontInfo().pixelSize()) for each in texts}  # as large as on the screen
    assert "Counts" in path.read_text()


def test_the_picture_is_saved_as_a_document(view: Counting, chosen: Callable[..., Path]) -> None:
    path = chosen("a", "Documents (*.pdf)").with_name("a.pdf")
    action(view, "picture…").trigger()
    data = path.read_bytes()
    assert data.startswith(b"%PDF")
    box = re.search(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", data)
    assert box
    width, height = (float(each) for each in box.groups())
    assert width > 0.7 * view.width()  # in points; what is in it has margins
    assert height < 1.2 * view.height()


def test_it_is_said_where_a_file_went(
    qtbot: QtBot, view: Counting, chosen: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    path = chosen("counts.csv")
    with qtbot.waitSignal(view.workspace.happened) as noticed:
        action(view, "numbers…").trigger()
    (notice,) = noticed.args
    assert notice.text == "Saved “counts.csv”."
    assert notice.action == "Show in folder"
    notice.call()
    assert opened == [str(path.parent)]


def test_the_numbers_are_saved(view: Counting, chosen: Callable[..., Path]) -> None:
    path = chosen("counts")
    action(view, "numbers…").trigger()
    assert path.with_name("counts.csv").read_bytes() == b'name,value\r\n"a, b",1\r\nc,2\r\n'


def test_what_cannot_be_written_is_told(qtbot: QtBot, view: Counting, chosen: Callable[..., Path]) -> None:
    path = chosen("no folder/counts.csv")
    with qtbot.waitSignal(view.workspace.failed) as failed:
        action(view, "numbers…").trigger()
    assert failed.args == [f"{path} cannot be written (No such file or directory); choose another place."]
