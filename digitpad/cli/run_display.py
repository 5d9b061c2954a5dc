"""A training as the command line runs it: what it says meanwhile, and how an interrupt ends it in good order."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from math import isfinite
from typing import Any

from tqdm import tqdm

from digitpad.core.runs.checkpoint import Checkpoint
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.run import TrainingRun
from digitpad.core.runs.run_events import (
    BrokenDrawing,
    CheckpointFailed,
    CompilingKernels,
    DataLoaded,
    Evaluating,
    FittingDetector,
    MakingDrawings,
    RunEvent,
    RunFinished,
    RunStarted,
)
from digitpad.core.training.events import EpochDone, StepsDone
from digitpad.core.training.rate_finder import STEPS, RateTried
from digitpad.core.training.settings import TrainingSettings


class RunDisplay:
    """Lines on standard output, none for `json`; what goes wrong and a progress bar, on a terminal, beside it."""

    def __init__(self, json: bool) -> None:
        self._json = json
        self._bar: Any = None
        self._epochs = 0

    def __enter__(self) -> "RunDisplay":
        return self

    def __exit__(self, *_: object) -> None:
        self._end_bar()

    def show_resumed(self, folder: RunFolder, found: Checkpoint) -> None:
        """Say which run is resumed."""
        said = (
            f"resuming run {folder.name}, begun {folder.began}: {found.sources.data}; {_in_words(found.settings)}; "
            f"{found.state.epoch - found.state.first_epoch} of {found.settings.epochs} epochs done"
        )
        print(said, file=sys.stderr if self._json else sys.stdout, flush=True)

    def show(self, event: RunEvent | RateTried) -> None:
        match event:
            case BrokenDrawing():
                self._warn(f"{event.file}, {event.line}; it is left out")
            case DataLoaded():
                self._say(event.summary)
            case CompilingKernels():
                self._say("compiling, which takes some seconds, once on this machine")
            case CheckpointFailed():
                self._warn(f"this run is not kept: {event.error}")
            case MakingDrawings():
                self._show_drawings(event)
            case RunStarted():
                self._begin_bar(event.total_steps, "step")
                self._bar.update(event.steps)
                self._epochs = event.settings.epochs
            case StepsDone():
                self._bar.update(event.step - self._bar.n)
            case FittingDetector():
                if not event.done:
                    self._begin_bar(100, "%")
                    self._bar.set_description("learning what is not a digit")
                self._bar.update(round(100 * event.done) - self._bar.n)
            case RateTried():
                if event.number == 1:
                    self._begin_bar(STEPS, "step")
                    self._bar.set_description("trying learning rates")
                self._bar.update()
            case EpochDone():
                self._bar.set_description(f"epoch {event.epoch}/{self._epochs}", refresh=False)
                if isfinite(event.validation_accuracy):
                    self._bar.set_postfix_str(f"validation {event.validation_accuracy:.4f}", refresh=False)

    def _show_drawings(self, event: MakingDrawings) -> None:
        if not event.done:
            half = f"{event.samples:,} of {event.file} in other styles, and " if event.samples else ""
            self._say(f"{event.total:,} drawings: {half}made-up digits")
            self._begin_bar(event.total, "drawing")
            self._bar.set_description("making drawings")
        self._bar.update(event.done - self._bar.n)

    def _say(self, text: str) -> None:
        if not self._json:
            print(text, flush=True)

    def _warn(self, text: str) -> None:
        tqdm.write(f"digitpad: {text}", file=sys.stderr)  # above a bar, if there is one

    def _begin_bar(self, total: int, unit: str) -> None:
        self._end_bar()
        self._bar = tqdm(total=total, unit=unit, disable=not sys.stderr.isatty(), dynamic_ncols=True)

    def _end_bar(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _in_words(settings: TrainingSettings) -> str:
    units = f"{settings.hidden_units} hidden units" if settings.hidden_units else "no hidden layer"
    engine = "" if settings.for_kernels else ", by NumPy alone"
    return (
        f"{units}, {settings.optimiser}, learning rate {settings.learning_rate:g}, "
        f"batches of {settings.batch_size}, seed {settings.seed}{engine}"
    )


def pump(run: TrainingRun, arguments: argparse.Namespace) -> tuple[RunStarted, RunFinished]:
    """Train; an interrupt stops the training, not the program. Raises KeyboardInterrupt when nothing was learned."""
    started = finished = None
    with closing(run.events()) as events, RunDisplay(arguments.json) as display, ExitStack() as handling:
        for event in events:
            if isinstance(event, CheckpointFailed) and arguments.runs and not run.folder:
                raise event.error
            display.show(event)
            if isinstance(event, RunStarted):
                started = event
                handling.enter_context(interrupt_calls(run.finish))
            elif isinstance(event, Evaluating):
                handling.close()
            elif isinstance(event, RunFinished):
                finished = event
    if not (started and finished):
        raise KeyboardInterrupt
    return started, finished


@contextmanager
def interrupt_calls(finish: Callable[[], None]) -> Iterator[None]:
    """An interrupt, which as an exception could come in the middle of a step, asks the work to `finish`.

    A second one is an exception.
    """
    usual = signal.getsignal(signal.SIGINT)

    def handle(*_: object) -> None:
        finish()
        signal.signal(signal.SIGINT, usual)

    if usual is signal.default_int_handler:  # else interrupts are ignored, as after nohup
        signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
