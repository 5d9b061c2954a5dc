"""The answer in large letters, and a line or two about it beneath."""

from enum import Enum

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

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
