"""Writing checkpoints of a run every few seconds, without keeping it waiting."""

import os
import sys
import threading
import time
from contextlib import suppress

from digitpad.core.errors import CheckpointError
from digitpad.core.runs.checkpoint import Checkpoint, write_checkpoint
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.spec import DataSources
from digitpad.core.training.trainer import Trainer

EVERY = 5.0  # seconds
_KEPT = 3
_MAX_SHARE = 0.01  # of its time for which a training stands still, as large weights are copied
_LEAST_URGENT = 19


class CheckpointWriter:
    """Keeps the last three checkpoints of a run in its folder.

    The state is copied between two steps and written by a thread. A run must outlive its checkpoints, so a folder
    that cannot be written costs the checkpoints and not the run: `failure` says what went wrong last.
    """

    def __init__(
        self, folder: RunFolder, trainer: Trainer, sources: DataSources, out: str = "", every: float = EVERY
    ) -> None:
        self.failure: CheckpointError | None = None
        self._folder = folder
        self._trainer = trainer
        self._sources = sources.absolute()
        self._out = out
        self._fingerprint = trainer.fingerprint
        self._every = every
        self._due = time.monotonic() + every
        self._writer: threading.Thread | None = None

    def keep(self, now: bool = False) -> None:
        """Call between two steps: begins to write a checkpoint if the last is a few seconds old, or `now`."""
        began = time.monotonic()
        writing = self._writer is not None and self._writer.is_alive()
        if not now and (writing or began < self._due):
            return
        self.finish()
        trainer = self._trainer
        try:
            checkpoint = Checkpoint(trainer.state(), trainer.settings, self._sources, self._fingerprint, self._out)
        except MemoryError as reason:
            self.failure = self._failed(reason)
            return
        self._writer = threading.Thread(target=self._write, args=(trainer.step, checkpoint), name="checkpoint")
        self._writer.start()
        done = time.monotonic()
        self._due = done + max(self._every, (done - began) / _MAX_SHARE)

    def finish(self) -> None:
        """Wait until what was begun is written."""
        if self._writer:
            self._writer.join()
            self._writer = None

    def _write(self, step: int, checkpoint: Checkpoint) -> None:
        if sys.platform == "linux":
            # On two cores, a window and a training would have to share one with this: the window's answers took twice
            # as long meanwhile. Only Linux takes this call for a thread's priority and not for the whole program's.
            with suppress(OSError):  # some sandboxes forbid it
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LEAST_URGENT)
        try:
            write_checkpoint(self._folder.file(step), checkpoint)
            self._folder.drop_all_but(_KEPT)
        except CheckpointError as reason:
            self.failure = reason
        except (OSError, MemoryError) as reason:
            self.failure = self._failed(reason)
        else:
            self.failure = None

    def _failed(self, reason: Exception) -> CheckpointError:
        return CheckpointError(f"{self._folder.path} holds no further checkpoints ({str(reason) or 'no memory'}).")
