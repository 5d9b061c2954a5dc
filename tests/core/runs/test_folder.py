"""A run’s folder: claimed by one program, found by its name, and cleared away when there is nothing in it."""

import threading
from pathlib import Path

import pytest

from digitpad.core.errors import CheckpointError
from digitpad.core.runs.folder import RunFolder, run_folders


def test_a_run_that_was_claimed_in_one_thread_can_be_released_in_another(tmp_path: Path) -> None:
    folder = RunFolder.begin(tmp_path)
    thread = threading.Thread(target=folder.release)
    thread.start()
    thread.join()
    assert RunFolder(folder.path).claim()


def test_the_newest_run_is_the_newest_after_a_clock_was_set_back(tmp_path: Path) -> None:
    for name in (
        "000007 2031-05-01 10.00.00.000000",
        "000008 2029-05-01 10.00.00.000000",
    ):
        RunFolder(tmp_path / name).path.mkdir()
        RunFolder(tmp_path / name).file(1).touch()
    newest = RunFolder.begin(tmp_path)
    newest.file(1).touch()
    newest.release()
    assert [each.name for each in RunFolder.unfinished(tmp_path)] == ["9", "8", "7"]


def test_a_run_is_found_by_its_name_or_the_beginning_of_it(tmp_path: Path) -> None:
    for name in (
        "000007 2031-05-01 10.00.00.000000",
        "000071 2031-05-02 10.00.00.000000",
    ):
        (tmp_path / name).mkdir()
        RunFolder(tmp_path / name).file(1).touch()
    for wanted, name in (("7", "7"), ("71", "71"), ("000071 2031", "71")):
        folder = RunFolder.find(tmp_path, wanted)
        assert folder.name == name
        folder.release()
    with pytest.raises(CheckpointError, match=r"names several runs.*“71” .begun 2031-05-02 10:00.*“7”"):
        RunFolder.find(tmp_path, "0000")
    with pytest.raises(CheckpointError, match=r"names no run that can be resumed.*“71”.*“7” .begun 2031-05-01 10:00"):
        RunFolder.find(tmp_path, "9")
    claimed = RunFolder.find(tmp_path, "7")
    with pytest.raises(CheckpointError, match="Another program"):
        RunFolder.find(tmp_path, "7")
    claimed.release()


def test_runs_that_were_interrupted_before_anything_was_kept_of_them_are_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "lock").touch()
    runs = []
    for number in range(13):
        folder = RunFolder.begin(tmp_path)
        if number != 11:  # this one was interrupted before its first checkpoint
            folder.file(1).touch()
        if number == 12:  # and this one while it wrote one
            (folder.path / "half.part").touch()
        folder.release()
        runs.append(folder.path)
    at_work = RunFolder.begin(tmp_path)
    left = {path for path in run_folders(tmp_path) if path.name != "notes"}
    assert left == {*runs[:11], runs[12], at_work.path}
    assert (tmp_path / "notes" / "lock").exists()
    assert all(RunFolder(path).claim() for path in left - {at_work.path})
