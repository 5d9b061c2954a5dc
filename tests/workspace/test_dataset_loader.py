"""Data is read once, in the background, for whoever looks at it."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from digitpad.core.dataset import Split
from digitpad.core.readers.catalogue import open_datasets
from digitpad.workspace.dataset_loader import DatasetLoader
from digitpad.workspace.workspace import Workspace
from tests.workspace.session import Session


@pytest.fixture
def data(bare: Workspace, session: Session) -> DatasetLoader:
    session.plan()
    return bare.data


def test_data_whose_reading_was_abandoned_is_read_when_it_is_asked_for_again(
    qtbot: QtBot, bare: Workspace, data: DatasetLoader, course_file: Path
) -> None:
    assert data.planned() is None
    bare.shutdown()  # as when the window is asked to close, and the user stays after all
    with qtbot.waitSignal(data.changed):
        assert data.planned() is None
    assert data.source == str(course_file)
    assert data.planned() is data.datasets is not None


def test_data_that_is_being_read_is_read_once(qtbot: QtBot, data: DatasetLoader) -> None:
    told: list[bool] = []
    data.changed.connect(lambda: told.append(True))
    for _ in range(3):
        data.planned()
    qtbot.waitUntil(lambda: data.datasets is not None)
    qtbot.wait(0)
    assert told == [True]


def test_all_who_look_at_data_get_it_after_its_reading_was_abandoned(
    qtbot: QtBot, bare: Workspace, data: DatasetLoader
) -> None:
    assert data.planned() is None
    bare.evaluation_set.request()
    bare.shutdown()
    qtbot.waitUntil(lambda: data.planned() is not None)
    bare.evaluation_set.choose(bare.evaluation_set.source, Split.TEST)
    bare.evaluation_set.request()
    bare.shutdown()
    assert not bare.evaluation_set.is_unusable
    bare.evaluation_set.request()
    qtbot.waitUntil(lambda: bare.evaluation_set.dataset is not None)


def test_other_data_that_arrives_meanwhile_does_not_end_the_reading(
    qtbot: QtBot, data: DatasetLoader, course_file: Path
) -> None:
    assert data.planned() is None
    data.store("others", open_datasets(str(course_file)))
    qtbot.waitUntil(lambda: data.planned() is not None)
    assert data.source == str(course_file)


def test_it_is_read_again_after_other_data_was_stored(qtbot: QtBot, data: DatasetLoader, course_file: Path) -> None:
    qtbot.waitUntil(lambda: data.planned() is not None)
    data.store("others", open_datasets(str(course_file)))
    assert data.planned() is None
    qtbot.waitUntil(lambda: data.planned() is not None)


def test_what_cannot_be_read_is_told_once_and_not_tried_again(
    qtbot: QtBot, bare: Workspace, data: DatasetLoader, tmp_path: Path
) -> None:
    readable = bare.training.plan
    bare.training.set_plan(replace(readable, source=str(tmp_path / "gone.npz")))
    with qtbot.waitSignals([data.changed, bare.failed]):
        assert data.planned() is None
    assert data.is_unusable
    with qtbot.assertNotEmitted(bare.failed, wait=100):
        assert data.planned() is None
    bare.training.set_plan(readable)
    assert not data.is_unusable
    qtbot.waitUntil(lambda: data.planned() is not None)
