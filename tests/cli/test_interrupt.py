"""An interrupt stops the training, not the program."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from digitpad.core import warm_up
from digitpad.core.jit import kernels
from digitpad.core.models.arrays import read_model
from tests.cli.commands import Digitpad

pty = pytest.importorskip("pty", reason="needs a POSIX terminal")
termios = pytest.importorskip("termios", reason="needs a POSIX terminal")

PROGRAM = [sys.executable, "-m", "digitpad"]
# As from a shell's prompt: in the background of a script, interrupts would be ignored.
started = partial(subprocess.Popen, preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL))
LONG = ["--epochs", "10000", "--hidden-units", "64", "--shift", "0"]
ENDING = ["--epochs", "300", "--hidden-units", "64", "--batch-size", "7", "--optimiser", "adam"]


def rest_of(terminal: int) -> bytes:
    """What is still to be read from a terminal whose program has ended."""
    shown = b""
    try:
        while piece := os.read(terminal, 10_000):
            shown += piece
    except OSError:  # so Linux says that the other end is closed
        pass
    finally:
        os.close(terminal)
    return shown


def test_an_interrupt_stops_the_training_and_keeps_what_was_learned(
    course_file: Callable[..., Path], tmp_path: Path
) -> None:
    """On a terminal there is a progress bar; when it shows steps, the training is under way."""
    model = tmp_path / "model.npz"
    words = ["train", "--data", str(course_file()), *LONG, "--out", str(model)]
    try:
        terminal, its_end = pty.openpty()
    except OSError as reason:
        pytest.skip(f"no terminal is to be had here: {reason}")
    termios.tcsetwinsize(its_end, (24, 80))
    with started([*PROGRAM, *words], stdout=subprocess.PIPE, stderr=its_end, text=True) as running:
        os.close(its_end)
        shown = b""
        while b"epoch" not in shown:
            shown += os.read(terminal, 1_000)
        running.send_signal(signal.SIGINT)
        os.set_blocking(terminal, False)
        out, _ = running.communicate(timeout=60)
    shown += rest_of(terminal)
    assert running.returncode == 130
    assert b"Traceback" not in shown
    assert "of 10000 epochs" in out
    assert "test accuracy" in out
    assert read_model(model).network.hidden_units == 64


def test_an_interrupt_without_a_terminal_leaves_no_traceback(course_file: Callable[..., Path]) -> None:
    words = ["train", "--data", str(course_file()), *LONG]
    with started([*PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        read, *summary = [running.stdout.readline() for _ in range(4)]
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert "NumPy" in read
    assert all("float32" in line for line in summary)
    assert running.returncode == 130
    assert "Traceback" not in out + err


def test_an_interrupt_comes_between_two_steps(course_file: Callable[..., Path], tmp_path: Path) -> None:
    """A training interrupted again and again ends with the bytes of one that was not."""
    data, runs = str(course_file(n=400)), tmp_path / "runs"
    straight, broken = tmp_path / "straight.npz", tmp_path / "broken.npz"
    train = [*PROGRAM, "train", "--runs", str(runs), "--checkpoint-every", "0.02"]
    beginning = ["--data", data, *ENDING]
    subprocess.run([*train, *beginning, "--out", straight], check=True, stdout=subprocess.DEVNULL)
    words, interrupts, ended = beginning, 0, False
    while not ended:
        before = set(runs.glob("*/step-*.npz"))
        with started([*train, *words, "--out", broken], stdout=subprocess.DEVNULL) as running:
            while running.poll() is None and (interrupts == 3 or set(runs.glob("*/step-*.npz")) <= before):
                pass
            if running.poll() is None:
                running.send_signal(signal.SIGINT)
        ended = running.returncode == 0
        assert ended or running.returncode == 130
        interrupts += not ended
        words = ["--resume"]
    assert interrupts  # a fast machine may end sooner than it is interrupted three times
    left = [[array.tobytes() for _, array in read_model(path).network.parameters()] for path in (straight, broken)]
    assert left[0] == left[1]


@pytest.mark.parametrize(("words", "module"), [(["--help"], "numpy"), (["train"], "tqdm"), ([], "PySide6")])
def test_an_interrupt_while_modules_are_loaded_leaves_no_traceback(
    tmp_path: Path, words: list[str], module: str
) -> None:
    """A module that interrupts the program takes the place of a large one."""
    (tmp_path / f"{module}.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with started([*PROGRAM, *words], **pipes, text=True, env=environment) as running:
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (130, "", "digitpad: interrupted.\n")


def test_an_interrupt_of_a_command_is_one_line(digitpad: Digitpad, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digitpad.cli.models.open_model", lambda _path: signal.raise_signal(signal.SIGINT))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background of a script it is ignored
    outcome = digitpad("evaluate")
    assert (outcome.status, outcome.out, outcome.err) == (130, "", "digitpad: interrupted.\n")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_from_the_terminal_does_not_reach_what_compiles_for_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal interrupts all processes of a group; a script takes the place of what compiles."""
    script, group = tmp_path / "compiler", tmp_path / "group"
    script.write_text(f"#!{sys.executable}\nimport os\nopen({str(group)!r}, 'w').write(str(os.getpgid(0)))\nexit(1)\n")
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))
    assert not kernels.prepare(warm_up.Training("float64", sparse=False, drawings=True))
    assert int(group.read_text()) != os.getpgid(0)
