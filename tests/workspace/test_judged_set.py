"""Which images the tab Evaluate judges on."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.course import read_course_file
from digitpad.workspace.judged_set import JudgedSet, Part
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace


@pytest.fixture
def judged_set(bare: Workspace) -> JudgedSet:
    return bare.judged_set


def test_nothing_is_read_before_a_view_wants_it(judged_set: JudgedSet, course_file: Path) -> None:
    judged_set.choose(str(course_file), Part.TEST)
    assert judged_set.dataset is None


@pytest.mark.parametrize("part", [Part.TRAINING, Part.VALIDATION, Part.TEST])
def test_a_part_of_a_file(qtbot: QtBot, judged_set: JudgedSet, course_file: Path, part: Part) -> None:
    judged_set.choose(str(course_file), part)
    with qtbot.waitSignal(judged_set.changed):
        judged_set.want()
    assert judged_set.dataset is not None
    assert np.array_equal(judged_set.dataset.X, getattr(open_datasets(str(course_file)), part).X)


def test_all_images_of_a_file(qtbot: QtBot, judged_set: JudgedSet, course_file: Path) -> None:
    judged_set.choose(str(course_file), Part.ALL)
    with qtbot.waitSignal(judged_set.changed):
        judged_set.want()
    assert judged_set.dataset is not None
    whole = read_course_file(course_file)
    assert len(judged_set.dataset) == len(whole)
    assert judged_set.dataset.X.sum() == pytest.approx(whole.X.sum())


def test_data_that_came_along_have_no_part_of_all_images(judged_set: JudgedSet, course_file: Path) -> None:
    judged_set.choose(str(course_file), Part.ALL)
    judged_set.choose("mnist", Part.ALL)
    assert judged_set.part is Part.TEST


def test_it_goes_with_the_data_of_the_training(bare: Workspace, course_file: Path) -> None:
    bare.training.set_plan(replace(bare.training.plan, source=str(course_file)))
    assert bare.judged_set.source == str(course_file)
    assert str(course_file) in bare.judged_set.sources


def test_but_not_when_it_was_chosen_by_hand(bare: Workspace, course_file: Path) -> None:
    bare.judged_set.choose("mnist-hand-in", Part.TEST)
    bare.training.set_plan(replace(bare.training.plan, source=str(course_file)))
    assert bare.judged_set.source == "mnist-hand-in"
    assert str(course_file) in bare.judged_set.sources


def test_a_file_that_cannot_be_read_is_told_of_once(qtbot: QtBot, bare: Workspace, tmp_path: Path) -> None:
    bare.judged_set.choose(str(tmp_path / "gone.npz"), Part.TEST)
    with qtbot.waitSignal(bare.failed) as failed:
        bare.judged_set.want()
    assert "gone.npz" in failed.args[0]
    with qtbot.assertNotEmitted(bare.failed, wait=100):
        bare.judged_set.want()
    assert bare.judged_set.dataset is None


def test_a_choice_made_while_data_is_read_is_the_one_that_counts(
    qtbot: QtBot, judged_set: JudgedSet, course_file: Path
) -> None:
    judged_set.choose("mnist", Part.TEST)
    judged_set.want()
    judged_set.choose(str(course_file), Part.TEST)
    assert judged_set.dataset is None
    judged_set.want()
    qtbot.waitUntil(lambda: judged_set.dataset is not None)
    assert judged_set.dataset is not None
    assert judged_set.dataset.name.startswith(course_file.name)


def test_data_in_training_is_in_memory_but_once(qtbot: QtBot, bare: Workspace, course_file: Path) -> None:
    bare.judged_set.choose(str(course_file), Part.TEST)
    with qtbot.waitSignal(bare.judged_set.changed):
        bare.judged_set.want()
    with qtbot.waitSignal(bare.training.data_opened) as opened:
        bare.training.open_data(course_file)
    qtbot.waitUntil(lambda: bare.judged_set.dataset is opened.args[0].datasets.test)
    qtbot.waitUntil(lambda: bare.training.state is TrainingState.IDLE)
