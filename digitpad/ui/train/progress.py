"""How far the training has come, in steps and in words."""

from PySide6.QtCore import QObject, QTimer, Signal

from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.run_events import RunFinished, RunProgress
from digitpad.ui.widgets.titles import time_left
from digitpad.workspace.training_session import TrainingSession, TrainingState

_TELL_EVERY = 200  # milliseconds: figures that change more often cannot be read


class TrainingProgress(QObject):
    """Tells the epoch and the time while the network trains, the last batch when it pauses, and how it ended."""

    changed = Signal()

    def __init__(self, session: TrainingSession) -> None:
        super().__init__()
        self._session = session
        self._progress: RunProgress | None = None
        self._told: tuple[RunProgress, TrainingState] | None = None
        self._final: RunFinished | None = None
        self._telling = QTimer(self, singleShot=True, interval=_TELL_EVERY)
        self._telling.timeout.connect(self._tell_progress)
        self.text = ""  # what there is to say
        self.steps = self.total_steps = 0  # taken, and of the run in all; 0 before the first training
        session.state_changed.connect(self._show_state)
        session.progressed.connect(self._show_progress)
        session.happened.connect(self._note_final)

    def _tell(self, text: str) -> None:
        self.text = text
        self.changed.emit()

    def _show_state(self, state: TrainingState) -> None:
        if self._progress is None:
            waiting = {
                TrainingState.OPENING: self.tr("opening the data"),
                TrainingState.RUNNING: self.tr("getting ready"),
                TrainingState.FINISHING: self.tr("getting ready"),
            }
            if state in waiting:
                self.steps, self.total_steps = 0, 1
            self._tell(waiting.get(state, ""))
            return
        self._tell_progress()
        if state is TrainingState.IDLE:
            self._telling.stop()
            self._tell(self._ended(self._progress))
            self._progress = self._final = None

    def _show_progress(self, progress: RunProgress) -> None:
        self._progress = progress
        if not self._telling.isActive():
            self._tell_progress()

    def _note_final(self, event: object) -> None:
        if isinstance(event, RunFinished):
            self._final = event

    def _tell_progress(self) -> None:
        progress, state = self._progress, self._session.state
        if progress is None or (progress, state) == self._told:
            return
        self._told = progress, state
        self._telling.start()
        self.steps, self.total_steps = progress.steps, progress.total_steps
        if state is TrainingState.FINISHING:
            self._tell(self.tr("Evaluating the network"))
            return
        if state is TrainingState.FITTING_DETECTOR:
            share = round(100 * (progress.detector or 0))
            self._tell(self.tr("Learning what is not a digit · {share} %").format(share=share))
            return
        parts = [self.tr("Epoch {epoch} of {epochs}").format(epoch=progress.epoch, epochs=progress.epochs)]
        parts += self._of_batch(progress) if state is TrainingState.PAUSED else self._of_time(progress)
        self._tell(" · ".join(parts))

    def _of_batch(self, progress: RunProgress) -> list[str]:
        """What the last batch came to, which can be read when there is time for it."""
        if progress.cost is None or progress.accuracy is None:
            return []
        return [
            self.tr("batch {batch}/{batches}").format(batch=progress.batch, batches=progress.steps_per_epoch),
            self.tr("batch cost {cost}").format(cost=f"{progress.cost:.4f}"),
            self.tr("accuracy {share}").format(share=f"{100 * progress.accuracy:.1f} %"),
        ]

    def _of_time(self, progress: RunProgress) -> list[str]:
        parts = []
        if progress.awaits_kernels:
            return [self.tr("getting faster: the kernels are being compiled, once on this machine")]
        if progress.seconds_left is not None:
            parts.append(self.tr("{time} left").format(time=time_left(progress.seconds_left)))
        if progress.seconds_per_epoch is not None:
            parts.append(self.tr("{seconds} s an epoch").format(seconds=f"{progress.seconds_per_epoch:.2f}"))
        if progress.images_per_second is not None:
            rate = progress.images_per_second
            parts.append(self.tr("{rate} images/s").format(rate=f"{round(rate, -3 if rate >= 10_000 else -2):,.0f}"))
        return parts

    def _ended(self, progress: RunProgress) -> str:
        """How the run ended, and which network is kept if it is not the last one."""
        epochs = {"epoch": progress.epoch, "epochs": progress.epochs, "done": progress.epochs_done}
        if self._final and self._final.reason is RunStatus.STOPPED_EARLY:
            text = self.tr("stopped early after {done} of {epochs} epochs: validation no longer improved")
        elif progress.steps == progress.total_steps:
            text = self.tr("{epochs} epochs done")
        else:
            text = self.tr("stopped in epoch {epoch} of {epochs}")
        if self._final and self._final.model.epochs < progress.epochs_done:
            text += " · " + self.tr("the network of epoch {best} is kept")
            epochs["best"] = self._final.model.epochs
        return text.format(**epochs)
