"""The tab Evaluate, opened and set by mouse and keys."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from digitpad.core.evaluation.evaluation import Evaluation
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User

Some = TypeVar("Some", bound=QWidget)


@pytest.fixture
def evaluate_on(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> Callable[[str], Evaluation]:
    """Goes to a part of the data with the arrow keys, and waits for the evaluation."""

    def evaluate(part: str) -> Evaluation:
        combo = named(window.evaluate, QComboBox, "Images to evaluate on")
        data = combo.currentText().rsplit(", ", 1)[0]
        steps = combo.findText(f"{data}, {part}") - combo.currentIndex()
        combo.setFocus()
        for _ in range(abs(steps)):
            qtbot.keyClick(combo, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
        assert combo.currentText() == f"{data}, {part}"
        qtbot.waitUntil(is_new)
        assert workspace.evaluator.latest
        return workspace.evaluator.latest

    def is_new() -> bool:
        latest = workspace.evaluator.latest
        return latest is not None and latest.dataset is workspace.evaluation_set.dataset

    return evaluate


@pytest.fixture
def guessing(user: User, workspace: Workspace, course_file: Path) -> Network:
    """A network of random weights, which misreads nearly all of the course file."""
    user.open_data(course_file)
    network = Network.initial(16, np.random.default_rng(1))
    workspace.models.add(Model(network, "guessing"))
    return network


def named(parent: QWidget, kind: type[Some], name: str) -> Some:
    (found,) = [each for each in parent.findChildren(kind) if each.accessibleName() == name]
    return found
