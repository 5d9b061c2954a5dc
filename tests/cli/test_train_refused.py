"""What cannot be trained is refused before training, and divergence ends it in one sentence."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digitpad.core.models.arrays import read_model
from digitpad.core.runs.folder import run_folders
from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.store import RunStore
from tests.cli.commands import Digitpad
from tests.cli.test_train import SHORT


@pytest.mark.parametrize(("option", "ending"), [("--out", ".npz"), ("--plots", ".png")])
@pytest.mark.parametrize("name", ["missing/a", "folder", "file/a", "a" * 300])
def test_a_place_that_cannot_be_written_is_found_before_training(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path, option: str, ending: str, name: str
) -> None:
    name += ending
    (tmp_path / "file").touch()
    (tmp_path / f"folder{ending}").mkdir()
    assert str(tmp_path / name) in digitpad.refused("train", "--data", course_file(), *SHORT, option, tmp_path / name)


@pytest.mark.parametrize(("option", "ending"), [("--out", ".npz"), ("--plots", ".png")])
def test_a_very_long_name_can_be_written(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path, option: str, ending: str
) -> None:
    place = tmp_path / ("a" * 246 + ending)
    digitpad.report("train", "--data", course_file(), *SHORT, option, place)
    assert place.stat().st_size > 0


@pytest.mark.parametrize("name", ["plots", "plots.txt", "plots.jpg"])
def test_plots_of_another_format_are_refused_before_training(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path, name: str
) -> None:
    assert "png" in digitpad.refused("train", "--data", course_file(), *SHORT, "--plots", tmp_path / name)


@pytest.mark.parametrize("words", [(), ("--find-rate",)])
def test_without_matplotlib_there_is_no_training_for_plots(
    digitpad: Digitpad,
    course_file: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: tuple[str, ...],
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    said = digitpad.refused("train", "--data", course_file(), *SHORT, *words, "--plots", tmp_path / "plots.png")
    assert "pip install 'digitpad[plots]'" in said


@pytest.mark.parametrize(
    ("option", "value", "limits"),
    [
        ("--hidden-units", -1, "a whole number from 0 to 4096"),
        ("--hidden-units", 5_000, "a whole number from 0 to 4096"),
        ("--epochs", 0, "a whole number from 1 to 10000"),
        ("--batch-size", -3, "a whole number from 1 to 60000"),
        ("--learning-rate", 0, "a number from 0.00000001 to 100"),
        ("--learning-rate", "nan", "a number from 0.00000001 to 100"),
        ("--learning-rate", -0.001, "a number from 0.00000001 to 100"),
        ("--weight-decay", "inf", "a number from 0 to 10"),
        ("--weight-decay", 10.5, "a number from 0 to 10"),
        ("--shift", 5, "a number from 0 to 4"),
        ("--seed", -1, "a whole number from 0 to 2147483647"),
        ("--threads", 0, "a whole number from 1 to 1024"),
        ("--threads", 10**30, "a whole number from 1 to 1024"),
    ],
)
def test_a_setting_out_of_range_is_refused(
    digitpad: Digitpad, course_file: Callable[..., Path], option: str, value: object, limits: str
) -> None:
    words = "train", "--data", course_file(), f"{option}={value}".replace("'", "")
    assert digitpad.refused(*words) == f"digitpad: {option} must be {limits}, not {value}.\n"


@pytest.mark.parametrize("option", ["--data", "--test"])
def test_a_bad_file_is_refused(digitpad: Digitpad, course_file: Callable[..., Path], option: str) -> None:
    bad = course_file("bad.npz", labels=np.full(150, 11))
    assert str(bad) in digitpad.refused("train", "--data", course_file(), *SHORT, option, bad)
    assert "missing.npz" in digitpad.refused("train", "--data", course_file(), *SHORT, option, "missing.npz")


def test_drawings_that_cannot_be_read_leave_nothing_to_go_on_with(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path
) -> None:
    runs, missing = tmp_path / "runs", tmp_path / "missing.jsonl"
    words = ("--drawings", 0.4, "--strokes", missing, "--runs", runs)
    assert str(missing) in digitpad.refused("train", "--data", course_file(), *SHORT, *words)
    assert not run_folders(runs)


def test_drawings_that_nothing_would_be_learned_from_are_refused(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path
) -> None:
    drawings = tmp_path / "drawings.jsonl"
    drawings.write_text('{"label": 1, "strokes": [[[0, 0], [0, 9]]]}\n')
    assert "--drawings" in digitpad.refused("train", "--data", course_file(), *SHORT, "--strokes", drawings)


@pytest.mark.parametrize("json_too", [(), ("--json",)])
def test_divergence_in_the_first_epoch_is_one_line_and_writes_nothing(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path, json_too: tuple[str, ...]
) -> None:
    out = tmp_path / "model.npz"
    out.write_bytes(b"an older one")
    words = ("--hidden-units", 8, "--batch-size", 1, "--learning-rate", 100, "--weight-decay", 5)
    outcome = digitpad("train", "--data", course_file(), *words, "--out", out, *json_too)
    assert outcome.status == 1
    assert "lower the learning rate" in outcome.err
    assert "last good" not in outcome.err
    assert outcome.err.count("\n") == 1
    assert "accuracy" not in outcome.out
    assert out.read_bytes() == b"an older one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course.npz", "model.npz"]


@pytest.mark.parametrize("json_too", [(), ("--json",)])
def test_after_divergence_in_a_later_epoch_the_last_good_weights_are_written(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path, json_too: tuple[str, ...]
) -> None:
    out, runs = tmp_path / "model.npz", tmp_path / "runs"
    words = ("--hidden-units", 8, "--epochs", 50, "--learning-rate", 1, "--weight-decay", 10, "--runs", runs)
    outcome = digitpad("train", "--data", course_file(), *words, "--out", out, *json_too)
    assert outcome.status == 1
    assert "lower the weight decay" in outcome.err
    assert outcome.err.endswith(f"The weights are the last good ones. {out} has them.\n")
    assert outcome.err.count("\n") == 1
    model = read_model(out)
    assert model.epochs >= 1
    assert all(np.isfinite(array).all() for _, array in model.network.parameters())
    (run,) = RunStore(runs).runs()  # its curves say why
    assert run.record.status is RunStatus.DIVERGED


def test_drawings_of_digits_are_refused_beside_classes_that_are_none(
    digitpad: Digitpad, course_file: Callable[..., Path]
) -> None:
    names = ",".join("abcdefghij")
    outcome = digitpad("train", "--data", course_file(), *SHORT, "--classes", names, "--drawings", 0.5)
    assert outcome.status == 2
    assert "are not digits" in outcome.err
