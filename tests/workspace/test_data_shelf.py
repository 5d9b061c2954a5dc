"""Data is read once, in the background, for whoever asks for it."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from digitpad.workspace.dataset_loader import PlannedData
from digitpad.workspace.evaluator import Split
from digitpad.workspace.workspace import Workspace


def test_data_whose_reading_was_abandoned_is_read_when_it_is_asked_for_again(
    qtbot: QtBot, bare: Workspace, course_file: Path
) -> None:
    source = str(course_file)
    bare.data.open(source)
    bare.shutdown()  # as when the window is asked to close, and the user stays after all
    with qtbot.waitSignal(bare.data.opened) as opened:
        bare.data.open(source)
    assert opened.args == [source, bare.data.datasets]


def test_data_that_is_being_read_is_read_once(qtbot: QtBot, bare: Workspace, course_file: Path) -> None:
    told: list[str] = []
    bare.data.opened.connect(lambda source, _: told.append(source))
    for _ in range(3):
        bare.data.open(str(course_file))
    qtbot.waitUntil(lambda: bare.data.datasets is not None)
    qtbot.wait(0)
    assert told == [str(course_file)]


def test_all_who_look_at_data_get_it_after_its_reading_was_abandoned(
    qtbot: QtBot, bare: Workspace, planned: Callable[..., object]
) -> None:
    planned()
    data = PlannedData(bare.data, bare.training, bare)
    assert data.wanted() is None
    bare.evaluation_set.want()
    bare.shutdown()
    qtbot.waitUntil(lambda: data.wanted() is not None)
    bare.evaluation_set.choose(bare.evaluation_set.source, Split.TEST)
    bare.evaluation_set.want()
    bare.shutdown()
    assert not bare.evaluation_set.is_unusable
    bare.evaluation_set.want()
    qtbot.waitUntil(lambda: bare.evaluation_set.dataset is not None)
