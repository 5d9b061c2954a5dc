"""Writing checkpoints of a run every few seconds, without keeping it waiting."""

import os
import sys
import threading
import time
from contextlib import suppress

from digitpad.core.errors import CheckpointError
from digitpad.core.readers.npz import Arrays
from digitpad.core.runs.checkpoint import Checkpoint, write_checkpoint
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.spec import Sources
from digitpad.core.training.trainer import Trainer

EVERY = 5.0  # seconds
_KEPT = 3
_MOST = 0.01  # the share of its time for which a training stands still, as large weights are copied
_LEAST_URGENT = 19


class CheckpointWriter:
    """Keeps the last three checkpoints of a run in its folder.

    The state is copied between two steps and written by a thread. A run must outlive its checkpoints, so a folder
    that cannot be made or written costs the checkpoints and not the run: `failure` says what went wrong last.
    """

    def __init__(
        self, folder: RunFolder | CheckpointError, trainer: Trainer, sources: Sources, every: float = EVERY
    ) -> None:
        """Instead of the folder there may be the reason why there is none."""
        self._folder = folder if isinstance(folder, RunFolder) else None
        self.failure = folder if isinstance(folder, CheckpointError) else None
        self._trainer = trainer
        self._sources = sources.absolute()
        self._fingerprint = trainer.fingerprint
        self._every = every
        self._due = time.monotonic() + every
        self._writer: threading.Thread | None = None
        self._history: Arrays | None = None  # as it was written last

    def keep(self, now: bool = False) -> None:
        """Call between two steps: begins to write a checkpoint if the last is a few seconds old, or `now`."""
        began = time.monotonic()
        writing = self._writer is not None and self._writer.is_alive()
        if self._folder is None or (not now and (writing or began < self._due)):
            return
        self._finish()
        trainer = self._trainer
        try:
            checkpoint = Checkpoint(trainer.state(), trainer.settings, self._sources, self._fingerprint)
        except MemoryError as reason:
            self.failure = _failure(self._folder, reason)
            return
        arguments = self._folder, trainer.step, checkpoint
        self._writer = threading.Thread(target=self._write, args=arguments, name="checkpoint")
        self._writer.start()
        done = time.monotonic()
        self._due = done + max(self._every, (done - began) / _MOST)

    def end(self, over: bool) -> None:
        """Keep a last checkpoint and let others go on with the run, or none at all if it is `over`."""
        if not over:
            self.keep(now=True)
        self._finish()
        if self._folder and over:
            self._folder.remove()
        elif self._folder:
            self._folder.release()

    def _finish(self) -> None:
        """Wait until what was begun is written."""
        if self._writer:
            self._writer.join()
            self._writer = None

    def _write(self, folder: RunFolder, step: int, checkpoint: Checkpoint) -> None:
        if sys.platform == "linux":
            # On two cores, a window and a training would have to share one with this: the window's answers took twice
            # as long meanwhile. Only Linux takes this call for a thread's priority and not for the whole program's.
            with suppress(OSError):  # some sandboxes forbid it
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LEAST_URGENT)
        try:
            self._history = write_checkpoint(folder.file(step), checkpoint, self._history)
            folder.drop_all_but(_KEPT)
        except CheckpointError as reason:
            self.failure = reason
        except (OSError, MemoryError) as reason:
            self.failure = _failure(folder, reason)
        else:
            self.failure = None


def _failure(folder: RunFolder, reason: Exception) -> CheckpointError:
    return CheckpointError(f"{folder.path} holds no further checkpoints ({str(reason) or 'no memory'}).")
