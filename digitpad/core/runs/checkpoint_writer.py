"""Writing what is kept of a run every few seconds, without keeping it waiting."""

import os
import sys
import threading
import time
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from digitpad.core.errors import CheckpointError, DigitpadError
from digitpad.core.files import why
from digitpad.core.models.model import Model
from digitpad.core.runs.checkpoint import Checkpoint, write_checkpoint
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.record import RunRecord, versions
from digitpad.core.runs.run_files import Moment, planned_moments, write_moment
from digitpad.core.runs.spec import DataSources
from digitpad.core.training.trainer import Trainer

EVERY = 5.0  # seconds
_KEPT = 3
_MAX_SHARE = 0.01  # of its time for which a training stands still, as large weights are copied
_LEAST_URGENT = 19


class CheckpointWriter:
    """Keeps a run in its folder: its record, its moments, and the last three checkpoints, the first after a step.

    The state is copied between two steps and written by a thread. A run must outlive its checkpoints, so a folder
    that cannot be written costs the checkpoints and not the run: `failure` says what went wrong last.
    """

    def __init__(
        self,
        folder: RunFolder,
        trainer: Trainer,
        sources: DataSources,
        out: str = "",
        every: float = EVERY,
        model: Model | None = None,
        sweep: int = 0,
    ) -> None:
        """`model` says of the model that comes to be what its weights do not; a fine-tuned one's `name` is its own.

        `sweep` is the number of the sweep that asks for the run, if one does.
        """
        self.failure: CheckpointError | None = None
        self._folder = folder
        self._trainer = trainer
        self._sources = sources.absolute()
        self._out = out
        self._fingerprint = trainer.fingerprint
        self._every = every
        self._due = time.monotonic()
        self._writer: threading.Thread | None = None
        self._model = model or Model(trainer.network(), "")
        self._planned = planned_moments(trainer.total_steps, trainer.steps_per_epoch)
        self._moments: list[Moment] = []
        self._next_moment = bisect_left(self._planned, trainer.step)
        self.record = folder.record or replace(self._first_record(), sweep=sweep)
        self._model = replace(self._model, name=self.record.title)
        if trainer.step == 0:
            self._take_moment()

    def keep(self, now: bool = False) -> None:
        """Call between two steps: begins to write moments, and a checkpoint if the last is seconds old or `now`."""
        began = time.monotonic()
        due = now or began >= self._due
        try:
            self._take_moment()
            is_writing = self._writer is not None and self._writer.is_alive()
            if not (now or ((due or self._moments) and not is_writing)):
                return
            self.finish()
            checkpoint = self._checkpoint() if due else None
        except MemoryError as reason:
            self.failure = self._failed(reason)
            return
        moments, self._moments = self._moments, []
        self._writer = threading.Thread(target=self._write, args=(checkpoint, moments), name="checkpoint")
        self._writer.start()
        if due:
            done = time.monotonic()
            self._due = done + max(self._every, (done - began) / _MAX_SHARE)

    def finish(self) -> None:
        """Wait until what was begun is written."""
        if self._writer:
            self._writer.join()
            self._writer = None

    def complete(self, model: Model, outcome: Mapping[str, Any]) -> None:
        """Keep the final model, the best one if that is another, the history, and the `outcome`: fields of the record.

        Only then do the checkpoints of a run that came to its end go.
        """
        self.finish()
        state = self._trainer.state()
        best = None
        if state.best:
            best = replace(
                model,
                network=state.best.network,
                epochs=state.best.epoch,
                test_accuracy=None,
                detector=None,  # it fits the other network's hidden layer
            )
        try:
            record = replace(self.record, settings=self._trainer.settings, **outcome)
            record = record.with_history(state.history, state.total_seconds)
            self.record = self._folder.keep_outcome(record, replace(model, name=record.title), best, state.history)
        except (OSError, MemoryError, DigitpadError) as reason:
            self.failure = self._failed(reason)

    def _first_record(self) -> RunRecord:
        trainer = self._trainer
        state = trainer.state()
        return RunRecord(
            trainer.settings,
            self._sources,
            self._fingerprint,
            begun=self._folder.begun,
            base=self._model.name,
            versions=versions(),
            steps_per_epoch=trainer.steps_per_epoch,
            first_epoch=state.first_epoch,
        )

    def _take_moment(self) -> None:
        """Copy the network if it is one of the planned moments, or the first step after one."""
        step = self._trainer.step
        reached = bisect_right(self._planned, step)
        if reached > self._next_moment:
            self._next_moment = reached
            # The trainer counts an epoch when it goes on; the weights are those of its last step already.
            epochs = self.record.first_epoch + step // self.record.steps_per_epoch
            model = replace(self._model, network=self._trainer.network(), epochs=epochs)
            self._moments.append(Moment(step, model))

    def _checkpoint(self) -> Checkpoint:
        trainer = self._trainer
        return Checkpoint(trainer.state(), trainer.settings, self._sources, self._fingerprint, self._out)

    def _write(self, checkpoint: Checkpoint | None, moments: list[Moment]) -> None:
        if sys.platform == "linux":
            # On two cores, a window and a training would have to share one with this: the window's answers took twice
            # as long meanwhile. Only Linux takes this call for a thread's priority and not for the whole program's.
            with suppress(OSError):  # some sandboxes forbid it
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LEAST_URGENT)
        try:
            for moment in moments:
                write_moment(self._folder.moments, moment)
            if checkpoint:
                state = checkpoint.state
                step = (state.epoch - state.first_epoch) * len(state.costs) + state.steps_in_epoch
                write_checkpoint(self._folder.file(step), checkpoint)
                record = replace(self.record, settings=checkpoint.settings)
                self.record = self._folder.write_record(record.with_history(state.history, state.total_seconds))
                self._folder.drop_all_but(_KEPT)
        except (OSError, MemoryError, DigitpadError) as reason:
            self.failure = self._failed(reason)
        else:
            self.failure = None

    def _failed(self, reason: Exception) -> CheckpointError:
        if isinstance(reason, DigitpadError):  # which says all
            return CheckpointError(str(reason))
        return CheckpointError(f"{self._folder.path} keeps no more of this run ({why(reason)}).")
