"""The program as it is started: its help, its exit statuses, and no tracebacks."""

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from digitpad import __version__
from digitpad.cli.output import print_json
from tests.cli.commands import Digitpad

PROGRAM = [sys.executable, "-m", "digitpad"]
SMALL = ["--hidden-units", "64", "--shift", "0"]


def program(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *map(str, words)], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("command", [[], ["train"], ["evaluate"], ["predict"], ["replay"]])
def test_every_command_has_help(digitpad: Digitpad, command: list[str]) -> None:
    outcome = digitpad(*command, "--help")
    assert outcome.status == 0
    assert outcome.out.startswith(" ".join(["usage: digitpad", *command]))
    assert outcome.err == ""


def test_the_help_names_the_commands_and_every_setting(digitpad: Digitpad) -> None:
    general = digitpad("--help").out
    assert all(command in general for command in ("train", "evaluate", "predict"))
    options = (
        "--preset --hidden-units --epochs --batch-size --learning-rate --weight-decay --reduction --schedule --shift "
        "--seed --precision --data --test --out --plots --json"
    )
    words = digitpad("train", "--help").out
    assert [option for option in options.split() if option not in words] == []


def test_the_version_is_that_of_the_package(digitpad: Digitpad) -> None:
    assert digitpad("--version").out == f"digitpad {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["learn"],
        ["train", "--preset", "unknown"],
        ["train", "--schedule", "linear"],
        ["train", "--reduction", "max"],
        ["train", "--precision", "float16"],
        ["train", "--epochs", "1.5"],
        ["train", "--epochs", "many"],
        ["train", "--learning-rate", "fast"],
        ["train", "--unknown"],
        ["predict"],
        ["evaluate", "one", "two"],
    ],
)
def test_words_that_mean_nothing_end_with_status_two(digitpad: Digitpad, words: list[str]) -> None:
    outcome = digitpad(*words)
    assert outcome.status == 2
    assert outcome.out == ""
    assert outcome.err.startswith("usage: ")
    assert words[-1] in outcome.err or "required" in outcome.err


def test_the_program_trains_evaluates_and_predicts(
    course_file: Callable[..., Path], seven: Callable[..., Path], tmp_path: Path
) -> None:
    data, model = course_file(), tmp_path / "model.npz"
    trained = program("train", "--data", data, "--epochs", 3, *SMALL, "--out", model, "--json")
    assert (trained.returncode, trained.stderr) == (0, "")
    assert len(json.loads(trained.stdout)["history"]) == 3
    evaluated = program("evaluate", model, "--data", data)
    assert (evaluated.returncode, evaluated.stderr) == (0, "")
    assert "accuracy" in evaluated.stdout
    predicted = program("predict", seven(), "--model", model, "--json")
    assert (predicted.returncode, predicted.stderr) == (0, "")
    assert len(json.loads(predicted.stdout)["answers"]) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["train", "--data", "no such file"],
        ["evaluate", "no such model"],
        ["predict", "no such picture"],
    ],
)
def test_what_goes_wrong_is_one_line_and_no_traceback(words: list[str]) -> None:
    done = program(*words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("digitpad: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["train", "--epochs", "0"],
        ["train", "--threads", "0"],
        ["train", "--out", "model"],
        ["train", "--plots", "curves.gif"],
        ["train", "--resume", "--epochs", "3"],
        ["train", "--find-rate", "--out", "model.npz"],
        ["export", "--out", "model.gguf"],
        ["replay", "no such file", "--scale", "0"],
    ],
)
def test_a_wrong_argument_is_one_line_and_status_two(digitpad: Digitpad, words: list[str]) -> None:
    outcome = digitpad(*words)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("digitpad: ")
    assert outcome.err.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize("words", [["evaluate"], ["evaluate", "--json"], ["train", "--epochs", "1"]])
def test_a_reader_that_has_seen_enough_causes_no_traceback(course_file: Callable[..., Path], words: list[str]) -> None:
    command = [*PROGRAM, *words, "--data", str(course_file())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        running.stdout.close()
        assert "BrokenPipeError" not in running.stderr.read()


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "words", [["--help"], ["--version"], ["train", "--help"], ["evaluate"], ["evaluate", "--json"]]
)
def test_a_full_disk_behind_standard_output_is_one_line(course_file: Callable[..., Path], words: list[str]) -> None:
    data = [] if "--help" in words or "--version" in words else ["--data", str(course_file(n=20))]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with FULL.open("w") as full:
        streams = {"stdout": full, "stderr": subprocess.PIPE}
        done = subprocess.run([*PROGRAM, *words, *data], **streams, text=True, timeout=60, env=buffered)
    assert done.returncode == 1
    assert done.stderr == "digitpad: standard output cannot be used (No space left on device).\n"


@pytest.mark.parametrize("variables", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}])
@pytest.mark.parametrize("words", [["--help"], ["train", "--help"], ["replay", "--help"], ["learn", "\u2014"]])
def test_a_terminal_that_knows_few_letters_gets_all_texts(variables: dict[str, str], words: list[str]) -> None:
    environment = os.environ | variables | {"PYTHONUTF8": "0"}
    done = subprocess.run([*PROGRAM, *words], capture_output=True, timeout=60, env=environment)
    assert b"Traceback" not in done.stderr
    assert done.returncode == (0 if "--help" in words else 2)
    assert b"usage: digitpad" in done.stdout + done.stderr


@pytest.mark.skipif(os.name != "posix", reason="closes a stream as a POSIX shell does")
@pytest.mark.parametrize("stream", [1, 2])
def test_a_closed_stream_does_no_harm(course_file: Callable[..., Path], stream: int) -> None:
    words = [*PROGRAM, "evaluate", "--data", str(course_file(n=20))]
    closed = partial(os.close, stream)
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, preexec_fn=closed)
    assert (done.returncode, done.stderr) == (0, "")
    assert ("accuracy" in done.stdout) == (stream == 2)


def test_no_memory_is_one_line(digitpad: Digitpad, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("digitpad.cli.models.open_model", fail)
    assert "memory" in digitpad.refused("evaluate")


def test_json_has_no_infinite_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": [math.nan, 1.5, (np.float64("inf"),)], "b": None, "c": "NaN"})
    assert json.loads(capsys.readouterr().out) == {"a": [None, 1.5, [None]], "b": None, "c": "NaN"}


@pytest.mark.skipif(os.name != "posix", reason="such names are for POSIX only")
def test_control_characters_of_a_name_do_not_reach_the_terminal(digitpad: Digitpad, seven: Callable[..., Path]) -> None:
    named = seven("se\x1b[31mven\n.png")
    said = digitpad("predict", named, named.with_name("\x1b[31mnone.png"))
    assert r"se\x1b[31mven\n.png: 7" in said.out
    assert r"\x1b[31mnone.png does not exist" in said.err
    assert "\x1b" not in said.out + said.err
