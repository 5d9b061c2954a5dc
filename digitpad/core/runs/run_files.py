"""What is kept of a run, in a folder that people can look into.

lock                    held by the program that works on the run
step-000000001563.npz   checkpoints, while there is a step left to be taken
complete                the last step is taken: nothing is to be resumed
record.json             settings, data, outcome; name, star and note
history.npz             everything the run told
final.npz, best.npz     the model to keep, and the best on the validation set if that is another
moments/                the model at some thirty moments of the run
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
from filelock import FileLock, Timeout

from digitpad.core.errors import CheckpointError, ModelError
from digitpad.core.files import PARTS, atomic_write, is_kind
from digitpad.core.models.arrays import read_model, write_model
from digitpad.core.models.model import Model
from digitpad.core.readers.npz import read_arrays
from digitpad.core.runs.checkpoint import HISTORY_ARRAYS, Checkpoint, read_checkpoint
from digitpad.core.runs.record import SCHEMA, RunRecord, read_described
from digitpad.core.training.history import History

_SPREAD = 24
_FILE = re.compile(r"step-(\d{12})\.npz")
RECORD = "record.json"
_PATTERN, _COMPLETE = "step-*.npz", "complete"
_EDITING = ".lock"  # in the folder of all runs, held for the moment of a change
_PATIENCE = 10.0  # seconds for another program to change a record
_MAX_HISTORY = 4_000_000_000  # bytes


class Moment(NamedTuple):
    """What the model was after this many steps of a run."""

    step: int
    model: Model


def planned_moments(total_steps: int, steps_per_epoch: int) -> list[int]:
    """The steps after which the weights are kept, rising.

    They are spread as squares over the whole run, and doubled epochs join them, since a long run may end early. From
    the first epoch on they lie at ends of epochs.
    """
    epochs = total_steps // steps_per_epoch
    steps = {0, total_steps} | {steps_per_epoch << power for power in range(epochs.bit_length())}
    for number in range(1, _SPREAD):
        step = round(total_steps * (number / _SPREAD) ** 2)
        steps.add(step if step < steps_per_epoch else round(step / steps_per_epoch) * steps_per_epoch)
    return sorted(steps)


def write_moment(folder: Path, moment: Moment) -> None:
    """Raises OSError or ModelError when it cannot be written."""
    folder.mkdir(exist_ok=True)
    write_model(folder / f"step-{moment.step:012d}.npz", moment.model)


def kept_moments(folder: Path) -> list[int]:
    """The steps of the moments in a folder, rising; none if there is no such folder."""
    try:
        names = [_FILE.fullmatch(path.name) for path in folder.iterdir()]
    except OSError:
        return []
    return sorted(int(name.group(1)) for name in names if name)


def read_moment(folder: Path, step: int) -> Model:
    """The model after this many steps. Raises ModelError when it cannot be used."""
    return read_model(folder / f"step-{step:012d}.npz")


def edit_lock(runs: Path) -> FileLock:
    """To be held while a run's record is changed, or its folder moved, in the folder `runs`."""
    return FileLock(runs / _EDITING, timeout=_PATIENCE)


class RunFiles:
    """The files of one run."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def has_checkpoints(self) -> bool:
        return any(self.path.glob(_PATTERN))

    @property
    def is_complete(self) -> bool:
        """Whether the run came to its end and all of it is kept."""
        return is_kind(self.path / _COMPLETE, Path.exists)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept of the run yet."""
        return not (is_kind(self.path / RECORD, Path.exists) or self.has_checkpoints)

    @property
    def moments(self) -> Path:
        """The folder of the run's moments."""
        return self.path / "moments"

    @property
    def final(self) -> Path:
        """The file of the model to keep."""
        return self.path / "final.npz"

    @property
    def best(self) -> Path:
        """The file of the best model on the validation set, where that is another."""
        return self.path / "best.npz"

    @property
    def record(self) -> RunRecord | None:
        """What is known of the run, if its record is there and sound."""
        try:
            return self.read_record()
        except CheckpointError:
            return None

    def read_record(self) -> RunRecord:
        """What is known of the run. Raises CheckpointError when that cannot be used."""
        return read_described(self.path / RECORD, SCHEMA, RunRecord.of)

    def write_record(self, record: RunRecord) -> RunRecord:
        """Write what is known of the run; name, star and note stay what they are in the file. Returns what is written.

        Raises OSError when that cannot be done.
        """
        with self._editing():
            there = self.record
            if there:
                record = record.annotated(there.name, there.star, there.note)
            self._put_record(record)
        return record

    def annotate(self, name: str | None = None, star: bool | None = None, note: str | None = None) -> RunRecord:
        """Give the run another name, star or note. Raises OSError or CheckpointError when that cannot be done."""
        with self._editing():
            record = self.read_record().annotated(name, star, note)
            self._put_record(record)
        return record

    def keep_outcome(self, record: RunRecord, final: Model, best: Model | None, history: History) -> RunRecord:
        """Keep what a run has come to, and then no more checkpoints if it ended.

        Raises OSError or DigitpadError when that cannot be done.
        """
        self.keep_history(history)
        write_model(self.final, final)
        if best and best.epochs != final.epochs:
            write_model(self.best, best)
        record = self.write_record(record)
        if record.ended:
            (self.path / _COMPLETE).touch()
            self.drop_all_but(0)
            with self._editing():  # so that these are nobody's but of writes that were killed
                for part in self.path.rglob(PARTS):
                    part.unlink(missing_ok=True)
        return record

    def model(self) -> Model:
        """The model that was kept, or as it was at the latest moment. Raises ModelError when there is none."""
        if is_kind(self.final, Path.exists):
            return read_model(self.final)
        steps = kept_moments(self.moments)
        if not steps:
            raise ModelError(f"{self.path} has no weights any more; train the run again from its settings.")
        return read_moment(self.moments, steps[-1])

    def keep_history(self, history: History) -> None:
        """Write the history by itself. Raises OSError when it cannot be written."""
        with atomic_write(self.path / "history.npz") as file:
            np.savez(file, **history.to_arrays())  # type: ignore[arg-type]

    def history(self) -> History:
        """The history of the run so far. Raises CheckpointError when it cannot be read."""
        if not self.is_complete and self.has_checkpoints:
            return self.latest().state.history
        path = self.path / "history.npz"
        try:
            return History.from_arrays(read_arrays(path, HISTORY_ARRAYS, CheckpointError, _MAX_HISTORY))
        except ValueError as reason:
            raise CheckpointError(f"{path} is damaged ({reason}); delete the run.") from None

    def file(self, step: int) -> Path:
        """Where to write the checkpoint after this many steps."""
        return self.path / f"step-{step:012d}.npz"

    def drop_all_but(self, newest: int) -> None:
        """Remove all checkpoints but the newest ones."""
        for old in self._files()[newest:]:
            old.unlink(missing_ok=True)

    def latest(self) -> Checkpoint:
        """The newest checkpoint that can be read. Raises CheckpointError when there is none."""
        failure = CheckpointError(f"{self.path} holds no run; start the training again.")
        for number, path in enumerate(self._files()):
            try:
                return read_checkpoint(path)
            except CheckpointError as error:
                failure = error if number == 0 else failure
        raise failure

    def _put_record(self, record: RunRecord) -> None:
        with atomic_write(self.path / RECORD) as file:
            file.write(record.to_text().encode())

    @contextmanager
    def _editing(self) -> Iterator[None]:
        try:
            with edit_lock(self.path.parent):
                yield
        except Timeout:
            raise OSError("another program holds it") from None

    def _files(self) -> list[Path]:
        """Newest first: names order like the steps."""
        return sorted(self.path.glob(_PATTERN), reverse=True)
