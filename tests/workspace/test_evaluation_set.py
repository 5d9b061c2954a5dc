"""Which images the tab Evaluate looks at."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from digitpad.core.dataset import Split
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.data_file import read_data_images
from digitpad.core.runs.run_events import DataLoaded
from digitpad.workspace.evaluator import EvaluationSet
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.events import of_kind
from tests.workspace.session import Session


@pytest.fixture
def evaluation_set(bare: Workspace) -> EvaluationSet:
    return bare.evaluation_set


def test_nothing_is_read_before_a_view_wants_it(evaluation_set: EvaluationSet, course_file: Path) -> None:
    evaluation_set.choose(str(course_file), Split.TEST)
    assert evaluation_set.dataset is None


@pytest.mark.parametrize("part", [Split.TRAINING, Split.VALIDATION, Split.TEST])
def test_a_part_of_a_file(qtbot: QtBot, evaluation_set: EvaluationSet, course_file: Path, part: Split) -> None:
    evaluation_set.choose(str(course_file), part)
    with qtbot.waitSignal(evaluation_set.changed):
        evaluation_set.request()
    assert evaluation_set.dataset is not None
    assert np.array_equal(evaluation_set.dataset.X, getattr(open_datasets(str(course_file)), part).X)


def test_all_images_of_a_file(qtbot: QtBot, evaluation_set: EvaluationSet, course_file: Path) -> None:
    evaluation_set.choose(str(course_file), Split.ALL)
    with qtbot.waitSignal(evaluation_set.changed):
        evaluation_set.request()
    assert evaluation_set.dataset is not None
    whole = read_data_images(course_file)
    assert len(evaluation_set.dataset) == len(whole)
    assert evaluation_set.dataset.X.sum() == pytest.approx(whole.X.sum())


def test_bundled_data_have_no_part_of_all_images(evaluation_set: EvaluationSet, course_file: Path) -> None:
    evaluation_set.choose(str(course_file), Split.ALL)
    evaluation_set.choose("mnist", Split.ALL)
    assert evaluation_set.split is Split.TEST


def test_it_goes_with_the_data_of_the_training(bare: Workspace, course_file: Path) -> None:
    bare.training.set_plan(replace(bare.training.plan, source=str(course_file)))
    assert bare.evaluation_set.source == str(course_file)
    assert str(course_file) in bare.evaluation_set.sources


def test_but_not_when_it_was_chosen_by_hand(bare: Workspace, course_file: Path) -> None:
    bare.evaluation_set.choose("mnist-hand-in", Split.TEST)
    bare.training.set_plan(replace(bare.training.plan, source=str(course_file)))
    assert bare.evaluation_set.source == "mnist-hand-in"
    assert str(course_file) in bare.evaluation_set.sources


def test_a_file_that_cannot_be_read_is_told_of_once(qtbot: QtBot, bare: Workspace, tmp_path: Path) -> None:
    bare.evaluation_set.choose(str(tmp_path / "gone.npz"), Split.TEST)
    with qtbot.waitSignal(bare.failed) as failed:
        bare.evaluation_set.request()
    assert "gone.npz" in failed.args[0]
    with qtbot.assertNotEmitted(bare.failed, wait=100):
        bare.evaluation_set.request()
    assert bare.evaluation_set.dataset is None


def test_a_choice_made_while_data_is_read_is_the_one_that_counts(
    qtbot: QtBot, evaluation_set: EvaluationSet, course_file: Path
) -> None:
    evaluation_set.choose("mnist", Split.TEST)
    evaluation_set.request()
    evaluation_set.choose(str(course_file), Split.TEST)
    assert evaluation_set.dataset is None
    evaluation_set.request()
    qtbot.waitUntil(lambda: evaluation_set.dataset is not None)
    assert evaluation_set.dataset is not None
    assert evaluation_set.dataset.name.startswith(course_file.name)


def test_data_in_training_is_in_memory_but_once(qtbot: QtBot, bare: Workspace, course_file: Path) -> None:
    bare.evaluation_set.choose(str(course_file), Split.TEST)
    with qtbot.waitSignal(bare.evaluation_set.changed):
        bare.evaluation_set.request()
    with qtbot.waitSignal(bare.training.happened, check_params_cb=of_kind(DataLoaded)) as opened:
        bare.training.open_data(course_file)
    qtbot.waitUntil(lambda: bare.evaluation_set.dataset is opened.args[0].datasets.test)
    qtbot.waitUntil(lambda: bare.training.state is TrainingState.IDLE)


def add_model(bare: Workspace, *pieces: str) -> Model:
    network = Network.initial(4, np.random.default_rng(0))
    model = Model(network, "some", pieces=frozenset(pieces))
    bare.models.add(model)
    return model


def test_it_is_the_test_images_but_of_a_network_that_trains_the_validation_images(
    qtbot: QtBot, bare: Workspace, session: Session
) -> None:
    assert bare.evaluation_set.split is Split.TEST
    add_model(bare)
    session.plan(epochs=10_000, batch_size=10)
    bare.training.start()
    qtbot.waitUntil(lambda: bare.training.state is TrainingState.RUNNING)
    assert bare.evaluation_set.split is Split.VALIDATION
    bare.training.stop()
    qtbot.waitUntil(lambda: bare.training.state is TrainingState.IDLE)
    assert bare.evaluation_set.split is Split.TEST


def test_a_split_chosen_by_hand_stays(qtbot: QtBot, bare: Workspace, session: Session) -> None:
    session.plan(epochs=1)
    bare.evaluation_set.choose(bare.evaluation_set.source, Split.TEST)
    bare.training.start()
    qtbot.waitUntil(lambda: bare.training.state is TrainingState.RUNNING)
    assert bare.evaluation_set.split is Split.TEST
    qtbot.waitUntil(lambda: bare.training.state is TrainingState.IDLE)


def test_images_that_a_model_has_not_learned_from_are_known(qtbot: QtBot, bare: Workspace, course_file: Path) -> None:
    chosen = bare.evaluation_set
    chosen.choose(str(course_file), Split.TRAINING)
    assert chosen.unseen_splits() == ()  # nothing is known of images that have not been read
    with qtbot.waitSignal(chosen.changed):
        chosen.request()
    assert chosen.datasets is not None
    learned = add_model(bare, *chosen.datasets.training.pieces)
    assert chosen.unseen_splits(learned) == (Split.TEST, Split.VALIDATION)
    everything = add_model(bare, *(piece for each in chosen.datasets for piece in each.pieces))
    assert chosen.unseen_splits(learned, everything) == ()


def test_data_without_validation_images_has_its_test_images(
    qtbot: QtBot, bare: Workspace, session: Session, course_file: Path
) -> None:
    data = open_datasets(str(course_file))
    chosen = bare.evaluation_set
    session.plan(epochs=10_000, batch_size=10)
    bare.data.store(str(course_file), replace(data, validation=None))
    chosen.request()
    qtbot.waitUntil(lambda: chosen.dataset is not None)
    model = add_model(bare, *data.training.pieces)
    assert chosen.unseen_splits(model) == ()
    chosen.choose(str(course_file), Split.TRAINING)
    assert chosen.unseen_splits(model) == (Split.TEST,)
