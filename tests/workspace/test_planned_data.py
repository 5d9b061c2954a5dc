"""The data of the planned training, for those who look at it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from digitpad.core.readers.catalogue import open_datasets
from digitpad.workspace.planned_data import PlannedData
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
