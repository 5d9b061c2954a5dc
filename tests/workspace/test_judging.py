"""The model in use is judged on the chosen images, as long as somebody wants it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.workspace.judged_set import Part
from digitpad.workspace.judging import Judged, Judging
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace


@pytest.fixture
def judging(bare: Workspace, course_file: Path) -> Judging:
    """Of a random network, on the test images of the course file."""
    bare.judged_set.choose(str(course_file), Part.TEST)
    add_model(bare, 0)
    return bare.judging


@pytest.fixture
def seen(judging: Judging) -> Judging:
    """The same, while a view is seen that wants every judgement."""
    see(judging)
    return judging


def see(judging: Judging) -> None:
    judging.outdated.connect(judging.want)
    judging.want()


def add_model(workspace: Workspace, seed: int, hidden_units: int = 8) -> int:
    network = Network.initial(hidden_units, np.random.default_rng(seed))
    return workspace.models.add(Model(network, f"random {seed}"))


def is_of(judging: Judging, workspace: Workspace) -> Callable[[], bool]:
    """Whether the newest judgement is that of what is chosen now."""

    def check() -> bool:
        latest, current = judging.latest, workspace.models.current
        return (
            latest is not None
            and current is not None
            and latest.item.model.network is current.model.network
            and latest.dataset is workspace.judged_set.dataset
        )

    return check


def stop_at_once(qtbot: QtBot, judging: Judging) -> None:
    """See it, and stop the first judgement when it begins."""
    see(judging)
    judging.following.work.busy_changed.connect(judging.following.stop, Qt.ConnectionType.SingleShotConnection)
    qtbot.waitUntil(lambda: judging.following.stopped and not judging.following.work.busy)


def test_it_is_the_networks_result(qtbot: QtBot, bare: Workspace, seen: Judging) -> None:
    qtbot.waitUntil(is_of(seen, bare))
    assert seen.latest is not None
    assert bare.models.current is not None
    network, dataset = bare.models.current.model.network, seen.latest.dataset
    assert seen.latest.metrics.accuracy == pytest.approx(network.score(dataset.X, dataset.y))


def test_nothing_is_judged_that_nobody_wants(qtbot: QtBot, bare: Workspace, judging: Judging) -> None:
    with qtbot.assertNotEmitted(judging.judged, wait=100):
        add_model(bare, 1)
    assert judging.latest is None
    assert bare.judged_set.dataset is None


def test_it_follows_model_and_images(qtbot: QtBot, bare: Workspace, seen: Judging, course_file: Path) -> None:
    qtbot.waitUntil(is_of(seen, bare))
    add_model(bare, 1)
    qtbot.waitUntil(is_of(seen, bare))
    bare.judged_set.choose(str(course_file), Part.TRAINING)
    qtbot.waitUntil(is_of(seen, bare))
    assert seen.latest is not None
    assert seen.latest.metrics.n == 480
    bare.models.use(0)
    qtbot.waitUntil(is_of(seen, bare))


def test_what_is_up_to_date_is_not_judged_again(qtbot: QtBot, bare: Workspace, seen: Judging) -> None:
    qtbot.waitUntil(is_of(seen, bare))
    with qtbot.assertNotEmitted(seen.judged, wait=400):
        seen.want()


def test_validation_images_are_judged_while_a_network_trains(
    qtbot: QtBot, bare: Workspace, seen: Judging, planned: Callable[..., object], course_file: Path
) -> None:
    bare.judged_set.choose(str(course_file), Part.VALIDATION)
    planned(epochs=10_000, batch_size=10)
    bare.training.start()
    found: list[Judged] = []
    seen.judged.connect(found.append)
    qtbot.waitUntil(lambda: len({id(each.item) for each in found if each.item.key == bare.training.model_key}) >= 3)
    assert bare.training.state is TrainingState.RUNNING
    bare.training.stop()
    qtbot.waitUntil(lambda: bare.training.state is TrainingState.IDLE)
    qtbot.waitUntil(is_of(seen, bare))


def test_test_images_wait_for_the_end_of_the_training(
    qtbot: QtBot, bare: Workspace, seen: Judging, planned: Callable[..., object]
) -> None:
    qtbot.waitUntil(is_of(seen, bare))
    planned(epochs=10_000, batch_size=10)
    bare.training.start()
    qtbot.waitUntil(lambda: seen.withheld)
    judged_before = seen.latest
    with qtbot.assertNotEmitted(seen.judged, wait=500):
        seen.want()
    # Another network may be judged on them.
    bare.models.use(0)
    assert not seen.withheld
    assert bare.training.model_key is not None
    bare.models.use(bare.training.model_key)
    bare.training.stop()
    qtbot.waitUntil(lambda: bare.training.state is TrainingState.IDLE)
    qtbot.waitUntil(is_of(seen, bare))
    assert seen.latest is not judged_before


def test_it_can_be_stopped_and_gone_on_with(qtbot: QtBot, bare: Workspace, judging: Judging) -> None:
    stop_at_once(qtbot, judging)
    with qtbot.assertNotEmitted(judging.judged, wait=100):
        judging.want()
    with qtbot.waitSignal(judging.judged):
        judging.following.go_on()
    assert not judging.following.stopped
    assert is_of(judging, bare)()


def test_another_choice_ends_the_stop(qtbot: QtBot, bare: Workspace, judging: Judging) -> None:
    stop_at_once(qtbot, judging)
    with qtbot.waitSignal(judging.judged):
        add_model(bare, 1)
    assert not judging.following.stopped


def test_without_a_model_there_is_nothing_to_judge(qtbot: QtBot, bare: Workspace, course_file: Path) -> None:
    bare.judged_set.choose(str(course_file), Part.TEST)
    bare.judging.want()
    qtbot.waitUntil(lambda: bare.judged_set.dataset is not None)
    bare.judging.want()
    assert bare.judging.latest is None
    assert not bare.judging.following.work.busy


def test_test_images_are_withheld_from_models_of_which_one_trains(
    qtbot: QtBot, bare: Workspace, seen: Judging, planned: Callable[..., object]
) -> None:
    planned(epochs=10_000, batch_size=10)
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
    qtbot.waitUntil(lambda: is_of(seen, bare)() and not seen.following.work.busy)
