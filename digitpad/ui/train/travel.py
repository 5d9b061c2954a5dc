"""How far a run has come, and the way back to its earlier moments, beneath its curves."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QMouseEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from digitpad.ui.style.icons import show_icon
from digitpad.ui.style.type import CAPTION, FIGURE, px, set_role
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.train.progress import TrainingProgress
from digitpad.ui.widgets.fields import WheelAfterFocus
from digitpad.ui.widgets.labels import named
from digitpad.ui.widgets.layouts import horizontal
from digitpad.ui.widgets.painting import smooth_painter
from digitpad.workspace.shown_run import ShownRun

_TRACK, _KNOB = 6, 8  # pixels: the track's height, the knob's radius
_APART = 10  # pixels between two notches


class Timeline(WheelAfterFocus, QAbstractSlider):
    """Filled is learned, notches are kept moments, the knob is the moment shown: full for now, hollow for earlier ones.

    Its value is the number of a moment. A click or a drag goes to the nearest moment; arrow keys go to the next, Home
    to the first, End to now.
    """

    def __init__(self) -> None:
        super().__init__()
        self._places: Sequence[float] = ()
        self.learned = 0.0  # how much of the run, from 0 to 1
        self._at: int | None = None
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setPageStep(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_moments(self, places: Sequence[float], learned: float, at: int | None) -> None:
        """Show moments at rising places from 0 to 1, how much of it is learned, and which is shown (None: now)."""
        self._places, self.learned, self._at = places, learned, at
        with QSignalBlocker(self):
            self.setRange(0, max(len(places) - 1, 0))
            self.setValue(self.maximum() if at is None else at)
        self.setEnabled(len(places) > 1)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, px(24))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go_near(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_near(event.position().x())

    def focusInEvent(self, _event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, _event: QEvent) -> None:
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.EnabledChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = colours()
        painter = smooth_painter(self)
        painter.setPen(Qt.PenStyle.NoPen if theme.track != theme.surface else QColor(theme.line))
        track = self._track()
        painter.setBrush(QColor(theme.track))
        painter.drawRoundedRect(track, _TRACK / 2, _TRACK / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        learned = QRectF(track)
        learned.setWidth(track.width() * self.learned)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(learned, _TRACK / 2, _TRACK / 2)
        painter.setBrush(QColor(theme.surface))
        before = -_APART
        for place in self._places:
            x = round(self._x(place))
            if x - before >= _APART:
                before = x
                painter.drawRect(QRectF(x - 0.5, track.top() + 1, 1, _TRACK - 2))
        knob = QPointF(self._knob_x(), track.center().y())
        back = self._at is not None
        painter.setBrush(QColor(theme.surface if back else theme.accent))
        painter.setPen(QPen(QColor(theme.accent), 3 if back else 1))
        radius = px(_KNOB) - (1.5 if back else 0.5)
        painter.drawEllipse(knob, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.text), 2))
            painter.drawEllipse(knob, radius + 3, radius + 3)

    def _track(self) -> QRectF:
        margin = px(_KNOB) + 4.0
        return QRectF(margin, (self.height() - _TRACK) / 2, max(self.width() - 2 * margin, 1), _TRACK)

    def _x(self, place: float) -> float:
        track = self._track()
        return track.left() + place * track.width()

    def _knob_x(self) -> float:
        return self._x(self.learned if self._at is None else self._places[self._at])

    def _go_near(self, x: float) -> None:
        if self._places:
            distances = [abs(self._x(place) - x) for place in self._places]
            self.setValue(distances.index(min(distances)))


PLAY_MS = 600  # for which each moment is shown


class Travel(QWidget):
    """Whose curves are shown; play, the moments, which of them is shown, and the way back to now."""

    def __init__(self, shown: ShownRun, progress: TrainingProgress) -> None:
        super().__init__()
        self._shown, self._progress = shown, progress
        self.whose = QLabel()
        self.whose.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.whose, FIGURE)
        hint = self.tr(
            "How far the run has come. Go back to an earlier moment of it: canvas, Inside and Evaluate then show "
            "the network as it was. Arrow keys go from moment to moment, End goes back to now."
        )
        self.timeline = named(Timeline(), self.tr("Progress and moments of the run"), hint)
        self.timeline.valueChanged.connect(self._go)
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
        layout = horizontal(self, self.whose, self.play, self.timeline, self.where, self.back, gap=SPACE)
        layout.setStretch(2, 1)
        layout.addStretch(0)
        shown.changed.connect(self._show)
        progress.changed.connect(self._show_line)
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
            none = self.tr("“{name}” has no curves: it was not trained here, or its run was deleted.")
            whose = "" if shown.is_live else none  # a training that begins will have some
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
        live = self._shown.is_live and self._progress.total_steps > 0
        for each, on in ((self.play, len(steps) > 1), (self.timeline, live or len(steps) > 1)):
            if each.isHidden() is on:
                each.setVisible(on)
        self.where.setVisible(not self.timeline.isHidden())
        learned, last = (self._progress.steps, self._progress.total_steps) if live else (steps or (0,))[-1:] * 2
        last = max(last, *steps, 1)
        self.timeline.set_moments(
            [step / last for step in steps], max(learned, *steps, 0) / last, steps.index(at) if at in steps else None
        )

    def _show_button(self) -> None:
        show_icon(self.play, "pause" if self.is_playing else "train")
        text = self.tr("Pause") if self.is_playing else self.tr("Replay how the network learned")
        named(self.play, text, text)

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
