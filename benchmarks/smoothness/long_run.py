"""A training with many epochs behind it, for the window and without one."""

import sys
import time
from dataclasses import replace
from pathlib import Path

from digitpad.core import warm_up
from digitpad.core.blas import limit_blas_threads
from digitpad.core.jit import kernels
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.runs.checkpoint import Checkpoint, write_checkpoint
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.spec import DataSources
from digitpad.core.training.events import EpochDone, StepsDone
from digitpad.core.training.history import History
from digitpad.core.training.presets import PRESETS
from digitpad.core.training.trainer import Trainer

_EPOCHS = 256  # each has 391 points, one for four batches
_UNTIL = 510  # epochs: longer than is measured, but no longer: points would stand for more batches


def write_long_run(runs: Path) -> None:
    """Put an interrupted training by the default preset into the folder, with a history of 100,000 points."""
    preset = PRESETS["default"]
    settings = preset.settings.with_value("epochs", _UNTIL)
    datasets = open_datasets(preset.data)
    trainer = Trainer(datasets.training, datasets.validation, settings, compiled=True)
    for event in trainer.run():
        if isinstance(event, EpochDone):
            break
    state = trainer.state()
    state.epoch, state.history = _EPOCHS, _repeated(state.history)
    folder = RunFolder.begin(runs)
    write_checkpoint(folder.file(1), Checkpoint(state, settings, DataSources(preset.data), trainer.fingerprint))
    folder.release()


def _repeated(epoch: History) -> History:
    """The history of the first epoch, again for each of the others."""
    history = History()
    for done in range(_EPOCHS):
        history.epochs.extend([replace(each, epoch=each.epoch + done) for each in epoch.epochs])
        history.batches.extend([replace(each, at=each.at + done) for each in epoch.batches])
        history.health.extend([(at + done, health) for at, health in epoch.health])
    return history


def train(runs: Path) -> None:
    """Go on with it in a plain loop for the seconds in each line of the input; answers with the steps a second."""
    limit_blas_threads()
    kernels.load(warm_up.Drawing())
    kernels.load(warm_up.Training())
    checkpoint = next(RunFolder.unfinished(runs)).latest()
    trainer = checkpoint.trainer(checkpoint.sources.datasets())
    events = trainer.run()
    next(events)
    print("ready", flush=True)
    for line in sys.stdin:
        before, started = trainer.step, time.perf_counter()
        while time.perf_counter() - started < float(line):
            while not isinstance(next(events), StepsDone):
                pass
        print((trainer.step - before) / (time.perf_counter() - started), flush=True)


if __name__ == "__main__":
    train(Path(sys.argv[1]))
