"""The library of runs, for the window: what is asked for is done in order, in the background."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.runs.folder import RunFolder, run_folders
from digitpad.core.runs.record import RunRecord, RunStatus
from digitpad.core.runs.spec import DataSources
from digitpad.core.runs.store import RunStore
from digitpad.core.sweeps.sweep import Sweep, SweepFile
from digitpad.core.training.history import History
from digitpad.core.training.settings import TrainingSettings
from digitpad.workspace.model_library import ModelLibrary
from digitpad.workspace.run_library import RunLibrary, RunsDeleted
from tests.events import of_kind


def keep_run(runs: Path, seed: int) -> RunFolder:
    folder = RunFolder.begin(runs)
    record = RunRecord(TrainingSettings(seed=seed), DataSources("mnist"), "f", status=RunStatus.COMPLETE)
    folder.keep_outcome(record, Model(Network.initial(2, np.random.default_rng(0)), "m"), None, History())
    folder.release()
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    for seed in range(3):
        keep_run(tmp_path / "runs", seed)
    return tmp_path / "runs"


@pytest.fixture
def library(qtbot: QtBot, owner: QObject, path: Path) -> Iterator[RunLibrary]:
    library = RunLibrary(ModelLibrary(owner), path, owner)
    with qtbot.waitSignal(library.changed):
        library.refresh()
    yield library
    library.shutdown()


@pytest.fixture
def names(library: RunLibrary) -> Callable[[], list[str]]:
    return lambda: [each.record.title for each in library.runs]


def test_what_is_said_of_all_runs_comes_with_their_list(library: RunLibrary) -> None:
    listing = library.listing
    assert listing.count == len(library.runs) == 3
    assert listing.bytes == sum(run.bytes for run in library.runs) > 0
    assert listing.best is None  # none of them was tested


def test_names_notes_and_stars_are_written_in_order(
    qtbot: QtBot, library: RunLibrary, names: Callable[[], list[str]], path: Path
) -> None:
    assert names() == ["Default, seed 2", "Default, seed 1", "Default"]
    for name in ("first", "second", "third"):
        library.annotate(library.runs[:1], name=name)
    library.annotate(library.runs[1:], star=True, note="both")
    qtbot.waitUntil(lambda: names()[0] == "third" and library.runs[2].record.star)
    assert [each.record.note for each in library.runs] == ["", "both", "both"]
    library.annotate(library.runs[:1], name="in the last moment")
    library.shutdown()
    assert RunStore(path).runs()[0].record.name == "in the last moment"


def test_deleting_is_undone_until_the_next_deletion(
    qtbot: QtBot, library: RunLibrary, names: Callable[[], list[str]], path: Path
) -> None:
    with qtbot.waitSignal(library.happened, check_params_cb=of_kind(RunsDeleted)) as told:
        library.delete(library.runs[:2])
    assert [each.record.title for each in told.args[0].runs] == ["Default, seed 2", "Default, seed 1"]
    qtbot.waitUntil(lambda: names() == ["Default"])
    library.undo_delete()
    qtbot.waitUntil(lambda: len(library.runs) == 3)
    library.delete(library.runs[:1])
    qtbot.waitUntil(lambda: len(library.runs) == 2)
    library.delete(library.runs[:1])
    qtbot.waitUntil(lambda: len(library.runs) == 1)
    library.undo_delete()
    qtbot.waitUntil(lambda: names() == ["Default, seed 1", "Default"])
    with qtbot.waitSignal(library.happened, check_params_cb=of_kind(RunsDeleted)):
        library.delete(library.runs[:1])
    library.shutdown()
    assert len(run_folders(path)) == 1
    assert not list(path.glob(".deleted*"))


def test_a_run_that_is_worked_on_stays_and_the_others_go(qtbot: QtBot, library: RunLibrary) -> None:
    at_work = RunFolder(library.runs[1].folder.path)
    assert at_work.claim()
    with qtbot.waitSignals([library.happened] * 2, check_params_cbs=[of_kind(RunsDeleted), of_kind(Exception)]):
        library.delete(library.runs)
    qtbot.waitUntil(lambda: [each.folder.path for each in library.runs] == [at_work.path])
    at_work.release()


def test_what_cannot_be_written_is_told(qtbot: QtBot, library: RunLibrary) -> None:
    run = library.runs[0]
    (run.folder.path / "record.json").unlink()
    with qtbot.waitSignal(library.happened, check_params_cb=of_kind(Exception)) as told:
        library.annotate([run], name="lost")
    assert "record.json does not exist" in str(told.args[0])


def test_a_sweep_that_another_program_works_on_is_not_offered(qtbot: QtBot, library: RunLibrary) -> None:
    sweep = Sweep(TrainingSettings(), DataSources("mnist"), seeds=(8, 9))
    file = SweepFile.begin(library.folder, sweep)
    with qtbot.waitSignal(library.changed):
        library.refresh()
    assert library.listing.sweep is None
    file.release()
    with qtbot.waitSignal(library.changed):
        library.refresh()
    assert library.listing.sweep is not None
