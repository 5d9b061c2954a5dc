"""One run of a sweep, in a process of its own: the same bytes as that run alone."""

import os
import platform
import signal
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

from digitpad.core.blas import limit_blas_threads
from digitpad.core.errors import CheckpointError, TrainingDiverged
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.run import TrainingRun
from digitpad.core.runs.run_events import CheckpointFailed
from digitpad.core.runs.spec import RunSpec
from digitpad.core.sweeps.sweep_file import SweepFile

_LOOK = 0.2  # seconds between two looks whether the sweep goes on
_PATIENCE = 10.0  # seconds for a process of the sweep as it was stopped to give the run up
_at_work = threading.Lock()  # held while this process trains


def end_with(parent: int) -> None:
    """Let this process end with the `parent` that drives the sweep, once the run at hand has kept a checkpoint.

    One that is idle waits for its next trial at a pipe; a parent that is killed as it writes leaves that torn, and
    nothing ever comes of it.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK)
        with _at_work:
            os._exit(1)

    if sys.platform != "win32":  # where a process keeps the number of its dead parent
        threading.Thread(target=watch, name="parent", daemon=True).start()


def train_trial(runs: Path, number: int, trial: int, key: str, limit: int) -> str:
    """Train the trial of a sweep, or resume it in the folder `key`, as long as somebody drives the sweep.

    Returns why the training came to nothing, if it did, and would again. Raises DigitpadError for what can be mended.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal interrupts all; whoever drives the sweep stops it
    limit_blas_threads()
    file = SweepFile(runs, number)
    if not runs.is_dir():
        raise CheckpointError(f"{platform.node()} has no folder {runs}; all machines of a cluster have to share it.")
    if not file.is_driven():
        return ""
    with _at_work:
        run = _resumed(file, key) if key else _begun(file, trial, limit)
        discard = False
        try:
            _train(run, file)
        except TrainingDiverged as error:
            discard = True  # nothing was learned
            return str(error)
        finally:
            run.close(discard)
    return ""


def _train(run: TrainingRun, file: SweepFile) -> None:
    last = time.monotonic()
    with closing(run.events()) as events:  # closed between two steps, it keeps a checkpoint
        for event in events:
            if isinstance(event, CheckpointFailed):
                raise event.error
            if time.monotonic() - last >= _LOOK:
                if not file.is_driven():
                    return
                last = time.monotonic()


def _begun(file: SweepFile, trial: int, limit: int) -> TrainingRun:
    sweep = file.sweep
    spec = RunSpec(sweep.sources, sweep.trials[trial], wait_for_kernels=True, sweep=file.number)
    return TrainingRun.begin(spec, file.runs, limit=limit)


def _resumed(file: SweepFile, key: str) -> TrainingRun:
    folder = RunFolder(file.runs / key)
    deadline = time.monotonic() + _PATIENCE
    while not folder.claim():
        if time.monotonic() > deadline:
            raise CheckpointError(f"Another program is working on run {folder.name}; wait for it, then resume.")
        time.sleep(_LOOK)
    return TrainingRun.resume(folder, wait_for_kernels=True)
