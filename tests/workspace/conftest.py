"""A workspace without a window, and ways to train in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from digitpad.workspace.background_task import BackgroundTask
from digitpad.workspace.drawing.drawing_classifier import DrawingClassifier
from digitpad.workspace.model_library import ModelLibrary
from digitpad.workspace.workspace import Workspace
from tests.workspace.session import Session


@pytest.fixture
def bare(owner: QObject) -> Workspace:
    """A workspace that no window shows."""
    return Workspace(owner)


@pytest.fixture
def models(bare: Workspace) -> ModelLibrary:
    return bare.models


@pytest.fixture
def classifier(owner: QObject) -> DrawingClassifier:
    return DrawingClassifier(owner)


@pytest.fixture
def session(bare: Workspace, qtbot: QtBot, course_file: Path) -> Iterator[Session]:
    yield Session(bare, qtbot, course_file)
    bare.training.run_library.shutdown()  # it lists what was kept, and others look into it, in threads of their own
    for work in bare.findChildren(BackgroundTask):
        work.shutdown()
