"""Looking at data before it is used."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.core.readers.mnist import original_arrays
from digitpad.core.readers.options import DataOptions
from digitpad.core.runs.run_events import DataLoaded
from digitpad.core.runs.spec import TrainingPlan
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.events import of_kind
from tests.stories.user import User


@pytest.fixture
def dark(tmp_path: Path) -> Path:
    """Digits as a scanner gives them, in a folder that has one of them twice."""
    arrays = original_arrays(paths.MNIST)
    images, y = 255 - arrays["test_images"][:200], arrays["test_labels"][:200]
    (tmp_path / "scans").mkdir()
    np.save(tmp_path / "scans" / "X.npy", np.concatenate([images, images[:1]]))
    np.save(tmp_path / "scans" / "y.npy", np.concatenate([y, y[:1]]))
    return tmp_path / "scans"


def test_a_folder_is_opened_by_keys_and_by_its_button(
    user: User, window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, dark: Path
) -> None:
    answers = ["", str(dark), str(dark)]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: answers.pop(0))
    user.press("Ctrl+Shift+D")
    assert workspace.training.state is TrainingState.IDLE  # cancelled
    with qtbot.waitSignal(workspace.training.happened, check_params_cb=of_kind(DataLoaded)):
        user.press("Ctrl+Shift+D")
    assert workspace.training.plan.source == str(dark)
    qtbot.waitUntil(lambda: workspace.training.state is TrainingState.IDLE)
    user.open_page(window.data.page)
    (button,) = (each for each in window.data.page.findChildren(QPushButton) if each.text() == "Open folder…")
    qtbot.waitUntil(button.isEnabled)
    with qtbot.waitSignal(workspace.training.happened, check_params_cb=of_kind(DataLoaded)):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: workspace.training.state is TrainingState.IDLE)


def test_a_dropped_folder_is_looked_at_and_mended_with_clicks(
    user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, dark: Path
) -> None:
    view = window.data.page
    user.drop(dark)
    user.wait_for(TrainingState.IDLE)
    assert workspace.training.plan.source == str(dark)
    user.open_page(view)

    qtbot.waitUntil(lambda: any("dark on light" in each.words.text() for each in view.findings.banners))
    assert view.source.currentText() == "scans"
    assert "NumPy; 0 to 255 divided by 255" in view.notes.text()
    assert view.reading.isVisible()
    assert view.classes.names == tuple("0123456789")
    (button,) = (each.button for each in view.findings.banners if "Swap" in each.button.text())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert workspace.training.plan.reading_of(str(dark)) == DataOptions(invert=True)
    qtbot.waitUntil(lambda: bool(view.report) and view.report.options.invert)
    assert view.reading.invert.isChecked()
    assert not any("dark" in each.words.text() for each in view.findings.banners)
    assert view.report
    assert view.report.datasets.training.X.mean() < -0.5
    view.reading.unique.setFocus()
    QTest.keyClick(view.reading.unique, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(view.report) and view.report.options.unique)
    assert sum(sum(each) for each in view.report.counts.values()) == 200
    assert "ready to use" in view.headline.text()
    assert view.histogram.counts[0] > view.histogram.counts[-1] > 0
    again = TrainingPlan.from_text(workspace.training.plan.to_text())
    assert again.reading_of(str(dark)) == DataOptions(invert=True, unique=True)
    view.reading.classes.setEditText("ring, ring")
    QTest.keyClick(view.reading.classes, Qt.Key.Key_Return)
    assert "a name of its own" in view.reading.wrong.text()
    view.reading.classes.setEditText("ring, line")
    QTest.keyClick(view.reading.classes, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.classes.names[:3] == ("ring", "line", "2"))
    assert not view.reading.wrong.isVisible()
    view.reading.classes.setEditText("KMNIST")
    QTest.keyClick(view.reading.classes, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "すsu" in "".join(view.classes.names).replace(" ", ""))
    view.reading.classes.setEditText("")
    QTest.keyClick(view.reading.classes, Qt.Key.Key_Return)
    view.reading.no_validation.setFocus()
    QTest.keyClick(view.reading.no_validation, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(view.report) and view.report.options.no_validation)
    assert view.report.datasets.validation is None
    assert sum(sum(each) for each in view.report.counts.values()) == 200
    window.show_page(window.train)
    user.press("F5")
    qtbot.waitUntil(lambda: bool(workspace.training.history.epochs))
    user.wait_for(TrainingState.IDLE)
    assert np.isnan(workspace.training.history.epochs[-1].validation_accuracy)


def test_built_in_data_needs_no_mending_and_what_cannot_be_read_is_said(
    user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    view = window.data.page
    user.open_page(view)
    view.source.setCurrentIndex(view.source.findData("mnist-hand-in"))
    view.source.activated.emit(view.source.currentIndex())
    qtbot.waitUntil(lambda: bool(view.report) and view.report.datasets.name == "MNIST hand-in")
    qtbot.waitUntil(lambda: "ready to use" in view.headline.text())
    assert not view.reading.isVisible()
    assert not view.findings.isVisible()
    assert view.classes.counts["training"][0] == 1_025
    assert view.table()["class"] == [*"0123456789"]
    (tmp_path / "mnist.pkl").write_bytes(b"\x80\x04}q\x00.")
    user.drop(tmp_path / "mnist.pkl")
    user.wait_for(TrainingState.IDLE)
    assert "mnist-nielsen" in user.status()
    assert workspace.training.plan.source == "mnist-hand-in"
