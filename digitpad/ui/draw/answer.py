"""The answer in large letters, and a line or two about it beneath."""

from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from digitpad.core.network import CLASSES, Floats
from digitpad.ui.theme import colours, scaled

_LINES = 2


class Tone(Enum):
    """Whether the answer stands, or may still change or be wrong."""

    SETTLED = "settled"
    OPEN = "open"


class AnswerView(QWidget):
    """Shows an answer, faded while it is still open. The texts keep their places, whatever they say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.SETTLED
        # Without a layout: the window is not laid out anew for each answer.
        self.answer = QLabel(self)
        self.answer.setFont(scaled(self.answer.font(), 4.5))
        self.answer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.remark = QLabel(self)
        self.remark.setFont(scaled(self.remark.font(), 1.1))
        self.remark.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.remark.setWordWrap(True)
        self._answer_height = self.answer.fontMetrics().height()
        self.setFixedHeight(self._answer_height + _LINES * self.remark.fontMetrics().lineSpacing())

    def show_answer(self, answer: str, remark: str, tone: Tone = Tone.SETTLED) -> None:
        self.answer.setText(answer)
        self.remark.setText(remark)
        self._tone = tone
        self._colour()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self.answer.setGeometry(0, 0, self.width(), self._answer_height)
        self.remark.setGeometry(0, self._answer_height, self.width(), self.height() - self._answer_height)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._colour()
        super().changeEvent(event)

    def _colour(self) -> None:
        theme = colours()
        colour = QColor(theme.text if self._tone is Tone.SETTLED else theme.faint)
        palette = self.answer.palette()
        if palette.color(self.answer.foregroundRole()) != colour:
            palette.setColor(self.answer.foregroundRole(), colour)
            self.answer.setPalette(palette)


class _Shown(NamedTuple):
    """How a bar looks; without a per cent it is empty."""

    per_cent: int | None
    best: bool


class _Column(NamedTuple):
    """Where the parts of one digit's column stand."""

    caption: QRect
    track: QRect
    digit: QRect


_NOTHING = [_Shown(None, False)] * CLASSES


class ProbabilityBars(QWidget):
    """Shows ten probabilities as bars with their per cent above and their digit below; the highest stands out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = _NOTHING
        self._place()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return QSize(300, 128)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 96)

    def set_probabilities(self, probabilities: Floats | None) -> None:
        """Show probabilities (10,), or empty bars for None. Only what looks different is painted."""
        before = self._shown
        self._shown = _NOTHING if probabilities is None else _shown(probabilities)
        for column, old, new in zip(self._columns, before, self._shown, strict=True):
            if old != new:
                self.update(column.track)
                self.update(column.caption)
            if old.best != new.best:
                self.update(column.digit)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.FontChange:
            self._place()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, region = colours(), event.region()
        track, plain, best, text = (QColor(each) for each in (theme.track, theme.faint, theme.accent, theme.text))
        for digit, (column, shown) in enumerate(zip(self._columns, self._shown, strict=True)):
            painter.setPen(text if shown.best else plain)
            if region.intersects(column.track):
                painter.fillRect(column.track, track)
                above = round(column.track.height() * (1 - (shown.per_cent or 0) / 100))
                painter.fillRect(column.track.adjusted(0, above, 0, 0), best if shown.best else plain)
            if region.intersects(column.digit):
                painter.setFont(self._digits)
                painter.drawText(column.digit, Qt.AlignmentFlag.AlignCenter, str(digit))
            if shown.per_cent is not None and region.intersects(column.caption):
                painter.setFont(self._captions)
                painter.drawText(column.caption, Qt.AlignmentFlag.AlignCenter, f"{shown.per_cent}%")
        painter.end()

    def _place(self) -> None:
        """Find the fonts and the places for this size."""
        self._digits, self._captions = scaled(self.font(), 1.0), scaled(self.font(), 0.8)
        below, above = QFontMetrics(self._digits).height(), QFontMetrics(self._captions).height()
        width, height = self.width() / CLASSES, self.height() - below - above
        edges = [round(digit * width) for digit in range(CLASSES + 1)]
        margin = round(0.18 * width)
        self._columns = [
            _Column(
                QRect(left, 0, right - left, above),
                QRect(left + margin, above, right - left - 2 * margin, height),
                QRect(left, above + height, right - left, below),
            )
            for left, right in pairwise(edges)
        ]


def _shown(probabilities: Floats) -> list[_Shown]:
    best = int(probabilities.argmax())
    return [_Shown(round(100 * each), digit == best) for digit, each in enumerate(probabilities.tolist())]
