"""`digitpad train` killed at any moment goes on with --resume, and ends with the very bytes it would have had."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from digitpad.core.models.arrays import read_model
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.readers.catalogue import learned_from
from digitpad.core.readers.data_file import read_data_file
from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.run import TrainingRun
from digitpad.core.runs.run_files import kept_moments
from digitpad.core.runs.spec import DataSources, RunSpec
from digitpad.core.runs.store import RunStore
from digitpad.core.training.events import EpochDone
from digitpad.core.training.settings import TrainingSettings
from tests.cli.commands import Digitpad

PROGRAM = [sys.executable, "-m", "digitpad", "train"]
KILLS = 20
# A few seconds' work, whose every part depends on where the run stands.
SETTINGS = (
    *("--hidden-units", "64", "--epochs", "1200", "--optimiser", "adamw", "--learning-rate", "0.0005"),
    *("--dropout-hidden", "0.2", "--averaging", "0.99", "--keep", "best", "--schedule", "plateau"),
)

# Starts the command line again and again in processes forked from one that has loaded everything: a start of Python and
# its kernels takes ten times as long as what is tested here. Each line is a command; the process' number comes back.
STARTER = """
import json, os, sys
from digitpad.__main__ import main
from digitpad.core import warm_up
from digitpad.core.jit import kernels

kernels.load(warm_up.Training())
kernels.load(warm_up.Scoring())
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        sys.argv = ["digitpad", *json.loads(line)]
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os._exit(main())
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


def weights(path: Path) -> list[bytes]:
    return [array.tobytes() for _, array in read_model(path).network.parameters()]


def checkpoints(runs: Path) -> set[str]:
    return {path.name for path in runs.glob("*/step-*.npz")}


def wait_for_another(runs: Path, before: set[str], process: int) -> None:
    """Wait until the program has written a checkpoint that was not there before."""
    deadline = time.monotonic() + 60
    while not checkpoints(runs) - before:
        os.kill(process, 0)  # it runs
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[list[str]], tuple[int, Callable[[], None]]]]:
    """Starts the command line in the test's folder; gives the process' number, and what waits for its end."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # threads do not outlive a fork
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": environment, "cwd": tmp_path}
    command = [sys.executable, "-c", STARTER]
    with (
        (tmp_path / "errors").open("w") as errors,
        subprocess.Popen(command, stderr=errors, **pipes) as starter,  # type: ignore[call-overload]
    ):

        def begin(words: list[str]) -> tuple[int, Callable[[], None]]:
            starter.stdin.write(json.dumps(words) + "\n")
            starter.stdin.flush()
            return int(starter.stdout.readline()), lambda: starter.stdout.readline()

        yield begin
        starter.stdin.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")
def test_twenty_times_killed_it_ends_with_the_same_bytes(
    course_file: Callable[..., Path], tmp_path: Path, start: Callable[[list[str]], tuple[int, Callable[[], None]]]
) -> None:
    data, runs = str(course_file(n=400)), tmp_path / "runs"
    straight, broken = tmp_path / "straight.npz", tmp_path / "broken.npz"
    subprocess.run([*PROGRAM, "--data", data, *SETTINGS, "--out", straight, "--runs", tmp_path / "s"], check=True)
    seed = random.randrange(2**32)
    rng = random.Random(seed)
    places = ["--out", str(broken), "--runs", str(runs), "--checkpoint-every", "0.02"]
    words = ["--data", data, *SETTINGS]
    kept: list[str] = []
    for _ in range(KILLS):
        before = checkpoints(runs)
        process, wait = start(["train", *words, *places])
        # When it has written anything it is under way; then a while, that may end in the middle of a write.
        try:
            wait_for_another(runs, before, process)
            time.sleep(rng.uniform(0, 0.1))
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:  # while this test waited for a processor, the training came to its end
            assert broken.exists(), f"it ended without a model (seed {seed})"
            break
        finally:
            wait()
        if not checkpoints(runs):
            break
        kept.append(max(checkpoints(runs)))
        words = ["--resume"]
    assert kept == sorted(set(kept)), f"not every start came further (seed {seed})"
    (run,) = RunStore(runs).runs()
    if run.record.status is not RunStatus.COMPLETE:
        subprocess.run([*PROGRAM, "--resume", *places], check=True, stdout=subprocess.DEVNULL)
    elif not broken.exists():  # killed when its run was complete, and before it wrote the model a second time
        words = ["runs", "export", run.folder.name, "--runs", str(runs), "--model", str(broken)]
        subprocess.run([*PROGRAM[:-1], *words], check=True, stdout=subprocess.DEVNULL)
    assert weights(broken) == weights(straight), f"seed {seed}"
    (run,) = RunStore(runs).runs()
    assert run.record.status is RunStatus.COMPLETE
    assert weights(run.folder.final) == weights(straight)
    assert kept_moments(run.folder.moments)[0] == 0
    assert checkpoints(runs) == set()
    assert not list(runs.rglob("*.part"))


def kill_one(start: Callable[[list[str]], tuple[int, Callable[[], None]]], words: list[str], runs: Path) -> None:
    """Start a training, and kill it once it has kept a checkpoint."""
    process, wait = start(["train", *words, "--checkpoint-every", "0.02", "--runs", str(runs)])
    wait_for_another(runs, set(), process)
    os.kill(process, signal.SIGKILL)
    wait()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")
def test_it_goes_on_from_any_folder_with_the_test_set_and_the_drawings_it_began_with(
    digitpad: Digitpad,
    course_file: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    start: Callable[[list[str]], tuple[int, Callable[[], None]]],
) -> None:
    runs, out, elsewhere = tmp_path / "runs", tmp_path / "model.npz", tmp_path / "elsewhere"
    course_file("training.npz", n=200)
    course_file("test.npz", n=50)
    lines = (json.dumps({"label": n % 10, "writer": "abc"[n % 3], "strokes": [[[0, 0], [n, 9]]]}) for n in range(30))
    (tmp_path / "strokes.jsonl").write_text("\n".join(lines))
    elsewhere.mkdir()
    sources = ["--data", "training.npz", "--test", "test.npz", "--strokes", "strokes.jsonl", "--without-writers", "b"]
    kill_one(start, [*sources, "--drawings", "0.2", "--hidden-units", "3", "--epochs", "250"], runs)
    monkeypatch.chdir(elsewhere)
    output = digitpad.output("train", "--resume", "--runs", runs, "--out", out)
    assert "test.npz" in output
    assert "250 of 250 epochs" in output
    assert read_model(out).test_accuracy is not None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")
def test_a_network_for_which_no_file_was_named_when_it_was_resumed_is_not_lost(
    digitpad: Digitpad,
    course_file: Callable[..., Path],
    tmp_path: Path,
    start: Callable[[list[str]], tuple[int, Callable[[], None]]],
) -> None:
    runs, out = tmp_path / "runs", tmp_path / "my model.npz"
    kill_one(start, ["--data", str(course_file(n=200)), *SETTINGS, "--epochs", "600"], runs)
    resumed = digitpad.output("train", "--resume", "--runs", runs)
    assert "kept as run 1, “" in resumed
    digitpad.output("runs", "export", "1", "--runs", runs, "--model", out)
    (run,) = RunStore(runs).runs()
    assert read_model(out).test_accuracy == run.record.test_accuracy
    assert weights(out) == weights(run.folder.final)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")
def test_a_model_that_cannot_be_written_is_not_lost(
    digitpad: Digitpad,
    course_file: Callable[..., Path],
    tmp_path: Path,
    start: Callable[[list[str]], tuple[int, Callable[[], None]]],
) -> None:
    runs, folder, away = tmp_path / "runs", tmp_path / "models", tmp_path / "away"
    folder.mkdir()
    places = ["--out", str(folder / "model.npz"), "--runs", str(runs)]
    words = ["--data", str(course_file(n=400)), *SETTINGS, "--epochs", "600", "--checkpoint-every", "0.02"]
    process, wait = start(["train", *words, *places])
    wait_for_another(runs, set(), process)
    folder.rename(away)
    wait()
    assert f"digitpad runs export 1 --runs {runs} --model FILE writes the network" in (tmp_path / "errors").read_text()
    away.rename(folder)
    digitpad.output("runs", "export", "1", "--runs", runs, "--model", folder / "model.npz")
    assert read_model(folder / "model.npz").epochs > 0


def interrupted_run(data: Path, runs: Path, out: Path | None = None, base: Model | None = None) -> None:
    """A training that was interrupted in its second epoch."""
    settings = TrainingSettings(hidden_units=4, epochs=3, learning_rate=1e-3)
    run = TrainingRun.begin(RunSpec(DataSources(str(data)), settings, base=base, out=out), runs)
    events = run.events()
    next(event for event in events if isinstance(event, EpochDone))
    events.close()
    run.close(discard=False)


def test_it_says_which_run_it_resumes_and_writes_the_file_that_was_named_first(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path
) -> None:
    runs, out = tmp_path / "runs", tmp_path / "model.npz"
    interrupted_run(course_file(), runs, out)
    output = digitpad.output("train", "--resume", "--runs", runs)
    first = output.splitlines()[0]
    for words in ("run 1, begun 20", "course.npz", "4 hidden units", "learning rate 0.001", "1 of 3 epochs done"):
        assert words in first
    assert f"wrote {out}" in output
    assert read_model(out).epochs == 3
    assert not checkpoints(runs)


def test_the_run_to_resume_is_chosen(digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    interrupted_run(course_file("a.npz"), runs, tmp_path / "a-model.npz")
    interrupted_run(course_file("b.npz"), runs, tmp_path / "b-model.npz")
    unknown = digitpad.refused("train", "--resume", "7", "--runs", runs)
    assert "“1” (begun" in unknown
    assert "“2” (begun" in unknown
    outcome = digitpad("train", "--resume", "1", "--runs", runs)
    assert outcome.status == 0
    assert "a.npz" in outcome.out.splitlines()[0]
    assert read_model(tmp_path / "a-model.npz").trained_on.startswith("a.npz")
    assert not (tmp_path / "b-model.npz").exists()


def test_the_file_of_another_run_is_not_overwritten_by_chance(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path
) -> None:
    runs, first, other = tmp_path / "runs", tmp_path / "model.npz", tmp_path / "other.npz"
    interrupted_run(course_file(), runs, first)
    other.write_bytes(b"another model")
    message = digitpad.refused("train", "--resume", "--runs", runs, "--out", other)
    assert f"digitpad train --resume 1 --runs {runs} --out {other}" in message
    assert str(first) in message
    assert other.read_bytes() == b"another model"
    assert digitpad("train", "--resume", "1", "--runs", runs, "--out", other).status == 0
    assert read_model(other).epochs == 3
    assert not first.exists()


def test_a_run_of_the_window_keeps_what_its_network_had_learned_from(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path
) -> None:
    runs, out = tmp_path / "runs", tmp_path / "model.npz"
    earlier = read_data_file(course_file("earlier.npz")).training
    network = Network.initial(4, np.random.default_rng(0))
    base = Model(network, "base", earlier.name_and_size, epochs=5, pieces=earlier.pieces)
    interrupted_run(course_file(), runs, base=base)
    assert digitpad("train", "--resume", "--runs", runs, "--out", out).status == 0
    model = read_model(out)
    assert model.trained_on == "earlier.npz training, 120 images; course.npz training, 120 images"
    assert learned_from(model, earlier)


def test_a_run_whose_data_is_gone_is_not_lost(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path
) -> None:
    runs, data = tmp_path / "runs", course_file()
    interrupted_run(data, runs)
    away = data.rename(tmp_path / "away.npz")
    assert digitpad("train", "--resume", "--runs", runs).status == 1
    away.rename(data)
    assert digitpad("train", "--resume", "--runs", runs).status == 0
