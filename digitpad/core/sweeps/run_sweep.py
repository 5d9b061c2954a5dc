"""Driving a sweep: its runs side by side, in processes of this machine or on a Dask cluster; and one run of it, in a
process of its own: the same bytes as that run alone.
"""

import importlib
import importlib.util
import os
import platform
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from digitpad.core import warm_up
from digitpad.core.blas import limit_blas_threads
from digitpad.core.engine.source import measure_sparsity
from digitpad.core.errors import CheckpointError, MissingPackage, SettingsError, TrainingDiverged
from digitpad.core.jit import kernels
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.prepare import EXAMPLES
from digitpad.core.runs.run import TrainingRun
from digitpad.core.runs.run_events import CheckpointFailed
from digitpad.core.runs.spec import RunSpec
from digitpad.core.runs.store import LIMIT, RunStore
from digitpad.core.sweeps.sweep import Sweep, SweepFile, ended_trials, runs_of, share_done
from digitpad.core.tasks import Progress, Task

_POLL = 0.5  # seconds between two looks at how far the runs are
_CONNECT = 10  # seconds for a cluster to answer
_LOOK = 0.2  # seconds between two looks whether the sweep goes on
_PATIENCE = 10.0  # seconds for a process of the sweep as it was stopped to give the run up
_at_work = threading.Lock()  # held while this process trains


@dataclass(frozen=True)
class SweepState:
    """How many of a sweep's runs have ended, and how long the others will take, None if that is not known yet."""

    ended: int
    total: int
    seconds_left: float | None = None


def run_sweep(file: SweepFile, jobs: int = 0, cluster: str = "", limit: int = LIMIT) -> Task[None]:
    """Train what is still to be trained of a claimed sweep, and release it; its progress has a SweepState.

    `jobs` is how many train at once, 0 for one on each processor; or they train on the Dask cluster at an address.
    Closed before its end, it waits until every run has kept a checkpoint. Raises DigitpadError for what has to be
    mended before it can go on.
    """
    try:
        sweep, store = file.sweep, RunStore(file.runs)  # which remembers what it has listed
        yield _progress(file, sweep, store)
        if not cluster:
            yield from _compile(sweep)
        with _executor(jobs, cluster) as executor:
            try:
                yield from _drive(file, sweep, store, executor, limit)
            finally:
                file.release()  # which its processes see
    finally:
        file.release()


def check_cluster(address: str) -> None:
    """Raise MissingPackage where no cluster can be used, and SettingsError for what is no address of one."""
    if not address:
        return
    if importlib.util.find_spec("distributed") is None:
        raise MissingPackage.of("A cluster", "distributed", "dask")
    addressing: Any = importlib.import_module("distributed.comm.addressing")
    try:
        addressing.get_address_host_port(address)  # a client that cannot make sense of it leaves a traceback behind
    except ValueError as reason:
        raise SettingsError(
            f"“{address}” is no address of a Dask cluster ({reason}); one is tcp://host:8786."
        ) from None
    security: Any = importlib.import_module("distributed.security")
    encrypted = addressing.parse_address(address)[0] in ("tls", "wss")
    if encrypted and not security.Security().get_connection_args("client").get("ssl_context"):
        raise SettingsError(f"{address} needs certificates, which Dask's own configuration names; see its page on TLS.")


def _drive(file: SweepFile, sweep: Sweep, store: RunStore, executor: Executor, limit: int) -> Task[None]:
    pending: dict[Future[str], int] = {}
    began, at_first = time.monotonic(), _progress(file, sweep, store).done
    found = runs_of(file, sweep, store.runs())
    ended = ended_trials(sweep, found)
    with _uninterrupted():  # as are the processes that begin here
        for at in range(sweep.count):
            if at not in ended:
                key = found[at].key if at in found else ""
                pending[executor.submit(train_trial, file.runs, file.number, at, key, limit)] = at
    try:
        while pending:
            done, _ = wait(pending, _POLL, FIRST_COMPLETED)
            for future in done:
                if why := _outcome(file, future):
                    file.note_failure(pending[future], why)
                del pending[future]
            progress = _progress(file, file.sweep, store)
            gained = progress.done - at_first
            left = (time.monotonic() - began) * (1 - progress.done) / gained if gained > 0 else None
            yield Progress(progress.done, replace(progress.partial, seconds_left=left))
    finally:
        for future in pending:
            future.cancel()


def _outcome(file: SweepFile, future: Future[str]) -> str:
    try:
        return future.result()
    except Exception as reason:
        # As joblib and Dask say that a process is gone.
        if isinstance(reason, BrokenExecutor | CancelledError) or type(reason).__name__ == "KilledWorker":
            raise CheckpointError(
                f"A process of sweep {file.number} was ended from outside ({type(reason).__name__}); resume the sweep."
            ) from None
        raise


def _progress(file: SweepFile, sweep: Sweep, store: RunStore) -> Progress:
    found = runs_of(file, sweep, store.runs())
    shares = {at: share_done(run) for at, run in found.items()} | dict.fromkeys(dict(sweep.failures), 1.0)
    return Progress(sum(shares.values()) / sweep.count, SweepState(len(ended_trials(sweep, found)), sweep.count))


def _compile(sweep: Sweep) -> Task[None]:
    """Compile kernels that are missing once, and not in every process."""
    needed: list[set[kernels.Needed]] = [
        {warm_up.Training.of(each, sparse) for each in sweep.trials} for sparse in (False, True)
    ]
    if any(each.detector == "fitted" for each in sweep.trials):
        needed = [each | {EXAMPLES} for each in needed]
    if all(map(kernels.compiled_before, needed[0] | needed[1])):
        return
    sparse = measure_sparsity(sweep.sources.datasets().training.X).sparse
    for each in needed[sparse]:
        yield Progress(0.0, SweepState(0, sweep.count))
        kernels.prepare(each)


@contextmanager
def _executor(jobs: int, cluster: str) -> Iterator[Executor]:
    """Where trials are trained; waits in the end for those that are being trained."""
    if not cluster:
        from joblib import cpu_count  # a tenth of a second, and few commands need them
        from joblib.externals.loky import ProcessPoolExecutor

        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        with ProcessPoolExecutor(
            max_workers=jobs or cpu_count(), env=threads, initializer=end_with, initargs=(os.getpid(),)
        ) as executor:
            yield executor
        return
    distributed: Any = importlib.import_module("distributed")  # optional, and it has no types
    try:
        client = distributed.Client(cluster, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError) as reason:
        raise SettingsError(f"No Dask cluster answers at {cluster} ({reason}); check the address.") from None
    with client, client.get_executor(pure=False, retries=0) as executor:
        yield executor


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Processes and threads that begin within are not reached by a terminal's interrupts."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
