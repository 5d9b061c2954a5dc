"""`digitpad runs`: what is kept is listed, shown, exported, deleted and made again."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digitpad.core.calibration import trained_detector
from digitpad.core.models.arrays import read_model
from digitpad.core.runs.folder import RunFolder, run_folders
from digitpad.core.runs.run import TrainingRun
from digitpad.core.runs.run_events import FittingDetector
from digitpad.core.runs.spec import DataSources, RunSpec
from digitpad.core.training.settings import TrainingSettings
from tests.cli.commands import Digitpad, Outcome

QUICK = ("--hidden-units", 4, "--epochs", 2)


class Runs:
    """`digitpad runs` in the test's folder."""

    def __init__(self, digitpad: Digitpad, course_file: Callable[..., Path], folder: Path) -> None:
        self._digitpad, self._course_file, self._folder = digitpad, course_file, ("--runs", folder)

    def __call__(self, *words: object) -> Outcome:
        return self._digitpad("runs", *words, *self._folder)

    def report(self, *words: object) -> dict[str, Any]:
        return self._digitpad.report("runs", *words, *self._folder)

    def train(self, *words: object) -> None:
        """Train, and keep the run."""
        self._digitpad.output("train", "--data", self._course_file(), *QUICK, *words, *self._folder)


@pytest.fixture
def runs(digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path) -> Runs:
    return Runs(digitpad, course_file, tmp_path / "runs")


def test_runs_are_listed_shown_and_deleted(runs: Runs, tmp_path: Path) -> None:
    assert "holds no runs" in runs("list").out
    runs.train("--optimiser", "adam", "--learning-rate", 0.003)
    runs.train()
    lines = runs("list").out.splitlines()
    assert lines[0].split() == ["run", "name", "test", "validation", "epochs", "took", "begun", "size"]
    assert lines[1].split()[0] == "2"
    assert "Adam, rate 0.003, 4 hidden units, 2 more" in lines[2]
    assert lines[3].startswith("2 runs, ")
    listed = runs.report("list")["runs"]
    assert [each["run"] for each in listed] == ["2", "1"]
    assert listed[1]["settings"]["optimiser"] == "adam"
    shown = runs("show", "1").out
    for words in ("run 1: Adam", "complete, 2 epochs", "Learning rate: 0.003", "numpy", str(tmp_path / "runs")):
        assert words in shown
    details = runs.report("show", "1")
    assert details["moments"][0] == 0
    assert details["moments"][-1] == 2
    assert "deleted run 1" in runs("delete", "1").out
    assert [each["run"] for each in runs.report("list")["runs"]] == ["2"]
    assert len(run_folders(tmp_path / "runs")) == 1


def test_curves_and_network_are_exported(runs: Runs, tmp_path: Path) -> None:
    runs.train()
    table, lines, model = tmp_path / "curves.csv", tmp_path / "curves.jsonl", tmp_path / "model.npz"
    assert runs("export", "1", "--out", table, "--model", model).status == 0
    assert runs("export", "1", "--out", lines).status == 0
    with table.open() as file:
        rows = list(csv.DictReader(file))
    assert [each["epoch"] for each in rows] == ["1", "2"]
    summary, *epochs = map(json.loads, lines.read_text().splitlines())
    assert summary["run"] == "1"
    assert [str(each["validation accuracy"]) for each in epochs] == [each["validation accuracy"] for each in rows]
    (path,) = run_folders(tmp_path / "runs")
    expected = read_model(RunFolder(path).final)
    np.testing.assert_array_equal(read_model(model).network.W1, expected.network.W1)
    assert read_model(model).test_accuracy == summary["test_accuracy"]


def test_a_run_goes_into_one_file_and_comes_back(runs: Runs, digitpad: Digitpad, tmp_path: Path) -> None:
    runs.train("--seed", 3)
    shared, board = tmp_path / "run.zip", tmp_path / "board"
    outcome = runs("export", "1", "--out", shared, "--tensorboard", board)
    assert (outcome.status, outcome.err) == (0, "")
    (events,) = board.glob("*/events.out.tfevents.*")
    assert outcome.out == f"wrote {shared}\nwrote {events}\n"
    assert "is now run 2, " in runs("import", shared).out
    one, other = (runs.report("show", number) for number in "12")
    for name in ("title", "state", "settings", "test_accuracy", "moments", "fingerprint"):
        assert one[name] == other[name]
    refused = runs("import", events)
    assert refused.status == 1
    assert "cannot be read as a shared run" in refused.err
    evaluated = digitpad("evaluate", next((tmp_path / "runs").glob("000002*/final.npz")))
    assert (evaluated.status, evaluated.err) == (0, "")


def test_a_run_is_made_again_from_its_seed_to_the_byte(runs: Runs, course_file: Callable[..., Path]) -> None:
    runs.train("--seed", 3)
    outcome = runs("repeat", "1")
    assert (outcome.status, outcome.err) == (0, "")
    assert "the same weights to the byte" in outcome.out
    report = runs.report("repeat", "1")
    assert (report["same_history"], report["same_weights"]) == (True, True)
    course_file(n=140)  # other data under the same name
    refused = runs("repeat", "1")
    assert refused.status == 1
    assert "is not the data that run 1 learned from" in refused.err


def test_a_run_that_was_stopped_while_its_detector_was_fitted_is_made_again_without_one(
    runs: Runs, course_file: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trained_detector, "_FEWEST_IMAGES", 20)
    settings = TrainingSettings(hidden_units=4, epochs=1)
    run = TrainingRun.begin(RunSpec(DataSources(str(course_file(n=400))), settings), tmp_path / "runs")
    for event in run.events():
        if isinstance(event, FittingDetector):
            run.finish()
    run.close(discard=False)
    assert runs.report("show", "1")["state"] == "complete"
    assert "the same weights to the byte" in runs("repeat", "1").out


def test_it_says_so_when_a_run_comes_out_otherwise(runs: Runs, tmp_path: Path) -> None:
    runs.train()
    (path,) = run_folders(tmp_path / "runs")
    record = json.loads((path / "record.json").read_text())
    record["settings"]["seed"] = 1
    record["versions"]["numpy"] = "0.1"
    (path / "record.json").write_text(json.dumps(record))
    outcome = runs("repeat", "1")
    assert outcome.status == 1
    assert "could not be made again: other figures and weights (numpy 0.1 then, " in outcome.out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("show", "7"), "names no run"),
        (("delete", "1", "7"), "names no run"),
        (("export", "1"), "Name what to write"),
        (("export", "1", "--out", "curves.txt"), "written as .csv or .jsonl"),
        (("export", "1", "--out", "no/such/folder.csv"), "no folder"),
        (("export", "1", "--model", "m.npz", "--out", "curves.txt"), "written as .csv or .jsonl"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    digitpad: Digitpad,
    runs: Runs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    reason: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    runs.train()
    before = set(tmp_path.iterdir())
    assert reason in digitpad.refused("runs", *words, "--runs", tmp_path / "runs")
    assert set(tmp_path.iterdir()) == before
    assert len(run_folders(tmp_path / "runs")) == 1
