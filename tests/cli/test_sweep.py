"""`digitpad sweep`: several seeds and values, in processes, stopped and resumed; the same bytes as each run alone."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import jsonschema
import pytest

from digitpad.core.errors import CheckpointError
from digitpad.core.models.arrays import read_model
from digitpad.core.runs.spec import DataSources
from digitpad.core.runs.store import RunStore
from digitpad.core.sweeps.sweep import Sweep, SweepFile, sweep_files
from digitpad.core.training.settings import TrainingSettings
from tests.cli.commands import SCHEMA, Digitpad

QUICK = ("--hidden-units", 4, "--epochs", 3, "--shift", 0)


def weights(path: Path) -> list[bytes]:
    return [array.tobytes() for _, array in read_model(path).network.parameters()]


def wait_for_processes(group: int) -> None:
    """Until all of them have ended."""

    def are_there() -> bool:
        with suppress(ProcessLookupError):
            os.killpg(group, 0)
            return True
        return False

    deadline = time.monotonic() + 60
    while are_there() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not are_there()


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    return tmp_path / "runs"


def test_rates_and_seeds_are_tried_on_a_cluster_of_processes(
    digitpad: Digitpad, course_file: Callable[..., Path], runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed", reason="needs the optional package distributed")
    data, picture, model = course_file(), tmp_path / "rates.png", tmp_path / "alone.npz"
    settings = (*QUICK, "--batch-size", 5, "--weight-decay", 0.5)
    words = ("sweep", "--data", data, *settings, "--learning-rate", "0.01,100", "--seeds", 2, "--runs", runs)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        outcome = digitpad(*words, "--plots", picture, "--json", "--dask", cluster.scheduler_address)
    assert (outcome.status, outcome.err) == (1, "")  # one rate is far too large
    report = json.loads(outcome.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    assert (report["sweep"], report["best"], report["written"]) == (1, 0, [str(picture)])
    good, bad = report["rows"]
    assert (good["values"], good["diverged"], len(good["runs"])) == ({"learning_rate": 0.01}, 0, 2)
    assert good["validation_accuracy"]["deviation"] is not None
    assert (bad["values"], bad["diverged"]) == ({"learning_rate": 100}, 2)
    assert picture.stat().st_size > 1_000
    alone = ("train", "--data", data, *settings, "--learning-rate", 0.01, "--seed", 1)
    assert digitpad(*alone, "--out", model, "--runs", tmp_path / "others").status == 0
    kept = {run.record.settings.seed: run for run in RunStore(runs).runs() if run.record.settings.learning_rate < 1}
    assert weights(kept[1].folder.final) == weights(model)
    before = [run.entry for run in RunStore(runs).runs()]
    again = digitpad("sweep", "--resume", "1", "--runs", runs)
    assert [run.entry for run in RunStore(runs).runs()] == before  # what has ended is not trained again
    assert "best on validation: learning rate 0.01" in again.out
    assert "holds no sweep that can be resumed" in digitpad("sweep", "--resume", "--runs", runs).err
    monkeypatch.setattr("digitpad.core.sweeps.run_sweep._CONNECT", 0.1)
    assert "No Dask cluster answers at tcp://127.0.0.1:1" in digitpad(*words, "--dask", "tcp://127.0.0.1:1").err


def test_a_sweep_that_is_killed_and_interrupted_ends_as_if_it_had_not_been(
    digitpad: Digitpad, course_file: Callable[..., Path], runs: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Its processes, which are not killed, end by themselves. Whenever it is looked at, what has ended is there."""
    rng = random.Random()
    kills = max(request.config.getoption("--kills") - 2, 1)  # each costs some seconds
    data, model = course_file(n=400), tmp_path / "alone.npz"
    settings = ("--data", data, "--hidden-units", 64, "--batch-size", 7, "--shift", 0, "--epochs", 60 * kills)
    program = [sys.executable, "-m", "digitpad", "sweep", "--runs", str(runs), "--jobs", "1"]
    usual = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    words, ended = [*map(str, settings), "--seeds", "2"], set[str]()
    for kill in range(kills + 1):
        before = set(runs.glob("*/step-*.npz"))
        with subprocess.Popen([*program, *words], **pipes, preexec_fn=usual, start_new_session=True) as running:
            while not set(runs.glob("*/step-*.npz")) - before and running.poll() is None:
                time.sleep(0.01)
            time.sleep(rng.uniform(0, 0.3))
            if kill < kills:
                running.kill()
                running.wait()
                wait_for_processes(running.pid)
            else:
                with suppress(ProcessLookupError):  # it has come to its end
                    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to its processes, too
                _, err = running.communicate(timeout=60)
                assert (running.returncode, err) in ((130, "digitpad: interrupted.\n"), (0, ""))
        kept = {run.key: run for run in RunStore(runs).runs()}
        assert ended <= kept.keys()
        ended = {key for key, run in kept.items() if run.record.ended}
        assert all(weights(kept[key].folder.final) for key in ended)
        words = ["--resume", "1"]
    done = digitpad.output("sweep", *words, "--jobs", 1, "--runs", runs, "--json")
    assert [each["values"] for each in json.loads(done)["rows"]] == [{"seed": 0}, {"seed": 1}]
    second, _first = RunStore(runs).runs()  # resumed, not begun again
    assert second.record.status == "complete"
    seed = second.record.settings.seed
    assert digitpad("train", *settings, "--seed", seed, "--out", model, "--runs", tmp_path / "others").status == 0
    assert weights(second.folder.final) == weights(model)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ((), "That is a single run"),
        (("--learning-rate", "0.1,high"), "--learning-rate must be a number"),
        (("--optimiser", "sgd,adam", "--epochs", "1,2", "--batch-size", "8,16"), "one or two settings"),
        (("--seeds", "0"), "number of seeds"),
        (("--seeds", "3", "--resume"), "keeps its settings"),
        (("--resume", "7"), "There is no sweep 7"),
        (("--seeds", "2", "--jobs", "-1"), "--jobs must be"),
        (("--learning-rate", "0.1,0.2,0.10"), "Learning rate has 0.1 twice"),
        (("--optimiser", "adam,sgd,adam", "--seeds", "2"), "Optimiser has adam twice"),
    ],
)
def test_what_cannot_be_swept_is_refused_in_a_sentence(
    digitpad: Digitpad, runs: Path, words: tuple[str, ...], reason: str
) -> None:
    assert reason in digitpad.refused("sweep", *words, "--runs", runs)
    assert not list(runs.glob("*"))


def test_a_damaged_or_busy_sweep_is_refused(digitpad: Digitpad, runs: Path) -> None:
    runs.mkdir()
    (runs / "sweep-000001.json").write_text('{"schema": 1, "varied": {"no_such_setting": [1]}}')
    assert "sweep-000001.json cannot be used: it is damaged" in digitpad.refused(
        "sweep", "--resume", "1", "--runs", runs
    )
    (runs / "sweep-000001.json").write_text('{"schema": 9}')
    assert "has schema 9" in digitpad.refused("sweep", "--resume", "1", "--runs", runs)
    missing = digitpad("sweep", "--data", "none.npz", "--seeds", 2, "--jobs", 1, "--runs", runs)
    assert missing.status == 1
    assert "none.npz" in missing.err
    assert [each.number for each in sweep_files(runs)] == [1]
    file = SweepFile.begin(runs, Sweep(TrainingSettings(), DataSources("none.npz"), seeds=(1, 2)))  # by another program
    assert "Another program works on sweep 2" in digitpad.refused("sweep", "--resume", "2", "--runs", runs)
    file.release()


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="processes keep the number of a dead parent here")
def test_a_process_that_waits_at_a_torn_pipe_ends_with_the_program_that_was_killed(tmp_path: Path) -> None:
    waits = "import os, sys; from digitpad.core.sweeps.run_sweep import end_with; end_with(int(sys.argv[1])); "
    waits += "open(sys.argv[2], 'w').close(); os.read(os.pipe()[0], 1)"  # of which nothing ever comes
    begins = "import os, subprocess, sys; "
    begins += "subprocess.run([sys.executable, '-c', sys.argv[1], str(os.getpid()), sys.argv[2]])"
    command = [sys.executable, "-c", begins, waits, str(tmp_path / "waits")]
    with subprocess.Popen(command, start_new_session=True) as parent:
        while not (tmp_path / "waits").exists():
            time.sleep(0.01)
        parent.kill()
    wait_for_processes(parent.pid)


def test_a_sweep_that_cannot_begin_leaves_nothing_to_resume(digitpad: Digitpad, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="needs the optional package distributed")
    words = ("sweep", "--seeds", 2, "--runs", tmp_path / "runs")
    assert "No Dask cluster answers" in digitpad(*words, "--dask", "tcp://127.0.0.1:1").err
    wrong = digitpad(*words, "--dask", "foo")
    assert (wrong.status, wrong.out) == (2, "")
    assert wrong.err.startswith("digitpad: “foo” is no address of a Dask cluster (missing port number")
    assert "needs certificates" in digitpad(*words, "--dask", "tls://127.0.0.1:1").err
    assert sweep_files(tmp_path / "runs") == []


def test_a_sweep_whose_lock_cannot_be_made_says_why(tmp_path: Path) -> None:
    (tmp_path / ".sweep-000001.lock").mkdir()
    with pytest.raises(CheckpointError, match=r"cannot keep a sweep \(Is a directory\)"):
        SweepFile.begin(tmp_path, Sweep(TrainingSettings(), DataSources("none.npz"), seeds=(1, 2)))
