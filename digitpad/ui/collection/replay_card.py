"""A drawing, large, written again at the speed it was written, with the answer running along."""

import numpy as np
from PySide6.QtCore import QElapsedTimer, QSignalBlocker, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QToolButton

from digitpad.core.collection.drawing import CollectedDrawing
from digitpad.core.collection.replay import Replay
from digitpad.ui.style.icons import show_icon
from digitpad.ui.style.type import FIGURE, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.fields import Slider
from digitpad.ui.widgets.labels import caption, named, per_cent
from digitpad.ui.widgets.layouts import Stretched, holder, horizontal
from digitpad.ui.widgets.probability_bars import ImageCard

_FRAME = 33  # milliseconds
_SIZES = 6, 88  # pixels on the screen: with these, all that is said below has room on a laptop


class ReplayCard(ImageCard):
    """Shows a drawing; the slider goes through the time it took, and the button plays it."""

    def __init__(self) -> None:
        super().__init__(*_SIZES)
        self._replay: Replay | None = None
        hint = self.tr("See it written again, as fast as it was, and what the model in use makes of it")
        self.play = named(QToolButton(), self.tr("Write it again"), hint)
        self.play.clicked.connect(self._play_or_stop)
        hint = self.tr("Go back and forth in the time it took to write")
        self.slider = named(Slider(), self.tr("Time"), hint)
        self.slider.valueChanged.connect(self._show_frame)
        self.slider.sliderPressed.connect(self.stop)
        self.slider.actionTriggered.connect(lambda _action: self.stop())
        self.time = QLabel()
        set_role(self.time, FIGURE)
        self._line = holder(horizontal(None, self.play, Stretched(self.slider), self.time, gap=SPACE))
        self.story = caption()
        self.facts = caption()
        layout = self.layout()
        assert layout is not None
        for widget in (self._line, self.story, self.facts):
            layout.addWidget(widget)
        self._clock = QElapsedTimer()
        self._from = 0.0  # seconds
        self._frames = QTimer(self, interval=_FRAME)
        self._frames.timeout.connect(self._next_frame)
        self._show_button()

    @property
    def is_playing(self) -> bool:
        return self._frames.isActive()

    def show_drawing(self, drawing: CollectedDrawing, replay: Replay, again: bool = False) -> None:
        """Show a drawing, and how the answer to it came about; one that is shown `again` stays at its moment."""
        if not again:
            self.stop()
        self._replay = replay
        label = self.tr("no digit") if drawing.label is None else str(drawing.label)
        name = self.tr("Meant as {label}, read as {answer}").format(label=label, answer=replay.P[-1].argmax())
        last = len(replay.times) - 1
        frame = min(self.slider.value(), last) if again else last
        self.show_image(name, replay.ink[frame], replay.P[frame])
        self._line.setVisible(last > 0)
        self.story.setVisible(last > 0)
        self.facts.setText(self._facts(drawing))
        with QSignalBlocker(self.slider):
            self.slider.setMaximum(last)
            self.slider.setValue(frame)
        self.time.setText(_seconds(replay.times[-1]))
        self.time.setMinimumWidth(self.time.sizeHint().width())
        self.time.setText(_seconds(replay.times[frame]))
        self.story.setText(self._story(replay))

    def start(self) -> None:
        """Write it again, from where the slider is, or from the beginning."""
        if self._replay is None or len(self._replay.times) < 2:
            return
        if self.slider.value() == self.slider.maximum():
            self.slider.setValue(0)
        self._from = float(self._replay.times[self.slider.value()])
        self._clock.start()
        self._frames.start()
        self._show_button()

    def stop(self) -> None:
        self._frames.stop()
        self._show_button()

    def hideEvent(self, event: QHideEvent) -> None:
        self.stop()
        super().hideEvent(event)

    def _play_or_stop(self) -> None:
        if self.is_playing:
            self.stop()
        else:
            self.start()

    def _next_frame(self) -> None:
        if self._replay is None:
            return
        moment = self._from + self._clock.elapsed() / 1000
        frame = int(np.searchsorted(self._replay.times, moment, side="right")) - 1
        self.slider.setValue(frame)
        if frame >= self.slider.maximum():
            self.stop()

    def _show_frame(self, frame: int) -> None:
        if self._replay is not None:
            self.image.set_image(self._replay.ink[frame])
            self.bars.set_probabilities(self._replay.P[frame])
            self.time.setText(_seconds(self._replay.times[frame]))

    def _story(self, replay: Replay) -> str:
        """When the answer changed."""
        (_, first), *later = replay.answers
        if not later:
            return self.tr("Looked like {first} from the first touch on").format(first=first)
        time, last = later[-1]
        text = self.tr("Looked like {first} at first, and like {last} from {time} on")
        if len(later) > 1:
            text = self.tr("Looked like {first} at first, changed {count} times, and is {last} from {time} on")
        return text.format(first=first, last=last, time=_seconds(time), count=len(later))

    def _facts(self, drawing: CollectedDrawing) -> str:
        written = drawing.written.astimezone()
        parts = [drawing.writer, f"{written:%Y-%m-%d %H:%M}", *([drawing.device] if drawing.device else [])]
        if drawing.model:
            answer = f"{drawing.answer} ({per_cent(drawing.sureness)})"
            text = self.tr("refused by {model}") if drawing.answer is None else self.tr("{model} said {answer}")
            parts.append(text.format(model=drawing.model, answer=answer))
        return " · ".join(parts)

    def _show_button(self) -> None:
        show_icon(self.play, "pause" if self.is_playing else "train")


def _seconds(time: float) -> str:
    return f"{time:.1f} s"
