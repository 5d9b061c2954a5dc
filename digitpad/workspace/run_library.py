"""The runs that are kept, for the window: found, named, deleted and brought back, without keeping it waiting."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal

from digitpad.core.errors import CheckpointError, DigitpadError
from digitpad.core.files import why
from digitpad.core.models.model import Model
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.groups import RunGroup, differing_settings, grouped
from digitpad.core.runs.share import import_run, share_run
from digitpad.core.runs.store import LIMIT, KeptRun, RunStore
from digitpad.core.sweeps.sweep import SweepFile, unfinished_sweep
from digitpad.core.training.history import History
from digitpad.workspace.job_queue import JobQueue
from digitpad.workspace.model_library import ModelLibrary

Runs = tuple[KeptRun, ...]
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Listing:
    """All runs, those that differ by their seed alone together, and the settings in which the groups differ most.

    `sweep` is the newest that is not done, unless a program works on it, and `best` the best test accuracy; `count` and
    `bytes` are those of all runs.
    """

    groups: tuple[RunGroup, ...] = ()
    differing: tuple[str, ...] = ()
    sweep: SweepFile | None = None
    best: float | None = None
    count: int = 0
    bytes: int = 0


class RunsDeleted(NamedTuple):
    """These runs are deleted; `undo_delete` brings them back."""

    runs: Runs


class RunTakenIn(NamedTuple):
    """The run of this key came from a file."""

    key: str


class RunLibrary(QObject):
    """Knows the runs in a folder, and offers the newest that was interrupted.

    What is asked for is done in the background, in order; then the runs are listed anew.
    """

    changed = Signal()  # the list, or the run that can be resumed
    happened = Signal(object)  # RunsDeleted, RunTakenIn, or an exception

    def __init__(self, models: ModelLibrary, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._models = models
        self.folder = folder
        self._store = RunStore(folder)
        self.interrupted: RunFolder | None = None  # the run that can be resumed, claimed
        self.listing = Listing()  # the runs as they were listed last
        self._histories: dict[str, tuple[str, History]] = {}  # with the stamps of the records they belong to
        self._model_keys: dict[str, int] = {}  # of the runs whose models are in the library
        self._jobs: JobQueue[RunStore] = JobQueue(lambda: nullcontext(self._store), self.happened.emit, self)
        self._listings = 0  # that were asked for
        self._aside: list[str] = []  # what the latest deletion can be undone by
        self.limit = LIMIT  # bytes on the disk, above which old runs give something up

    @property
    def runs(self) -> Runs:
        """The same, each by itself, the newest first."""
        runs = [run for group in self.listing.groups for run in group.runs]
        return tuple(sorted(runs, key=lambda run: run.key, reverse=True))

    def look_for_interrupted(self) -> None:
        """Look for the newest run that can be resumed."""
        self._set_interrupted(next(RunFolder.unfinished(self.folder), None))

    def claim_interrupted(self, run: KeptRun) -> bool:
        """Make this the run that can be resumed; returns whether that is so: no other program may work on it."""
        before = self.interrupted
        if before and before.path == run.folder.path:
            return True
        folder = RunFolder(run.folder.path)
        if not folder.claim():
            return False
        if before:
            before.release()
        self._set_interrupted(folder)
        return True

    def discard_interrupted(self) -> None:
        """Give it up for good."""
        if self.interrupted:
            self.interrupted.remove()
            self._set_interrupted(None)

    def forget_interrupted(self) -> None:
        """It is under way again."""
        self._set_interrupted(None)

    def note_model(self, run: str, key: int) -> None:
        """The model of this key is the outcome of the run with this key."""
        self._model_keys[run] = key

    def run_of(self, model: int) -> str | None:
        """The key of the run from which the model of this key is, if it is from one."""
        return next((run for run, key in self._model_keys.items() if key == model), None)

    def refresh(self) -> None:
        """List the runs anew, after what was asked for before."""
        self._listings += 1
        number = self._listings

        def list_them(store: RunStore) -> Listing | None:
            return _listing(store) if number == self._listings else None  # else another one follows

        self._jobs.do(list_them, self._show)

    def do(self, job: Callable[[RunStore], Result], then: Callable[[Result], object] = lambda _result: None) -> None:
        """Change something in the background, after what was asked for before; `then` its result is handed over."""
        self._jobs.do(partial(self._explained, job), then)
        self.refresh()

    def histories(self, runs: Iterable[KeptRun], then: Callable[[], object]) -> list[tuple[KeptRun, History]]:
        """The histories of those runs that are known; the others are read, and `then` all can be asked for again."""
        found, missing = [], []
        for run in runs:
            stamp, history = self._histories.get(run.key, ("", None))
            if history is not None:
                found.append((run, history))
            if stamp != run.entry.stamp:
                self._histories[run.key] = run.entry.stamp, history or History()
                missing.append(run)
        if missing:
            read = partial(_for_each, missing, lambda run: run.folder.history())
            self._jobs.do(lambda _: read(), partial(self._take_histories, then))
        return found

    def open_models(self, runs: Sequence[KeptRun], then: Callable[..., object] = lambda *_keys: None) -> None:
        """Put the models of runs into the library and use the last; `then` their keys are handed over."""
        missing = [run for run in runs if not self._models.get(self._model_keys.get(run.key))]
        read = partial(self._explained, lambda _: [(run, run.folder.model()) for run in missing])
        self._jobs.do(read, partial(self._add_models, runs, then))

    def share(self, run: KeptRun, path: Path, then: Callable[[], object]) -> None:
        """Write a run to one file, for somebody else; `then` is called once it is there."""
        self.do(lambda _: share_run(path, run.folder), lambda _: then())

    def take_in(self, path: Path) -> None:
        """Make a run of such a file; `happened` tells which."""
        self.do(lambda store: RunTakenIn(import_run(path, store.path).path.name), self.happened.emit)

    def set_limit(self, limit: int) -> None:
        """Let old runs give up what goes beyond so many bytes, now and whenever a run begins."""
        self.limit = limit
        self.do(lambda store: store.make_room(limit))

    def annotate(
        self, runs: Sequence[KeptRun], name: str | None = None, star: bool | None = None, note: str | None = None
    ) -> None:
        """Give runs another name or note, or a star, with which they keep everything, however full the disk is."""

        def write(run: KeptRun, _store: RunStore) -> str:
            return run.folder.annotate(name, star, note).title

        for run in runs:
            self.do(partial(write, run), partial(self._name_model, run.key))

    def delete(self, runs: Sequence[KeptRun]) -> None:
        """Delete runs; `happened` says which, since a run that a program works on stays."""
        interrupted = self.interrupted
        if interrupted and any(run.folder.path == interrupted.path for run in runs):
            interrupted.release()
            self._set_interrupted(None)

        def delete_all(store: RunStore) -> tuple[list[tuple[KeptRun, str]], list[DigitpadError]]:
            store.purge(self._aside)
            done, errors = _for_each(runs, store.delete)
            self._aside = [aside for _, aside in done]
            return done, errors

        self.do(delete_all, self._tell_deleted)

    @property
    def can_undo_delete(self) -> bool:
        """Whether there is a deletion to be undone."""
        return bool(self._aside)

    def undo_delete(self) -> None:
        """Bring back what was deleted last."""

        def restore_all(store: RunStore) -> list[DigitpadError]:
            done, errors = _for_each(self._aside, store.restore)
            back = {aside for aside, _ in done}
            self._aside = [each for each in self._aside if each not in back]
            return errors

        self.do(restore_all, self._tell_errors)

    def shutdown(self) -> None:
        """Do what was asked for; what was deleted is gone for good from now on."""
        self._listings += 1  # of which none is needed any more
        self._jobs.shutdown()
        self._store.purge(self._aside)
        self._aside = []

    def _name_model(self, run: str, title: str) -> None:
        """Let the model of a run have the run's name."""
        if entry := self._models.get(self._model_keys.get(run)):
            self._models.rename(entry.key, title)

    def _explained(self, job: Callable[[RunStore], Result], store: RunStore) -> Result:
        try:
            return job(store)
        except OSError as reason:
            raise CheckpointError(f"{self.folder} cannot be changed ({why(reason)}); check the disk.") from None

    def _show(self, listing: Listing | None) -> None:
        if listing:
            self.listing = listing
            self.changed.emit()

    def _take_histories(
        self, then: Callable[[], object], read: tuple[list[tuple[KeptRun, History]], list[DigitpadError]]
    ) -> None:
        found, errors = read
        for run, history in found:
            self._histories[run.key] = run.entry.stamp, history
        then()
        self._tell_errors(errors)

    def _tell_deleted(self, deleted: tuple[list[tuple[KeptRun, str]], list[DigitpadError]]) -> None:
        gone, errors = deleted
        if gone:
            self.happened.emit(RunsDeleted(tuple(run for run, _ in gone)))
        self._tell_errors(errors)

    def _tell_errors(self, errors: Iterable[DigitpadError]) -> None:
        for error in errors:
            self.happened.emit(error)

    def _add_models(
        self, wanted: Sequence[KeptRun], then: Callable[..., object], models: Sequence[tuple[KeptRun, Model]]
    ) -> None:
        for run, model in models:
            self._model_keys[run.key] = self._models.add(replace(model, name=self._models.new_name(run.record.title)))
        keys = [self._model_keys[run.key] for run in wanted]
        self._models.use(keys[-1])
        then(*keys)

    def _set_interrupted(self, folder: RunFolder | None) -> None:
        if folder is not self.interrupted:
            self.interrupted = self._store.claimed = folder
            self.changed.emit()
            if self._listings:  # what is listed says of a run that it was interrupted
                self.refresh()


def _listing(store: RunStore) -> Listing:
    runs = store.runs()
    groups = grouped(runs)
    differing, sweep = tuple(differing_settings(groups)), unfinished_sweep(store.path, runs)
    if sweep and sweep.is_driven():  # by the command line, perhaps
        sweep = None
    best = max((group.test.mean for group in groups if group.test.mean is not None), default=None)
    return Listing(groups, differing, sweep, best, len(runs), sum(run.bytes for run in runs))


def _for_each(
    items: Iterable[Item], act: Callable[[Item], Result]
) -> tuple[list[tuple[Item, Result]], list[DigitpadError]]:
    """What came of each, and what went wrong with others."""
    done, errors = [], list[DigitpadError]()
    for item in items:
        try:
            done.append((item, act(item)))
        except DigitpadError as error:
            errors.append(error)
    return done, errors
