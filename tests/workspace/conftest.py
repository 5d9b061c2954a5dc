"""A workspace without a window, and ways to train in it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from digitpad.core.runs.spec import TrainingPlan
from digitpad.core.training.settings import TrainingSettings
from digitpad.workspace.background_task import BackgroundTask
from digitpad.workspace.drawing.drawing_classifier import DrawingClassifier
from digitpad.workspace.model_library import ModelLibrary
from digitpad.workspace.training_session import TrainingSession, TrainingState
from digitpad.workspace.workspace import Workspace

SMALL = TrainingSettings(optimiser="sgd", inputs="pixels", learning_rate=0.05, hidden_units=16, epochs=2)


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
def training(bare: Workspace) -> Iterator[TrainingSession]:
    yield bare.training
    bare.training.run_library.shutdown()  # it lists what was kept, and others look into it, in threads of their own
    for work in bare.findChildren(BackgroundTask):
        work.shutdown()


@pytest.fixture
def planned(training: TrainingSession, course_file: Path) -> Callable[..., TrainingPlan]:
    """Plans a small training on the course file; keyword arguments change its settings."""

    def plan(*, fine_tune: bool = False, **changes: Any) -> TrainingPlan:
        wanted = TrainingPlan(replace(SMALL, **changes), str(course_file), fine_tune)
        training.set_plan(wanted)
        return wanted

    return plan


@pytest.fixture
def trained(qtbot: QtBot, training: TrainingSession, planned: Callable[..., TrainingPlan]) -> Callable[..., None]:
    """Trains from start to end by a plan as `planned` makes it."""

    def train(**changes: Any) -> None:
        planned(**changes)
        training.start()
        qtbot.waitUntil(lambda: training.state is TrainingState.IDLE)

    return train
