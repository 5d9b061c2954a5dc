"""How far a run has come, and the way back to its earlier moments, beneath its curves."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget

from digitpad.ui.style.icons import show_icon
from digitpad.ui.style.type import CAPTION, FIGURE, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.train.progress import TrainingProgress
from digitpad.ui.widgets.layouts import horizontal
from digitpad.ui.widgets.timeline import Timeline
from digitpad.workspace.shown_run import ShownRun

PLAY_MS = 600  # for which each moment is shown


class Travel(QWidget):
    """Whose curves are shown; play, the moments, which of them is shown, and the way back to now."""

    def __init__(self, shown: ShownRun, progress: TrainingProgress) -> None:
        super().__init__()
        self._shown, self._progress = shown, progress
        self.whose = QLabel()
        self.whose.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.whose, FIGURE)
        self.timeline = Timeline()
        self.timeline.setAccessibleName(self.tr("Progress and moments of the run"))
        self.timeline.setToolTip(
            self.tr(
                "How far the run has come. Go back to an earlier moment of it: canvas, Inside and Evaluate then show "
                "the network as it was. Arrow keys go from moment to moment, End goes back to now."
            )
        )
        self.timeline.moved.connect(self._go)
        self.play = QToolButton()
        self.play.clicked.connect(self._toggle)
        self.where = QLabel()
        set_role(self.where, CAPTION)
        self.back = QPushButton(self.tr("Back to now"))
        self.back.setProperty("link", True)
        self.back.setToolTip(self.tr("Show the network as it is now"))
        set_role(self.back, CAPTION)
        self.back.clicked.connect(self._come_back)
        self._timer = QTimer(self, interval=PLAY_MS)
        self._timer.timeout.connect(self._next)
        layout = horizontal(self, gap=SPACE)
        for each in (self.whose, self.play, self.timeline, self.where, self.back):
            layout.addWidget(each)
        layout.setStretch(2, 1)
        layout.addStretch(0)
        shown.changed.connect(self._show)
        progress.told.connect(self._show_line)
        self._show()

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    def hideEvent(self, event: QHideEvent) -> None:
        self._stop()
        super().hideEvent(event)

    def _show(self) -> None:
        shown, moments, at = self._shown, self._shown.moments, self._shown.at
        whose = self.tr("“{name}”")
        if not (shown.history.batches or shown.history.epochs):
            whose = self.tr("“{name}” has no curves: it was not trained here, or its run was deleted.")
        self.whose.setText(whose.format(name=shown.name) if shown.name else "")
        self._show_line()
        if at is None:
            self.where.setText(self.tr("now"))
        elif at == 0 and not moments.first_epoch:
            self.where.setText(self.tr("untrained"))
        else:
            epoch = moments.epoch(at)
            self.where.setText(self.tr("epoch {epoch}").format(epoch=f"{epoch:.2f}" if epoch % 1 else f"{epoch:.0f}"))
        self.back.setVisible(at is not None)
        self._show_button()

    def _show_line(self) -> None:
        """Show the moments of a run, and of the latest how far it has come of what is planned."""
        steps, at = self._shown.moments.steps, self._shown.at
        live = self._shown.is_live and self._progress.maximum() > 0
        for each, on in ((self.play, len(steps) > 1), (self.timeline, live or len(steps) > 1)):
            if each.isHidden() is on:
                each.setVisible(on)
        self.where.setVisible(not self.timeline.isHidden())
        learned, last = (self._progress.value(), self._progress.maximum()) if live else (steps or (0,))[-1:] * 2
        last = max(last, *steps, 1)
        self.timeline.set_moments(
            [step / last for step in steps], max(learned, *steps, 0) / last, steps.index(at) if at in steps else None
        )

    def _show_button(self) -> None:
        show_icon(self.play, "pause" if self.is_playing else "train")
        text = self.tr("Pause") if self.is_playing else self.tr("Replay how the network learned")
        self.play.setAccessibleName(text)
        self.play.setToolTip(text)

    def _go(self, number: int) -> None:
        self._stop()
        steps = self._shown.moments.steps
        self._shown.go_to(steps[number] if number < len(steps) - 1 else None)

    def _come_back(self) -> None:
        self._stop()
        self._shown.go_to(None)

    def _toggle(self) -> None:
        if self.is_playing:
            self._stop()
            return
        steps = self._shown.moments.steps
        if steps and self._shown.at is None:
            self._shown.go_to(steps[0])
        self._timer.start()
        self._show_button()

    def _next(self) -> None:
        steps, at = self._shown.moments.steps, self._shown.at
        following = [step for step in steps if at is not None and step > at]
        if len(following) > 1:
            self._shown.go_to(following[0])
        else:
            self._come_back()

    def _stop(self) -> None:
        self._timer.stop()
        self._show_button()
