"""digitpad runs repeat: a run's figures made again from its seed."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from digitpad.cli.output import print_result
from digitpad.cli.run_display import RunDisplay
from digitpad.core.errors import CheckpointError, ModelError
from digitpad.core.models.arrays import read_model
from digitpad.core.models.model import Model
from digitpad.core.runs.record import RunStatus, versions
from digitpad.core.runs.run import TrainingRun
from digitpad.core.runs.run_events import CheckpointFailed, RunFinished, RunStarted
from digitpad.core.runs.spec import RunSpec
from digitpad.core.runs.store import KeptRun
from digitpad.core.training.history import History


def repeat(arguments: argparse.Namespace, run: KeptRun) -> bool:
    """Train again as the run did, and say whether that gives the same bytes; returns whether it does.

    Raises CheckpointError for a run that cannot be made again from its seed.
    """
    record, before = run.record, run.folder.history()
    kept = _checked_model(run, before)
    # One that was stopped while its detector was fitted has none.
    settings = record.settings if kept.detector else replace(record.settings, detector="none")
    finished = started = None
    fingerprint = record.fingerprint
    with TemporaryDirectory() as folder, RunDisplay(arguments.json) as display:
        again = TrainingRun.begin(RunSpec(record.sources, settings, wait_for_kernels=True), Path(folder))
        for event in again.events():
            if not isinstance(event, CheckpointFailed):
                display.show(event)
            if isinstance(event, RunStarted):
                started = event
            elif isinstance(event, RunFinished):
                finished = event
        if again.folder:
            fingerprint = (again.folder.record or record).fingerprint
        again.close(discard=True)
    assert started
    assert finished
    if fingerprint != record.fingerprint:
        raise CheckpointError(f"{record.sources.data} is not the data that run {run.folder.name} learned from.")
    same_history = _same(before, started.history)
    same_weights = _weights(finished.model) == _weights(kept)
    others = [f"{name} {was} then, {now} now" for name, was, now in _differences(record.versions, versions())]
    same = same_history and same_weights
    line = f"run {run.folder.name} was made again: the same figures in every epoch, the same weights to the byte"
    if not same:
        what = "weights" if same_history else "figures and weights"
        why = f" ({'; '.join(others)})" if others else ", perhaps from another kind of processor"
        line = f"run {run.folder.name} could not be made again: other {what}{why}; "
        line += f"test accuracy {record.test_accuracy:.4f} then, {finished.test_accuracy:.4f} now"
    report = {
        "run": run.folder.name,
        "same_history": same_history,
        "same_weights": same_weights,
        "test_accuracy": finished.test_accuracy,
        "test_accuracy_then": record.test_accuracy,
        "other_versions": others,
    }
    print_result(arguments, report, [line], data=record.sources.data)
    return same


def _checked_model(run: KeptRun, history: History) -> Model:
    """What the run came to. Raises CheckpointError for a run that cannot be made again, or compared with."""
    name, record = run.folder.name, run.record
    if record.status not in (RunStatus.COMPLETE, RunStatus.STOPPED_EARLY):
        raise CheckpointError(f"Run {name} did not finish, so there is nothing to compare with.")
    if record.base:
        raise CheckpointError(f"Run {name} fine-tuned “{record.base}”; only runs from a seed can be made again.")
    changed = sorted({each.name for each in history.changes if each.name != "engine"})
    if changed:
        raise CheckpointError(f"Run {name} was changed on its way ({', '.join(changed)}); its seed does not tell when.")
    try:
        return read_model(run.folder.final)
    except ModelError:
        raise CheckpointError(f"Run {name} has no weights any more, so there is nothing to compare with.") from None


def _same(one: History, other: History) -> bool:
    """Whether two runs recorded the same of each epoch, but for the time it took."""
    names = ("epoch", "train_cost", "train_accuracy", "validation_cost", "validation_accuracy", "learning_rate")
    pairs = zip(one.epochs.columns(*names), other.epochs.columns(*names), strict=True)
    return all(a.tobytes() == b.tobytes() for a, b in pairs)


def _weights(model: Model) -> list[bytes]:
    """Those of the network, and of the detector if there is one, with its levels."""
    arrays = [array for _, array in model.network.parameters()]
    if one := model.detector:
        arrays += [one.V1, one.c1, one.V2, np.array([one.c2]), np.array(one.levels)]
    return [array.tobytes() for array in arrays]


def _differences(then: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str, str]]:
    return [(name, then.get(name, "none"), each) for name, each in now.items() if then.get(name) != each]
