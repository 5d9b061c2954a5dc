"""What cannot be resumed is refused before anything is done; what cannot be kept is trained all the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from digitpad import paths
from digitpad.core.models.arrays import read_model
from digitpad.core.runs.folder import RunFolder, run_folders
from tests.cli.commands import Digitpad


def test_a_finished_training_leaves_nothing_to_go_on_with(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path
) -> None:
    words = ("--data", course_file(), "--hidden-units", 3, "--epochs", 1, "--runs", tmp_path / "runs")
    assert digitpad("train", *words, "--checkpoint-every", 0).status == 0
    assert "holds no training that can be resumed" in digitpad.refused("train", "--resume", "--runs", tmp_path / "runs")


@pytest.mark.parametrize(
    "words",
    [
        ("--epochs", 3),
        ("--shift", 0),
        ("--data", "mnist"),
        ("--test", "other.npz"),
        ("--preset", "default"),
        ("--keep", "best"),
    ],
)
def test_a_resumed_training_takes_no_settings(digitpad: Digitpad, words: tuple[object, ...]) -> None:
    assert "keeps its settings" in digitpad.refused("train", "--resume", *words)


def test_a_run_that_another_program_works_on_is_not_taken(digitpad: Digitpad, tmp_path: Path) -> None:
    folder = RunFolder.begin(tmp_path)
    folder.file(3).touch()
    assert "holds no training" in digitpad.refused("train", "--resume", "--runs", tmp_path)
    folder.release()
    assert "step-000000000003.npz" in digitpad.refused("train", "--resume", "--runs", tmp_path)


def test_a_folder_that_cannot_be_made_is_refused(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "runs"
    assert "cannot keep runs" in digitpad.refused("train", "--data", course_file(), "--runs", place)


def test_data_that_is_refused_leaves_no_folder_behind(digitpad: Digitpad, tmp_path: Path) -> None:
    assert "missing.npz" in digitpad.refused("train", "--data", tmp_path / "missing.npz", "--runs", tmp_path / "runs")
    assert not run_folders(tmp_path / "runs")


@pytest.mark.parametrize("seconds", [-1, "nan"])
def test_a_time_between_checkpoints_is_checked(digitpad: Digitpad, seconds: object) -> None:
    assert "between checkpoints" in digitpad.refused("train", f"--checkpoint-every={seconds}")


def test_without_a_folder_for_checkpoints_it_trains_and_says_so(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(paths, "RUNS", tmp_path / "file" / "runs")
    outcome = digitpad(
        "train", "--data", course_file(), "--hidden-units", 3, "--epochs", 1, "--out", tmp_path / "m.npz"
    )
    assert outcome.status == 0
    assert outcome.err.startswith("digitpad: this run is not kept: ")
    assert outcome.err.count("\n") == 1
    assert read_model(tmp_path / "m.npz").epochs == 1
    lost = digitpad("train", "--data", course_file(), "--hidden-units", 3, "--epochs", 1)
    assert lost.status == 1
    assert "1 of 1 epochs" in lost.out
    assert lost.err.splitlines()[-1].startswith("digitpad: the network is lost")
