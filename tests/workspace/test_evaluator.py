"""The model in use is evaluated on the chosen images, as long as somebody wants it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from digitpad.core.dataset import Split
from digitpad.core.evaluation.evaluation import Evaluation
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.workspace.background_task import Status
from digitpad.workspace.evaluator import Evaluator
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.workspace.session import Session


@pytest.fixture
def evaluator(bare: Workspace, course_file: Path) -> Evaluator:
    """Of a random network, on the test images of the course file."""
    bare.evaluation_set.choose(str(course_file), Split.TEST)
    add_model(bare, 0)
    return bare.evaluator


@pytest.fixture
def seen(evaluator: Evaluator) -> Evaluator:
    """The same, while a view is seen that wants every evaluation."""
    see(evaluator)
    return evaluator


def see(evaluator: Evaluator) -> None:
    workspace = evaluator.parent()
    assert isinstance(workspace, Workspace)
    for signal in (workspace.models.in_use, workspace.training.state_changed, workspace.evaluation_set.changed):
        signal.connect(lambda: evaluator.request())
    evaluator.request()


def add_model(workspace: Workspace, seed: int, hidden_units: int = 8) -> int:
    network = Network.initial(hidden_units, np.random.default_rng(seed))
    return workspace.models.add(Model(network, f"random {seed}"))


def is_of(evaluator: Evaluator, workspace: Workspace) -> Callable[[], bool]:
    """Whether the newest evaluation is that of what is chosen now."""

    def check() -> bool:
        latest, current = evaluator.latest, workspace.models.current
        return (
            latest is not None
            and current is not None
            and latest.model.network is current.model.network
            and latest.dataset is workspace.evaluation_set.dataset
        )

    return check


def stop_at_once(qtbot: QtBot, evaluator: Evaluator) -> None:
    """See it, and stop the first evaluation when it begins."""
    see(evaluator)
    evaluator.task.changed.connect(evaluator.task.stop, Qt.ConnectionType.SingleShotConnection)
    qtbot.waitUntil(lambda: evaluator.task.status is Status.STOPPED)


def test_it_is_the_networks_result(qtbot: QtBot, bare: Workspace, seen: Evaluator) -> None:
    qtbot.waitUntil(is_of(seen, bare))
    assert seen.latest is not None
    assert bare.models.current is not None
    network, dataset = bare.models.current.model.network, seen.latest.dataset
    assert seen.latest.metrics.accuracy == pytest.approx(network.score(dataset.X, dataset.y))


def test_nothing_is_evaluated_that_nobody_wants(qtbot: QtBot, bare: Workspace, evaluator: Evaluator) -> None:
    with qtbot.assertNotEmitted(evaluator.task.finished, wait=100):
        add_model(bare, 1)
    assert evaluator.latest is None
    assert bare.evaluation_set.dataset is None


def test_it_follows_model_and_images(qtbot: QtBot, bare: Workspace, seen: Evaluator, course_file: Path) -> None:
    qtbot.waitUntil(is_of(seen, bare))
    add_model(bare, 1)
    qtbot.waitUntil(is_of(seen, bare))
    bare.evaluation_set.choose(str(course_file), Split.TRAINING)
    qtbot.waitUntil(is_of(seen, bare))
    assert seen.latest is not None
    assert seen.latest.metrics.n == 480
    bare.models.use(0)
    qtbot.waitUntil(is_of(seen, bare))


def test_what_is_up_to_date_is_not_evaluated_again(qtbot: QtBot, bare: Workspace, seen: Evaluator) -> None:
    qtbot.waitUntil(is_of(seen, bare))
    with qtbot.assertNotEmitted(seen.task.finished, wait=400):
        seen.request()


def test_validation_images_are_evaluated_while_a_network_trains(
    qtbot: QtBot, bare: Workspace, seen: Evaluator, session: Session, course_file: Path
) -> None:
    bare.evaluation_set.choose(str(course_file), Split.VALIDATION)
    session.plan(epochs=10_000, batch_size=10)
    bare.training.start()
    found: list[Evaluation] = []
    seen.task.finished.connect(lambda result: result[0] == bare.training.model_key and found.append(result[1]))
    qtbot.waitUntil(lambda: len({id(each.model) for each in found}) >= 3)
    assert bare.training.state is TrainingState.RUNNING
    bare.training.stop()
    qtbot.waitUntil(lambda: bare.training.state is TrainingState.IDLE)
    qtbot.waitUntil(is_of(seen, bare))


def test_test_images_wait_for_the_end_of_the_training(
    qtbot: QtBot, bare: Workspace, seen: Evaluator, session: Session
) -> None:
    qtbot.waitUntil(is_of(seen, bare))
    session.plan(epochs=10_000, batch_size=10)
    bare.training.start()
    qtbot.waitUntil(lambda: bare.training.model_key is not None)
    assert seen.withheld
    evaluation_before = seen.latest
    with qtbot.assertNotEmitted(seen.task.finished, wait=500):
        seen.request()
    # Another network may be evaluated on them.
    bare.models.use(0)
    assert not seen.withheld
    assert bare.training.model_key is not None
    bare.models.use(bare.training.model_key)
    bare.training.stop()
    qtbot.waitUntil(lambda: bare.training.state is TrainingState.IDLE)
    qtbot.waitUntil(is_of(seen, bare))
    assert seen.latest is not evaluation_before


def test_it_can_be_stopped_and_gone_on_with(qtbot: QtBot, bare: Workspace, evaluator: Evaluator) -> None:
    stop_at_once(qtbot, evaluator)
    with qtbot.assertNotEmitted(evaluator.task.finished, wait=100):
        evaluator.request()
    with qtbot.waitSignal(evaluator.task.finished):
        evaluator.task.resume()
    assert evaluator.task.status is not Status.STOPPED
    assert is_of(evaluator, bare)()


def test_another_choice_ends_the_stop(qtbot: QtBot, bare: Workspace, evaluator: Evaluator) -> None:
    stop_at_once(qtbot, evaluator)
    with qtbot.waitSignal(evaluator.task.finished):
        add_model(bare, 1)
    assert evaluator.task.status is not Status.STOPPED


def test_without_a_model_there_is_nothing_to_evaluate(qtbot: QtBot, bare: Workspace, course_file: Path) -> None:
    bare.evaluation_set.choose(str(course_file), Split.TEST)
    bare.evaluator.request()
    qtbot.waitUntil(lambda: bare.evaluation_set.dataset is not None)
    bare.evaluator.request()
    assert bare.evaluator.latest is None
    assert bare.evaluator.task.status is Status.IDLE


def test_test_images_are_withheld_from_models_of_which_one_trains(
    qtbot: QtBot, bare: Workspace, seen: Evaluator, session: Session
) -> None:
    session.plan(epochs=10_000, batch_size=10)
    first = bare.models.items[0]
    assert not seen.withholds(first)
    bare.training.start()
    qtbot.waitUntil(lambda: bare.training.model_key is not None)
    (trains,) = [item for item in bare.models.items if item.key == bare.training.model_key]
    assert seen.withholds(first, trains)
    assert not seen.withholds(first)
    bare.training.stop()
    qtbot.waitUntil(lambda: bare.training.state is TrainingState.IDLE)
    assert not seen.withholds(first, trains)
    qtbot.waitUntil(lambda: is_of(seen, bare)() and seen.task.status is Status.IDLE)
