"""digitpad train"""

import argparse
import json
import shlex
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from digitpad import paths
from digitpad.cli.range_test import find_rate
from digitpad.cli.training_options import any_given, given_settings
from digitpad.core.blas import limit_blas_threads
from digitpad.core.dataset import Datasets
from digitpad.core.engine.source import drawings_per_epoch
from digitpad.core.errors import CheckpointError, ModelError, SettingsError, TrainingDiverged
from digitpad.core.files import check_can_write
from digitpad.core.jit import kernels
from digitpad.core.models.model import Model
from digitpad.core.models.npz import write_model
from digitpad.core.readers.stroke_checks import BrokenLine
from digitpad.core.report.plots import check_plots, write_plots
from digitpad.core.runs.checkpoint_writer import CheckpointWriter
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.spec import Sources
from digitpad.core.scoring import score
from digitpad.core.setting import Limits
from digitpad.core.synthetic.drawn_digits import DrawnDigits, LabelledPaths
from digitpad.core.training.events import EpochDone, StepsDone
from digitpad.core.training.presets import DEFAULT_PRESET, PRESETS
from digitpad.core.training.rate_finder import range_test
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer

_THREADS = Limits(1, 1024)
_MOST_DRAWINGS = 100_000  # made before the training begins; each is written and drawn differently each time
_REPORTED = ("train_cost", "train_accuracy", "validation_cost", "validation_accuracy")


def train(arguments: argparse.Namespace) -> bool:
    """Train a network as asked, write what was asked for, and report it; returns whether it ran to its end."""
    _check(arguments)
    limit_blas_threads(arguments.threads)
    if arguments.range_test:
        return _range_test(arguments)
    trainer, datasets, keeper = _resumed(arguments) if arguments.resume else _begun(arguments)
    started, step_before = time.perf_counter(), trainer.step
    diverged = None
    try:
        complete = _run(trainer, keeper)
    except TrainingDiverged as error:
        complete, diverged = True, error  # going on would come to the same end
    seconds = time.perf_counter() - started
    # A resumed training may have been meant for a file that only its first command named.
    over = complete and bool(arguments.out or not arguments.resume or diverged)
    try:
        network, epoch = trainer.selected_network()
        in_sample, test = (score(network, part).accuracy for part in (datasets.training, datasets.test))
        model = Model(network, "", datasets.training.name_and_size, epoch, test)
        written = _write(arguments, model, trainer) if epoch or step_before or not diverged else []
    except BaseException:
        over = False  # what could not be written is not lost
        raise
    finally:
        keeper.end(over)
    if keeper.failure:
        print(f"digitpad: there are no checkpoints, {keeper.failure}", file=sys.stderr)
    if diverged:
        raise TrainingDiverged(" ".join([str(diverged), *(f"{path} has them." for path in written[:1])]))
    _report(arguments, trainer, seconds, in_sample, test, written)
    if not (over or arguments.json or keeper.failure):
        print(_what_next(arguments, complete))
    return complete


def _what_next(arguments: argparse.Namespace, complete: bool) -> str:
    """The command that goes on, or that writes a network whose training is complete."""
    words = ["digitpad", "train", "--resume"]
    for name in ("checkpoints", "out", "plots"):
        if getattr(arguments, name):
            words += [f"--{name}", str(getattr(arguments, name))]
    command = shlex.join(words)
    return f"{command} --out FILE writes the network" if complete else f"{command} goes on from here"


def _write(arguments: argparse.Namespace, model: Model, trainer: Trainer) -> list[Path]:
    """The files that were asked for and are written: the model first, then the plots."""
    if arguments.out:
        write_model(arguments.out, replace(model, name=arguments.out.stem))
    if arguments.plots:
        write_plots(arguments.plots, trainer.state().history)
    return [path for path in (arguments.out, arguments.plots) if path]


def _report(
    arguments: argparse.Namespace,
    trainer: Trainer,
    seconds: float,
    in_sample: float,
    test: float,
    written: list[Path],
) -> None:
    if arguments.json:
        report = {
            "settings": asdict(trainer.settings),
            "seed": trainer.settings.seed,
            "seconds": seconds,
            "in_sample_accuracy": in_sample,
            "test_accuracy": test,
            "history": [{name: getattr(epoch, name) for name in _REPORTED} for epoch in trainer.state().history.epochs],
        }
        print(json.dumps(report))
        return
    print(f"{trainer.epoch} of {trainer.settings.epochs} epochs in {seconds:.1f} s")
    print(f"in-sample accuracy {in_sample:.4f}, test accuracy {test:.4f}")
    for path in written:
        print(f"wrote {path}")


def _check(arguments: argparse.Namespace) -> None:
    """Raise DigitpadError for what cannot work, before any time is spent."""
    _THREADS.check("--threads", arguments.threads)
    if not arguments.checkpoint_every >= 0:
        raise SettingsError(
            f"The time {arguments.checkpoint_every} between checkpoints cannot be used; choose seconds."
        )
    data = (arguments.data, arguments.test, arguments.strokes, arguments.without_writers)
    if arguments.resume and (any_given(arguments) or any(data)):
        raise SettingsError("A resumed training keeps its settings and its data; leave those options away.")
    if arguments.range_test and (arguments.resume or arguments.out):
        raise SettingsError("A range test trains no model; leave --resume and --out away.")
    if arguments.out:
        check_can_write(arguments.out, ModelError)
    if arguments.plots:
        check_plots(arguments.plots)


def _begun(arguments: argparse.Namespace) -> tuple[Trainer, Datasets, CheckpointWriter]:
    settings = given_settings(arguments)
    folder = RunFolder.begin(arguments.checkpoints or paths.RUNS)  # before the data is read: it may be refused
    try:
        datasets, sources, samples = _opened(arguments, settings, _sources(arguments))
        compiled = _kernels(arguments, settings)
        drawn = _drawn(arguments, settings, sources, samples)
        trainer = Trainer(datasets.training, datasets.validation, settings, compiled=compiled, drawn=drawn)
    except BaseException:  # an interrupt, too: there is nothing yet to go on with
        folder.remove()
        raise
    return trainer, datasets, CheckpointWriter(folder, trainer, sources, arguments.checkpoint_every)


def _range_test(arguments: argparse.Namespace) -> bool:
    settings = given_settings(arguments)
    datasets, sources, samples = _opened(arguments, settings, _sources(arguments))
    compiled = _kernels(arguments, settings)
    drawn = _drawn(arguments, settings, sources, samples)
    return find_rate(arguments, range_test(datasets, settings, compiled=compiled, drawn=drawn))


def _resumed(arguments: argparse.Namespace) -> tuple[Trainer, Datasets, CheckpointWriter]:
    runs = arguments.checkpoints or paths.RUNS
    folder = next(RunFolder.unfinished(runs), None)
    if folder is None:
        raise CheckpointError(f"{runs} holds no training that could go on; start one without --resume.")
    checkpoint = folder.latest()
    datasets, sources, samples = _opened(arguments, checkpoint.settings, checkpoint.sources)
    compiled = _kernels(arguments, checkpoint.settings)
    trainer = checkpoint.trainer(datasets, _drawn(arguments, checkpoint.settings, sources, samples))
    if compiled:
        trainer.use_kernels()
    return trainer, datasets, CheckpointWriter(folder, trainer, sources, arguments.checkpoint_every)


def _sources(arguments: argparse.Namespace) -> Sources:
    """Where the data comes from, as the command line has it; how many drawings there are depends on the data."""
    data = arguments.data or PRESETS[arguments.preset or DEFAULT_PRESET].data
    test, strokes = (str(path) if path else "" for path in (arguments.test, arguments.strokes))
    return Sources(data, test, strokes, tuple(arguments.without_writers))


def _opened(
    arguments: argparse.Namespace, settings: TrainingSettings, sources: Sources
) -> tuple[Datasets, Sources, list[LabelledPaths]]:
    """The data, the sources with the number of drawings to make, and the file's drawings to make them from."""

    def tell_broken(line: BrokenLine) -> None:
        print(f"digitpad: {sources.strokes}, {line}; it is left out", file=sys.stderr)

    if sources.strokes and not settings.drawings:
        raise SettingsError(f"{sources.strokes} would not be learned from; give drawings a share by --drawings.")
    samples = sources.samples(tell_broken)
    datasets = sources.datasets()
    if not arguments.json:
        print(datasets, flush=True)
    if not sources.drawings:
        count = drawings_per_epoch(len(datasets.training.y), settings.drawings) * settings.epochs
        sources = replace(sources, drawings=min(_MOST_DRAWINGS, count))
    return datasets, sources, samples


def _drawn(
    arguments: argparse.Namespace, settings: TrainingSettings, sources: Sources, samples: list[LabelledPaths]
) -> DrawnDigits | None:
    """The drawings to learn from, if the settings give them a share."""
    if not settings.drawings:
        return None
    if not arguments.json:
        half = f"{len(samples):,} of {sources.strokes} in other styles, and " if samples else ""
        print(f"{sources.drawings:,} drawings: {half}made-up digits", flush=True)
    with _progress_bar(sources.drawings, "drawing") as bar:
        bar.set_description("making drawings")
        return sources.drawn(samples, settings, bar.update)


def _kernels(arguments: argparse.Namespace, settings: TrainingSettings) -> bool:
    """Loads the kernels, and says why if that takes long."""
    if not arguments.json and not kernels.compiled_before():
        print("compiling, which takes a minute, once on this machine", flush=True)
    return kernels.load(settings.precision)


def _run(trainer: Trainer, keeper: CheckpointWriter) -> bool:
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
