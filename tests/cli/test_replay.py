"""digitpad replay evaluates a model on drawings; in the real window the answers are the same."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digitpad import paths
from digitpad.core.drawing.strokes import PenSample, Placing, Stroke
from digitpad.core.models.arrays import read_model, write_model
from digitpad.core.models.formats import open_model
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.readers.pen_formats import LabelledDrawing
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.recognition.predict import Recogniser, predict_drawings
from digitpad.core.scoring import wilson
from digitpad.ui.draw.canvas import DrawingCanvas
from digitpad.ui.main_window import MainWindow
from digitpad.window_replay import CanvasPointer
from digitpad.workspace.drawing.drawing_classifier import DrawingPrediction
from digitpad.workspace.workspace import Workspace
from tests.cli.commands import Digitpad
from tests.digits import SHAPES

KEYS = {
    *("n", "accuracy", "low", "high", "refused", "accuracy_of_accepted", "ece", "per_digit", "per_writer", "confusion"),
    *("n_other", "other_refused", "n_numbers", "number_accuracy", "numbers_unsure", "per_second", "broken"),
}
NOT_DIGITS: list[list[list[tuple[float, float]]]] = [[], [[(3, 3)]], [[(3, 9), (25, 10)]], [[(5, 5), (5, 5)], [(5, 5)]]]


def jsonl(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    """300 drawings, each by a writer of its own: digits turned, slanted, scaled and shaken, and what is none."""
    rng = np.random.default_rng(4)
    lines: list[dict[str, Any]] = []
    for number in range(300):
        kind = number % 12
        shape = SHAPES[kind] if kind < 10 else NOT_DIGITS[rng.integers(len(NOT_DIGITS))]
        map_ = (np.eye(2) + rng.normal(0, 0.15, (2, 2))) * 10 ** rng.uniform(-2, 3)
        strokes = [(np.array(stroke) + rng.normal(0, 0.4, (len(stroke), 2))) @ map_ for stroke in shape]
        label: int | str = kind if kind < 10 else "other"
        strokes_of_lists = [stroke.tolist() for stroke in strokes]
        lines.append({"label": label, "writer": f"w{number:03}", "strokes": strokes_of_lists})
    return jsonl(tmp_path / "drawings.jsonl", lines)


@pytest.fixture
def threes(tmp_path: Path) -> Path:
    """A model that reads everything as a three."""
    network = Network.initial(4, np.random.default_rng(0))
    network.W2[...] = 0
    network.b2[...] = np.where(np.arange(10) == 3, 2, 0)
    write_model(tmp_path / "threes.npz", Model(network, "always three"))
    return tmp_path / "threes.npz"


def test_the_report_is_one_object(digitpad: Digitpad, drawings: Path) -> None:
    report = digitpad.report("replay", drawings)
    assert set(report) == KEYS | {"digitpad", "format", "command", "model", "data", "written"}
    assert (report["n"], report["n_other"], report["broken"]) == (250, 50, 0)
    assert report["accuracy"] > 0.8
    hits = int(np.trace(report["confusion"]))
    assert report["accuracy"] == pytest.approx(hits / 250)
    assert (report["low"], report["high"]) == pytest.approx(wilson(hits, 250))
    assert {digit: row["n"] for digit, row in report["per_digit"].items()} == {str(digit): 25 for digit in range(10)}
    assert len(report["per_writer"]) == 250
    assert report["other_refused"] > 0.5
    assert report["per_second"] > 0


def test_another_model_may_be_evaluated(digitpad: Digitpad, drawings: Path, threes: Path) -> None:
    report = digitpad.report("replay", drawings, "--model", threes)
    assert report["accuracy"] == 0.1
    assert [row[3] for row in report["confusion"]] == [25] * 10
    assert report["ece"] == pytest.approx(np.exp(2) / (np.exp(2) + 9) - 0.1, abs=1e-6)


def test_rules_for_digits_hold_for_no_other_classes(digitpad: Digitpad, tmp_path: Path) -> None:
    lying = jsonl(tmp_path / "lying.jsonl", [{"strokes": [[(3, 9), (25, 10)]], "label": 1}])
    clothes = tmp_path / "clothes.npz"
    write_model(clothes, replace(open_model(paths.BUNDLED_MODELS[1]), classes=("shoe", "bag"), detector=None))
    assert digitpad.report("replay", lying)["refused"] == 1
    assert digitpad.report("replay", lying, "--model", clothes)["refused"] == 0
    assert "bag" in digitpad("replay", lying, "--model", clothes).out


def test_size_and_place_do_not_matter_and_rotation_does(digitpad: Digitpad, drawings: Path) -> None:
    usual = digitpad.report("replay", drawings)
    small = digitpad.report("replay", drawings, "--scale", 0.3, "--offset", -8, 7)
    assert small["confusion"] == usual["confusion"]
    assert digitpad.report("replay", drawings, "--rotate", -90)["accuracy"] < usual["accuracy"] - 0.2


def test_people_read_a_table(digitpad: Digitpad, drawings: Path) -> None:
    output = digitpad.output("replay", drawings)
    for words in ("250 digits, accuracy", "95 % interval", "refused", "calibration error", "50 drawings of no digit"):
        assert words in output
    assert "drawings a second, 0 broken lines" in output
    assert "confusion: rows are the true digits" in output
    assert "nan" not in output


def test_drawings_of_no_digit_alone_are_evaluated_too(digitpad: Digitpad, tmp_path: Path) -> None:
    lines = [{"label": "dot", "strokes": [[[1, 1]]]}, {"label": None, "strokes": SHAPES[8]}]
    path = jsonl(tmp_path / "others.jsonl", lines)
    report = digitpad.report("replay", path)
    assert (report["n"], report["n_other"], report["accuracy"], report["other_refused"]) == (0, 2, None, 0.5)
    assert "2 drawings of no digit, refused 50.00 %" in digitpad("replay", path).out


def test_broken_lines_are_named_and_counted_and_the_others_evaluated(digitpad: Digitpad, tmp_path: Path) -> None:
    seven = json.dumps({"label": 7, "strokes": SHAPES[7]})
    unlabelled = json.dumps({"strokes": SHAPES[7]})
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join([seven, "{", seven, unlabelled, *["[]"] * 30, seven]))
    outcome = digitpad("replay", path, "--json")
    assert outcome.status == 0
    report = json.loads(outcome.out)
    assert (report["n"], report["accuracy"], report["broken"]) == (3, 1, 32)
    complaints = outcome.err.splitlines()
    assert len(complaints) == 21
    assert complaints[0] == f"digitpad: {path}, line 2: it is not JSON."
    assert complaints[1] == f"digitpad: {path}, line 4: it has no label."
    assert complaints[-1] == f"digitpad: {path}, 12 more lines are broken."


def test_unipen_is_read_with_y_going_up(digitpad: Digitpad, tmp_path: Path) -> None:
    path = tmp_path / "pendigits.tra"
    text = [".COORD X Y"]
    for number, digit in enumerate((7, 4, 6, 2)):
        text += [f'.SEGMENT DIGIT {number} ? "{digit}"', f".COMMENT {digit} 12 {number}"]
        for stroke in SHAPES[digit]:
            text += [".PEN_DOWN", *(f" {10 * x} {500 - 10 * y}" for x, y in stroke), ".PEN_UP", ".DT 100"]
    path.write_text("\n".join(text) + "\n")
    report = digitpad.report("replay", path)
    assert (report["n"], report["accuracy"]) == (4, 1)
    assert report["per_writer"] == {"12": {"n": 4, "accuracy": 1}}


@pytest.mark.parametrize("in_window", [[], ["--window"]])
def test_what_cannot_be_replayed_is_told_in_one_line(drawings: Path, tmp_path: Path, in_window: list[str]) -> None:
    (tmp_path / "empty.jsonl").touch()
    for words, status, named in (
        ([tmp_path / "none.jsonl"], 1, "none.jsonl"),
        ([tmp_path / "empty.jsonl"], 1, "no drawing"),
        ([drawings, "--model", drawings], 1, "drawings.jsonl"),
        ([drawings, "--scale", "0"], 2, "scale"),
    ):
        done = in_a_process(*words, *in_window)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1), done.stderr
        assert done.stderr.startswith("digitpad: ")
        assert named in done.stderr


@pytest.mark.parametrize(
    "words", [[], ["--scale", "1.5", "--offset", "6", "-3", "--rotate", "12"], ["--model", "threes"]]
)
def test_the_window_gives_the_same_report(digitpad: Digitpad, drawings: Path, threes: Path, words: list[str]) -> None:
    words = [str(threes) if word == "threes" else word for word in words]
    done = in_a_process(drawings, "--window", "--json", *words)
    assert (done.returncode, done.stderr) == (0, "")
    in_window, directly = json.loads(done.stdout), digitpad.report("replay", drawings, *words)
    for report in (in_window, directly):
        del report["per_second"]
        assert report.pop("ece") >= 0
    assert in_window == directly


@pytest.mark.parametrize("placing", [Placing(), Placing(0.2, -9, 8, -15), Placing(1.5, 4, 0, 10)])
def test_the_window_answers_as_the_command_line_does_sample_for_sample(
    window: MainWindow, workspace: Workspace, drawings: Path, placing: Placing
) -> None:
    placed = [placing.apply(each.drawing) for each in read_strokes(drawings) if isinstance(each, LabelledDrawing)]
    assert len(placed) == 300
    (canvas,) = window.findChildren(DrawingCanvas)
    in_window = CanvasPointer(canvas, workspace).read(placed)
    model = read_model(paths.BUNDLED_MODEL)
    directly = predict_drawings(model.recogniser, placed)
    for reading, answer in zip(in_window, directly, strict=True):
        assert isinstance(reading, DrawingPrediction)
        assert (reading.digit, reading.rejection) == (answer.digit, answer.rejection)
        assert reading.probability == pytest.approx(answer.probability, abs=1e-4)
        np.testing.assert_allclose(reading.seen, answer.seen, atol=1e-4)


def test_the_window_shows_the_answer_to_what_the_pointer_drew(window: MainWindow, workspace: Workspace) -> None:
    (canvas,) = window.findChildren(DrawingCanvas)
    seven = tuple(Stroke.of([PenSample(x, y) for x, y in stroke]) for stroke in SHAPES[7])
    (reading,) = CanvasPointer(canvas, workspace).read([seven])
    assert window.drawing.answer.digit.text() == "7"
    np.testing.assert_allclose(reading.drawing[0].points, SHAPES[7][0], atol=1e-9)


def test_a_reading_that_fails_ends_the_replay(window: MainWindow, workspace: Workspace) -> None:
    (canvas,) = window.findChildren(DrawingCanvas)
    seven = tuple(Stroke.of([PenSample(x, y) for x, y in stroke]) for stroke in SHAPES[7])
    of_others = read_model(paths.BUNDLED_MODEL).detector  # for more hidden units than this network has
    workspace.classifier.set_recogniser(Recogniser(Network.initial(4, np.random.default_rng(0)), detector=of_others))
    hook = sys.excepthook
    with pytest.raises(ValueError, match="matmul"):
        next(CanvasPointer(canvas, workspace).read([seven]))
    assert sys.excepthook is hook


def in_a_process(*words: object) -> subprocess.CompletedProcess[str]:
    """Run `digitpad replay` by itself: a process has one application only."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "digitpad", "replay", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment)
    # The offscreen platform has no window manager to tell sizes to, and says so.
    done.stderr = done.stderr.replace("This plugin does not support propagateSizeHints()\n", "")
    return done


def test_a_label_of_several_digits_is_a_number(digitpad: Digitpad, tmp_path: Path) -> None:
    def side_by_side(*digits: int) -> list[list[list[float]]]:
        return [[[x + 26 * i, y] for x, y in stroke] for i, digit in enumerate(digits) for stroke in SHAPES[digit]]

    lines: list[dict[str, Any]] = [
        {"label": "2026", "strokes": side_by_side(2, 0, 2, 6)},
        {"label": "05", "strokes": side_by_side(0, 5)},
        {"label": 714, "strokes": side_by_side(7, 1, 4)},
        {"label": "99", "strokes": side_by_side(9, 8)},
        {"label": 7, "strokes": side_by_side(7)},
        {"label": "other", "strokes": side_by_side(7, 3)},
    ]
    path = jsonl(tmp_path / "numbers.jsonl", lines)
    report = digitpad.report("replay", path)
    assert (report["n"], report["accuracy"], report["n_other"], report["other_refused"]) == (1, 1, 1, 1)
    assert (report["n_numbers"], report["number_accuracy"], report["numbers_unsure"]) == (4, 0.75, 0)
    assert "4 numbers, right 75.00 %, unsure 0.00 %" in digitpad("replay", path).out
