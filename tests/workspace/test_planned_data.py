"""The data of the planned training, for those who look at it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from digitpad.core.readers.catalogue import open_datasets
from digitpad.workspace.dataset_loader import PlannedData
from digitpad.workspace.workspace import Workspace


@pytest.fixture
def data(bare: Workspace, planned: Callable[..., object]) -> PlannedData:
    planned()
    return PlannedData(bare.data, bare.training, bare)


def test_other_data_that_arrives_meanwhile_does_not_end_the_reading(
    qtbot: QtBot, bare: Workspace, data: PlannedData, course_file: Path
) -> None:
    assert data.wanted() is None
    bare.data.hold("others", open_datasets(str(course_file)))
    qtbot.waitUntil(lambda: data.wanted() is not None)
    assert bare.data.source == str(course_file)


def test_it_is_read_again_after_other_data_was_held(
    qtbot: QtBot, bare: Workspace, data: PlannedData, course_file: Path
) -> None:
    qtbot.waitUntil(lambda: data.wanted() is not None)
    bare.data.hold("others", open_datasets(str(course_file)))
    assert data.wanted() is None
    qtbot.waitUntil(lambda: data.wanted() is not None)


def test_what_cannot_be_read_is_told_once_and_not_tried_again(
    qtbot: QtBot, bare: Workspace, data: PlannedData, tmp_path: Path
) -> None:
    readable = bare.training.plan
    bare.training.set_plan(replace(readable, source=str(tmp_path / "gone.npz")))
    with qtbot.waitSignals([data.failed, bare.failed]):
        assert data.wanted() is None
    assert data.is_unreadable
    with qtbot.assertNotEmitted(bare.failed, wait=100):
        assert data.wanted() is None
    bare.training.set_plan(readable)
    assert not data.is_unreadable
    qtbot.waitUntil(lambda: data.wanted() is not None)
