"""The runs that are kept, for the window: found, named, deleted and brought back, without keeping it waiting."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.core.errors import CheckpointError, DigitpadError
from digitpad.core.models.model import Model
from digitpad.core.runs.comparison import RunGroup, differing_settings, grouped
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.store import LIMIT, KeptRun, RunStore
from digitpad.core.sweeps.sweep_file import SweepFile, unfinished_sweep
from digitpad.core.training.history import History
from digitpad.workspace.model_library import ModelLibrary
from digitpad.workspace.worker import Delivery, Worker

Runs = tuple[KeptRun, ...]


@dataclass(frozen=True)
class Listing:
    """All runs, those that differ by their seed alone together, and the settings in which the groups differ most.

    `sweep` is the newest that is not done.
    """

    groups: tuple[RunGroup, ...]
    differing: tuple[str, ...]
    sweep: SweepFile | None = None


@dataclass(frozen=True)
class Loaded:
    """The history of a run was read."""

    run: KeptRun
    history: History


@dataclass(frozen=True)
class Done:
    """Something was done; `tell` is called in the window's thread."""

    tell: Callable[[], None]


Outcome = Loaded | Done | DigitpadError
Job = Callable[[], Iterable[Outcome]]


class RunLibrary(QObject):
    """Knows the runs in a folder, and offers the newest that was interrupted.

    What is asked for is done in the background, in order; then the runs are listed anew.
    """

    changed = Signal()
    histories_changed = Signal()
    deleted = Signal(tuple)  # the runs that `undo_delete` brings back
    models_opened = Signal(tuple)  # the keys of the models that were asked for
    failed = Signal(Exception)
    interrupted_changed = Signal()

    def __init__(self, models: ModelLibrary, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._models = models
        self.folder = folder
        self._store = RunStore(folder)
        self._interrupted: RunFolder | None = None
        self._listing = Listing((), ())
        self._histories: dict[str, tuple[str, History]] = {}  # with the stamps of the records they belong to
        self._model_keys: dict[str, int] = {}  # of the runs whose models are in the library
        self._jobs: deque[Job] = deque()
        self._worker: Worker | None = None
        self._wanted = False
        self._aside: list[str] = []  # what the latest deletion can be undone by
        self.limit = LIMIT  # bytes on the disk, above which old runs give something up

    @property
    def listing(self) -> Listing:
        """The runs as they were listed last."""
        return self._listing

    @property
    def runs(self) -> Runs:
        """The same, each by itself, the newest first."""
        runs = [run for group in self._listing.groups for run in group.runs]
        return tuple(sorted(runs, key=lambda run: run.key, reverse=True))

    @property
    def interrupted(self) -> RunFolder | None:
        """The run that can be resumed, claimed."""
        return self._interrupted

    def look_for_interrupted(self) -> None:
        """Look for the newest run that can be resumed."""
        self._set_interrupted(next(RunFolder.unfinished(self.folder), None))

    def claim_interrupted(self, run: KeptRun) -> bool:
        """Make this the run that can be resumed; returns whether that is so: no other program may work on it."""
        before = self._interrupted
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
        if self._interrupted:
            self._interrupted.remove()
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
        """List the runs anew."""
        self._wanted = True
        if self._worker is None:
            self._worker = Worker(self._work(), self)
            self._worker.delivered.connect(self._receive)
            self._worker.start()

    def histories(self, runs: Iterable[KeptRun]) -> list[tuple[KeptRun, History]]:
        """The histories of those runs that are known; the others are read, and `histories_changed` says so."""
        found = []
        for run in runs:
            stamp, history = self._histories.get(run.key, ("", None))
            if history is not None:
                found.append((run, history))
            if stamp != run.entry.stamp:
                self._histories[run.key] = run.entry.stamp, history or History()
                self.do(lambda run=run: [Loaded(run, run.folder.history())])  # type: ignore[misc]
        return found

    def open_models(self, runs: Sequence[KeptRun]) -> None:
        """Put the models of runs into the library and use the last; `models_opened` has their keys."""
        missing = [run for run in runs if self._model_keys.get(run.key) not in self._models_by_key()]

        def read() -> Iterator[Outcome]:
            models = [(run, run.folder.model()) for run in missing]
            yield Done(partial(self._add_models, models, runs))

        self.do(read)

    def set_limit(self, limit: int) -> None:
        """Let old runs give up what goes beyond so many bytes, now and whenever a run begins."""
        self.limit = limit

        def free() -> Iterator[Outcome]:
            self._store.make_room(limit)
            yield from ()

        self.do(free)

    def set_words(
        self, runs: Sequence[KeptRun], name: str | None = None, star: bool | None = None, note: str | None = None
    ) -> None:
        """Give runs another name or note, or a star, with which they keep everything, however full the disk is."""

        def write() -> Iterator[Outcome]:
            for run in runs:
                title = run.folder.set_words(name, star, note).title
                yield Done(partial(self._name_model, run.key, title))

        self.do(write)

    def delete(self, runs: Sequence[KeptRun]) -> None:
        """Delete runs; `deleted` says which, since a run that a program works on stays."""
        interrupted = self._interrupted
        if interrupted and any(run.folder.path == interrupted.path for run in runs):
            interrupted.release()
            self._set_interrupted(None)

        def delete_all() -> Iterator[Outcome]:
            before, self._aside = self._aside, []
            self._store.purge(before)
            gone: list[KeptRun] = []
            for run in runs:
                try:
                    self._aside.append(self._store.delete(run))
                    gone.append(run)
                except CheckpointError as error:
                    yield error
            if gone:
                yield Done(partial(self.deleted.emit, tuple(gone)))

        self.do(delete_all)

    @property
    def can_undo_delete(self) -> bool:
        """Whether there is a deletion to be undone."""
        return bool(self._aside)

    def undo_delete(self) -> None:
        """Bring back what was deleted last."""

        def restore_all() -> Iterator[Outcome]:
            aside, self._aside = self._aside, []
            for each in aside:
                self._store.restore(each)
            yield from ()

        self.do(restore_all)

    def shutdown(self) -> None:
        """Do what was asked for; what was deleted is gone for good from now on."""
        if self._worker:
            self._worker.shutdown()
            self._worker = None
        deque(self._do_jobs(), maxlen=0)
        self._store.purge(self._aside)
        self._aside = []

    def _name_model(self, run: str, title: str) -> None:
        """Let the model of a run have the run's name."""
        key = self._model_keys.get(run)
        if key is not None and key in self._models:
            self._models.rename(key, title)

    def _models_by_key(self) -> set[int]:
        return {item.key for item in self._models.items}

    def do(self, job: Job) -> None:
        """Have this done in the background, after what was asked for before."""
        self._jobs.append(job)
        self.refresh()

    def _work(self) -> Generator[Outcome | Listing, None, None]:
        while self._jobs or self._wanted:
            self._wanted = False
            yield from self._do_jobs()
            runs = self._store.runs()
            groups = grouped(runs)
            yield Listing(groups, tuple(differing_settings(groups)), unfinished_sweep(self.folder, runs))

    def _do_jobs(self) -> Iterator[Outcome]:
        while self._jobs:
            job = self._jobs.popleft()
            try:
                yield from job()
            except DigitpadError as error:
                yield error
            except OSError as reason:
                yield CheckpointError(f"{self.folder} cannot be changed ({reason}); check the disk.")

    @Slot(Delivery)
    def _receive(self, delivery: Delivery) -> None:
        if delivery.ended and self._worker:
            failure, self._worker = self._worker.failure, None
            if self._wanted:
                self.refresh()
            if failure:
                raise failure
        for event in delivery.events:
            match event:
                case Listing():
                    self._listing = event
                case Done():
                    event.tell()
                case Loaded():
                    self._histories[event.run.key] = event.run.entry.stamp, event.history
                case _:
                    self.failed.emit(event)
        if any(isinstance(event, Listing) for event in delivery.events):
            self.changed.emit()
        if any(isinstance(event, Loaded) for event in delivery.events):
            self.histories_changed.emit()

    def _add_models(self, models: Sequence[tuple[KeptRun, Model]], wanted: Sequence[KeptRun]) -> None:
        for run, model in models:
            self._model_keys[run.key] = self._models.add(replace(model, name=self._models.new_name(run.record.title)))
        keys = tuple(self._model_keys[run.key] for run in wanted)
        self._models.use(keys[-1])
        self.models_opened.emit(keys)

    def _set_interrupted(self, folder: RunFolder | None) -> None:
        if folder is not self._interrupted:
            self._interrupted = self._store.claimed = folder
            self.interrupted_changed.emit()
