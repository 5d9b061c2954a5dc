"""Driving a sweep: its runs side by side, in processes of this machine or on a Dask cluster."""

import importlib
import importlib.util
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from digitpad.core import warm_up
from digitpad.core.engine.source import measure_sparsity
from digitpad.core.errors import CheckpointError, MissingPackage, SettingsError
from digitpad.core.runs.prepare import KERNELS
from digitpad.core.runs.store import LIMIT, RunStore
from digitpad.core.sweeps.sweep import Sweep
from digitpad.core.sweeps.sweep_file import SweepFile, ended_trials, runs_of, share_done
from digitpad.core.sweeps.trial import end_with, train_trial
from digitpad.core.tasks import Progress, Task

_POLL = 0.5  # seconds between two looks at how far the runs are
_CONNECT = 10  # seconds for a cluster to answer


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
        raise MissingPackage(
            "A cluster needs the package distributed, which is not installed; install it with "
            "pip install 'digitpad[dask]'."
        )
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
    needed: list[set[warm_up.Needed]] = [
        {warm_up.Training.of(each, sparse) for each in sweep.trials} for sparse in (False, True)
    ]
    if any(each.detector == "fitted" for each in sweep.trials):
        needed = [each | {KERNELS} for each in needed]
    if all(map(warm_up.compiled_before, needed[0] | needed[1])):
        return
    sparse = measure_sparsity(sweep.sources.datasets().training.X).sparse
    for each in needed[sparse]:
        yield Progress(0.0, SweepState(0, sweep.count))
        warm_up.prepare(each)


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
