"""Drawings that are read again and again while a network learns."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from digitpad.core.drawing.normalise import Ink, to_input
from digitpad.core.network import Floats, Network
from digitpad.core.runs.run_events import RunProgress, RunStarted
from digitpad.workspace.model_library import ModelLibrary
from digitpad.workspace.training_session import TrainingSession

MAX_PINS = 8
_MAX_POINTS = 1_000


@dataclass(frozen=True)
class PredictionFlip:
    """At this time, in epochs, the answer changed."""

    at: float
    before: int
    after: int


@dataclass
class ProbabilityTrace:
    """The answers to a drawing over the course of one run: times in epochs, with ten probabilities at each.

    When there are too many points, every second is dropped; what the answer changed to, and the `latest` probabilities,
    are kept in any case.
    """

    run: int
    name: str
    times: list[float] = field(default_factory=list)
    probabilities: list[Floats] = field(default_factory=list)
    changes: list[PredictionFlip] = field(default_factory=list)
    latest: Floats | None = None
    _every: int = 1
    _seen: int = 0

    @property
    def answer(self) -> int | None:
        """The digit that is the most probable now."""
        return None if self.latest is None else int(self.latest.argmax())

    def record(self, at: float, P: Floats) -> None:
        """Add probabilities (10,) at a time."""
        before, after = self.answer, int(P.argmax())
        self.latest = P
        if before is not None and before != after:
            self.changes.append(PredictionFlip(at, before, after))
        if self._seen % self._every == 0:
            self.times.append(at)
            self.probabilities.append(P)
        self._seen += 1
        if len(self.times) > _MAX_POINTS:
            del self.times[1::2], self.probabilities[1::2]
            self._every *= 2


@dataclass(frozen=True, eq=False)
class Pin:
    """What the network sees of the drawing (28, 28), and the course of its answers in each run since it was pinned."""

    seen: Ink
    traces: list[ProbabilityTrace] = field(default_factory=list)


class PinnedDrawings(QObject):
    """Reads each pinned drawing whenever the run has new weights. `changed` tells of pins and answers."""

    changed = Signal()

    def __init__(self, models: ModelLibrary, training: TrainingSession, parent: QObject) -> None:
        super().__init__(parent)
        self._models = models
        self._training = training
        self._pins: list[Pin] = []
        self._run = 0
        self._name = ""
        training.happened.connect(self._begin)
        training.progressed.connect(self._on_progressed)

    @property
    def pins(self) -> tuple[Pin, ...]:
        return tuple(self._pins)

    def pin(self, seen: Ink) -> None:
        """Follow this drawing, if there is still room."""
        if len(self._pins) < MAX_PINS:
            self._pins.append(Pin(seen.copy()))
            self.changed.emit()

    def unpin(self, number: int) -> Callable[[], None]:
        """Stop following it. What is returned pins it again, with what was recorded of it, if there is still room."""
        removed = self._pins.pop(number)
        self.changed.emit()
        return lambda: self._pin_again(removed, number)

    def _pin_again(self, pin: Pin, number: int) -> None:
        if pin not in self._pins and len(self._pins) < MAX_PINS:
            self._pins.insert(number, pin)
            self.changed.emit()

    @Slot(object)
    def _begin(self, event: object) -> None:
        if isinstance(event, RunStarted):
            self._run += 1
            self._name = ""  # it has one as soon as its model is in the library
            self._read(event.model.network, event.epochs_before + event.steps / event.steps_per_epoch)

    @Slot(RunProgress)
    def _on_progressed(self, progress: RunProgress) -> None:
        item = self._models.get(self._training.model_key)
        if item and self._run:
            self._name = item.model.name
            self._read(item.model.network, progress.epochs_before + progress.steps / progress.steps_per_epoch)

    def _read(self, network: Network, at: float) -> None:
        for pin in self._pins:
            if not pin.traces or pin.traces[-1].run != self._run:
                pin.traces.append(ProbabilityTrace(self._run, ""))
            trace = pin.traces[-1]
            trace.name = self._name
            if not trace.times or at > trace.times[-1]:
                X = to_input(pin.seen).astype(network.dtype, copy=False)
                trace.record(at, np.array(network.predict_proba(X)[0], np.float64))
        if self._pins:
            self.changed.emit()
