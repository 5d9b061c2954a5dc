"""digitpad train"""

import argparse
import json
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from tqdm import tqdm

from digitpad import paths
from digitpad.cli.plots import check_plots, write_plots
from digitpad.cli.range_test import find_rate
from digitpad.cli.training_options import any_given, given_settings
from digitpad.core.blas import limit_blas_threads
from digitpad.core.dataset import Datasets
from digitpad.core.drawing.render import load_kernel
from digitpad.core.drawing.strokes import paths as paths_of
from digitpad.core.engine import kernels
from digitpad.core.errors import CheckpointError, ModelError, SettingsError, TrainingDiverged
from digitpad.core.files import check_can_write
from digitpad.core.limits import Limits, check_limits
from digitpad.core.models.model import Model
from digitpad.core.models.npz import write_model
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.readers.strokes_checks import BrokenLine
from digitpad.core.scoring import score
from digitpad.core.training.checkpoint_keeper import CheckpointKeeper
from digitpad.core.training.drawn_digits import DrawnDigits, LabelledPaths, drawings_per_epoch, drawn_digits
from digitpad.core.training.events import EpochDone, StepsDone
from digitpad.core.training.presets import PRESETS
from digitpad.core.training.range_test import range_test
from digitpad.core.training.run_folder import RunFolder
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer

_LIMITS = {"threads": Limits("number of threads", 1, 1024)}
_MOST_DRAWINGS = 100_000  # made before the training begins; each is written and drawn differently each time
_REPORTED = ("train_cost", "train_accuracy", "validation_cost", "validation_accuracy")


def train(arguments: argparse.Namespace) -> bool:
    """Train a network as asked, report it, and write what was asked for; returns whether it ran to its end."""
    _check(arguments)
    limit_blas_threads(arguments.threads)
    if arguments.range_test:
        return _range_test(arguments)
    trainer, datasets, keeper = _resumed(arguments) if arguments.resume else _begun(arguments)
    started = time.perf_counter()
    try:
        complete = _run(trainer, keeper)
    except TrainingDiverged:
        keeper.end(over=True)  # going on would come to the same end
        raise
    seconds = time.perf_counter() - started
    keeper.end(over=complete)
    if keeper.failure:
        print(f"digitpad: there are no checkpoints, {keeper.failure}", file=sys.stderr)
    network, epoch = trainer.kept()
    in_sample, test = (score(network, part).accuracy for part in (datasets.training, datasets.test))
    history = trainer.state().history
    if arguments.json:
        report = {
            "settings": asdict(trainer.settings),
            "seed": trainer.settings.seed,
            "seconds": seconds,
            "in_sample_accuracy": in_sample,
            "test_accuracy": test,
            "history": [{name: getattr(epoch, name) for name in _REPORTED} for epoch in history.epochs],
        }
        print(json.dumps(report))
    else:
        print(f"{trainer.epoch} of {trainer.settings.epochs} epochs in {seconds:.1f} s")
        print(f"in-sample accuracy {in_sample:.4f}, test accuracy {test:.4f}")
        if not complete:
            print("digitpad train --resume goes on from here")
    if arguments.out:
        data = datasets.training.name_and_size
        write_model(arguments.out, Model(network, arguments.out.stem, data, epoch, test))
        _tell_written(arguments, arguments.out)
    if arguments.plots:
        write_plots(arguments.plots, history)
        _tell_written(arguments, arguments.plots)
    return complete


def _check(arguments: argparse.Namespace) -> None:
    """Raise DigitpadError for what cannot work, before any time is spent."""
    check_limits(arguments, _LIMITS)
    if not arguments.checkpoint_every >= 0:
        raise SettingsError(
            f"The time {arguments.checkpoint_every} between checkpoints cannot be used; choose seconds."
        )
    if arguments.resume and (any_given(arguments) or arguments.data):
        raise SettingsError("A resumed training keeps its settings and its data; leave those options away.")
    if arguments.range_test and (arguments.resume or arguments.out):
        raise SettingsError("A range test trains no model; leave --resume and --out away.")
    if arguments.out:
        check_can_write(arguments.out, ModelError)
    if arguments.plots:
        check_plots(arguments.plots)


def _begun(arguments: argparse.Namespace) -> tuple[Trainer, Datasets, CheckpointKeeper]:
    settings = given_settings(arguments)
    source = arguments.data or PRESETS[arguments.preset].data
    folder = RunFolder.begin(arguments.checkpoints or paths.RUNS)  # before the data is read: it may be refused
    try:
        samples = _samples(arguments, settings)
        datasets = _opened(arguments, source)
        compiled = kernels.load(settings.precision)
        drawn = _drawn(arguments, settings, datasets, samples)
        trainer = Trainer(datasets.training, datasets.validation, settings, compiled=compiled, drawn=drawn)
    except BaseException:  # an interrupt, too: there is nothing yet to go on with
        folder.remove()
        raise
    every = arguments.checkpoint_every
    return trainer, datasets, CheckpointKeeper(folder, trainer, source, every)


def _range_test(arguments: argparse.Namespace) -> bool:
    settings = given_settings(arguments)
    samples = _samples(arguments, settings)
    datasets = _opened(arguments, arguments.data or PRESETS[arguments.preset].data)
    compiled = kernels.load(settings.precision)
    drawn = _drawn(arguments, settings, datasets, samples)
    return find_rate(arguments, range_test(datasets, settings, compiled=compiled, drawn=drawn))


def _resumed(arguments: argparse.Namespace) -> tuple[Trainer, Datasets, CheckpointKeeper]:
    runs = arguments.checkpoints or paths.RUNS
    folder = next(RunFolder.unfinished(runs), None)
    if folder is None:
        raise CheckpointError(f"{runs} holds no training that could go on; start one without --resume.")
    checkpoint = folder.latest()
    samples = _samples(arguments, checkpoint.settings)
    datasets = _opened(arguments, checkpoint.source)
    trainer = checkpoint.trainer(datasets, _drawn(arguments, checkpoint.settings, datasets, samples))
    every = arguments.checkpoint_every
    keeper = CheckpointKeeper(folder, trainer, checkpoint.source, every)
    return trainer, datasets, keeper


def _samples(arguments: argparse.Namespace, settings: TrainingSettings) -> list[LabelledPaths]:
    """The drawings in the file of strokes, but those of writers left out."""
    if arguments.strokes and not settings.drawings:
        raise SettingsError(f"{arguments.strokes} would not be learned from; give drawings a share by --drawings.")
    samples: list[LabelledPaths] = []
    for item in read_strokes(arguments.strokes) if arguments.strokes else ():
        if isinstance(item, BrokenLine):
            print(f"digitpad: {arguments.strokes}, {item}; it is left out", file=sys.stderr)
        elif item.digit is not None and item.drawing and item.writer not in arguments.without_writers:
            samples.append((item.digit, paths_of(item.drawing)))
    return samples


def _drawn(
    arguments: argparse.Namespace, settings: TrainingSettings, datasets: Datasets, samples: list[LabelledPaths]
) -> DrawnDigits | None:
    """The drawings to learn from, if the settings give them a share."""
    if not settings.drawings:
        return None
    load_kernel()
    count = min(_MOST_DRAWINGS, drawings_per_epoch(len(datasets.training.y), settings.drawings) * settings.epochs)
    if not arguments.json:
        half = f"{len(samples):,} of {arguments.strokes} in other styles, and " if samples else ""
        print(f"{count:,} drawings: {half}made-up digits", flush=True)
    with _progress_bar(count, "drawing") as bar:
        bar.set_description("making drawings")
        return drawn_digits(samples, count, settings.seed, bar.update)


def _opened(arguments: argparse.Namespace, source: str) -> Datasets:
    datasets = open_datasets(source, arguments.test)
    if not arguments.json:
        print(datasets, flush=True)
    return datasets


def _tell_written(arguments: argparse.Namespace, path: Any) -> None:
    if not arguments.json:
        print(f"wrote {path}")


def _run(trainer: Trainer, keeper: CheckpointKeeper) -> bool:
    """Train with a progress bar; an interrupt stops the training, not the program. Returns whether it was complete."""
    with _progress_bar(trainer.total_steps, "step") as bar, _interrupts() as interrupted:
        bar.update(trainer.step)
        for event in trainer.run():
            keeper.keep()
            if isinstance(event, EpochDone):
                bar.set_description(f"epoch {event.epoch}/{trainer.settings.epochs}", refresh=False)
                bar.set_postfix_str(f"validation {event.validation_accuracy:.4f}", refresh=False)
            elif isinstance(event, StepsDone):
                bar.update(event.step - bar.n)
            if interrupted.is_set():
                break
    return trainer.finished


def _progress_bar(total: int, unit: str) -> Any:
    """On a terminal only."""
    return tqdm(total=total, unit=unit, disable=not sys.stderr.isatty(), dynamic_ncols=True)


@contextmanager
def _interrupts() -> Iterator[threading.Event]:
    """Set by an interrupt, which as an exception could come in the middle of a step; a second one is an exception."""
    interrupted = threading.Event()
    usual = signal.getsignal(signal.SIGINT)

    def note(*_: object) -> None:
        interrupted.set()
        signal.signal(signal.SIGINT, usual)

    if usual is signal.default_int_handler:  # else interrupts are ignored, as after nohup
        signal.signal(signal.SIGINT, note)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, usual)
