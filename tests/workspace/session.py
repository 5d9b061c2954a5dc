"""A training session without a window, worked and waited for by a test."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from digitpad.core.runs.spec import TrainingPlan
from digitpad.core.training.settings import TrainingSettings
from digitpad.workspace.model_library import ModelEntry
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.events import of_kind

SMALL = TrainingSettings(optimiser="sgd", inputs="pixels", learning_rate=0.05, hidden_units=16, epochs=2)
LONG = {"epochs": 10_000, "batch_size": 10}


class Session:
    """Plans small trainings on the course file, and waits for what comes of them."""

    def __init__(self, workspace: Workspace, qtbot: QtBot, course_file: Path) -> None:
        self.training, self.models = workspace.training, workspace.models
        self._qtbot, self._course_file = qtbot, course_file

    @property
    def in_use(self) -> ModelEntry:
        """The model in use; there is one."""
        assert self.models.current is not None
        return self.models.current

    @property
    def epochs(self) -> list[int]:
        """The numbers of the epochs in the history."""
        return [each.epoch for each in self.training.history.epochs]

    def plan(self, *, fine_tune: bool = False, **changes: Any) -> TrainingPlan:
        """Plan a small training; keyword arguments change its settings."""
        plan = TrainingPlan(replace(SMALL, **changes), str(self._course_file), fine_tune)
        self.training.set_plan(plan)
        return plan

    def train(self, **changes: Any) -> None:
        """Train from start to end by such a plan."""
        self.plan(**changes)
        self.training.start()
        self.wait_for(TrainingState.IDLE)

    def start_long_training(self, epochs: int = 1) -> None:
        """Start a training that would last for minutes, and wait until so many epochs are done."""
        self.plan(**LONG)
        self.training.start()
        self.wait_for_epochs(epochs)

    def step(self, act: Callable[[], None]) -> None:
        """Do a step of the training, and wait until it pauses."""
        act()
        self.wait_for(TrainingState.PAUSED)

    def wait_for(self, state: TrainingState) -> None:
        self._qtbot.waitUntil(lambda: self.training.state is state)

    def wait_for_epochs(self, epochs: int) -> None:
        self._qtbot.waitUntil(lambda: len(self.training.history.epochs) >= epochs)

    def told(self, kind: type) -> AbstractContextManager[Any]:
        """Wait until an event of this kind has happened; it is the first of what comes as `args`."""
        return self._qtbot.waitSignal(self.training.happened, check_params_cb=of_kind(kind))
