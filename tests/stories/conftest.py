"""The window with its user, and what stories share."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.core.dataset import Split
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.workspace import Workspace
from tests.stories.questions import Questions
from tests.stories.user import STROKES, User


@pytest.fixture
def strokes() -> dict[int, list[list[tuple[float, float]]]]:
    """How the user draws some digits."""
    return STROKES


@pytest.fixture
def user_of(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, course_file: Path) -> Callable[[MainWindow], User]:
    """A user of another window."""
    return lambda window: User(window, qtbot, monkeypatch, course_file)


@pytest.fixture
def user(window: MainWindow, user_of: Callable[[MainWindow], User]) -> User:
    return user_of(window)


@pytest.fixture
def questions(window: MainWindow) -> Iterator[Questions]:
    assert window
    helper = Questions()
    yield helper
    helper.end()
    assert helper.unanswered == [], "a question was expected and did not come"


@pytest.fixture
def evaluate_on(qtbot: QtBot, workspace: Workspace) -> Callable[[Path], None]:
    """Has images of a file evaluated on, which the program then holds instead of those of the training.

    Not for long, perhaps: a view that looks at the others has them read again at once.
    """

    def evaluate(path: Path) -> None:
        held: list[str | None] = []
        workspace.data.changed.connect(lambda: held.append(workspace.data.source))
        workspace.evaluation_set.choose(str(path), Split.TEST)
        workspace.evaluation_set.request()
        qtbot.waitUntil(lambda: str(path) in held)

    return evaluate


@pytest.fixture
def hold_other_data(evaluate_on: Callable[[Path], None], course_file: Path, tmp_path: Path) -> Callable[[], None]:
    """Does that with a copy of the training's file."""
    return lambda: evaluate_on(Path(shutil.copy(course_file, tmp_path / f"other{course_file.suffix}")))


@pytest.fixture
def probabilities(workspace: Workspace) -> list[npt.NDArray[np.floating]]:
    """All answers of the network, as they come."""
    answers: list[npt.NDArray[np.floating]] = []
    workspace.classifier.predicted.connect(
        lambda reading: reading.probabilities is not None and answers.append(reading.probabilities)
    )
    return answers


@pytest.fixture
def no_runs() -> Iterator[None]:
    """The store begins empty: its folder is shared by all tests."""
    shutil.rmtree(paths.RUNS, ignore_errors=True)
    yield
    shutil.rmtree(paths.RUNS, ignore_errors=True)
