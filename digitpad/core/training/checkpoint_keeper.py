"""Writing checkpoints of a run every few seconds, without keeping it waiting."""

import os
import sys
import threading
import time
from contextlib import suppress

from digitpad.core.errors import CheckpointError
from digitpad.core.readers.npz import Arrays
from digitpad.core.training.checkpoint import Checkpoint, write_checkpoint
from digitpad.core.training.run_folder import RunFolder
from digitpad.core.training.trainer import Trainer

EVERY = 5.0  # seconds
_KEPT = 3
_LEAST_URGENT = 19


class CheckpointKeeper:
    """Keeps the last three checkpoints of a run in its folder.

    The state is copied between two steps and written by a thread. A run must outlive its checkpoints, so a folder
    that cannot be written costs the checkpoints and not the run: `failure` says what went wrong.
    """

    def __init__(self, folder: RunFolder, trainer: Trainer, source: str, every: float = EVERY) -> None:
        self.failure: CheckpointError | None = None
        self._folder = folder
        self._trainer = trainer
        self._source = source
        self._fingerprint = trainer.fingerprint
        self._every = every
        self._last = time.monotonic()
        self._writer: threading.Thread | None = None
        self._history: Arrays | None = None  # as it was written last

    def keep(self, now: bool = False) -> None:
        """Call between two steps: begins to write a checkpoint if the last is a few seconds old, or `now`."""
        writing = self._writer is not None and self._writer.is_alive()
        if not now and (writing or time.monotonic() - self._last < self._every):
            return
        self.finish()
        trainer = self._trainer
        checkpoint = Checkpoint(trainer.state(), trainer.settings, self._source, self._fingerprint)
        self._writer = threading.Thread(target=self._write, args=(trainer.step, checkpoint), name="checkpoint")
        self._writer.start()
        self._last = time.monotonic()

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
            self._history = write_checkpoint(self._folder.file(step), checkpoint, self._history)
            self._folder.drop_all_but(_KEPT)
        except (CheckpointError, OSError) as reason:
            self.failure = reason if isinstance(reason, CheckpointError) else CheckpointError(str(reason))
