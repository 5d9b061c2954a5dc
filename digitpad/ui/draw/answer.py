"""The answer: a digit as large as its room, how probable it is, and its rival; and the same in words."""

from collections.abc import Sequence
from functools import lru_cache, partial

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from digitpad.core.recognition.number import Reading
from digitpad.core.recognition.predict import RejectionReason
from digitpad.ui.style.type import ANSWER, CAPTION, TEXT, TITLE, font_of, px, set_role
from digitpad.ui.theme import SPACE, colours, follow_look
from digitpad.ui.widgets.labels import are_digits, per_cent
from digitpad.ui.widgets.layouts import Stretched, fill, vertical
from digitpad.ui.widgets.painting import smooth_painter
from digitpad.workspace.drawing.drawing_classifier import DrawingPrediction

_OUTLINE = 200  # pixels of the font whose outlines are scaled
_RADIUS = 10
_HIGH = 1.15  # of its width: the place of an answer


class BigDigit(QWidget):
    """One character as large as the widget allows: every digit at one size, at the left edge.

    Without a text, the dashed place where the answer will stand.
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._open = False
        follow_look(self, self._colour)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def text(self) -> str:
        return self._text

    def show_text(self, text: str, is_open: bool) -> None:
        """Show a digit or a sign; one that is still open, or in doubt, is paler."""
        if (text, is_open) != (self._text, self._open):
            self._text, self._open = text, is_open
            self._colour()
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        if self._text:
            path, widest, tallest = _glyph(self._text, font_of(ANSWER).family())
            scale = min(self.width() / widest, self.height() / tallest)
            painter.scale(scale, scale)
            painter.fillPath(path, self.palette().windowText())
        else:
            self._paint_place(painter)
        painter.end()

    def _paint_place(self, painter: QPainter) -> None:
        theme = colours()
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        frame.setHeight(min(frame.height(), _HIGH * frame.width()))
        painter.setPen(QPen(QColor(theme.axis), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
        font = font_of(ANSWER)
        font.setPixelSize(max(round(frame.height() * 0.5), 1))
        painter.setFont(font)
        painter.setPen(QColor(theme.bar))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, "?")

    def _colour(self) -> None:
        theme, palette = colours(), self.palette()
        colour = QColor(theme.second if self._open else theme.text)
        if palette.color(self.foregroundRole()) != colour:
            palette.setColor(self.foregroundRole(), colour)
            self.setPalette(palette)


class AnswerView(QWidget):
    """A digit, its probability and a line on its rival; or in place of the digit, words. All keep their places."""

    def __init__(self) -> None:
        super().__init__()
        self.title = QLabel(self.tr("Answer"))
        set_role(self.title, CAPTION)
        self.digit = BigDigit()
        self.words = QLabel()
        set_role(self.words, TITLE)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.hide()
        self.probability = QLabel()
        set_role(self.probability, TITLE)
        self.rival = QLabel()
        set_role(self.rival, TEXT)
        self.rival.setProperty("quiet", True)
        self.rival.setWordWrap(True)
        self.rival.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lines = 2
        layout = vertical(self, self.title, Stretched(self.digit), Stretched(self.words), gap=SPACE // 2)
        fill(layout, SPACE // 2, self.probability, self.rival)
        self.set_room(128, narrow=False)

    def set_room(self, width: int, narrow: bool) -> None:
        """How wide the answer may be, in pixels; in a narrow window its heading is left out."""
        self.setFixedWidth(width)
        self.digit.setFixedWidth(width)
        self.title.setVisible(not narrow)
        self._lines = 1 if narrow else 2
        self.probability.setFixedHeight(self.probability.fontMetrics().height())
        self._give_room()

    def show_digit(self, digit: str, probability: str, rival: str, is_open: bool) -> None:
        """An answer; `digit` is empty where there is none yet, and `rival` then says why."""
        self._show(self.digit)
        self.digit.show_text(digit, is_open)
        self._tell(probability, rival)

    def show_words(self, words: str, remark: str) -> None:
        """What is said of a drawing that is no digit."""
        self._show(self.words)
        self.digit.show_text("", True)
        self.words.setText(words)
        self._tell("", remark)

    def hasHeightForWidth(self) -> bool:
        return False  # its lines have their places, whatever they say

    def sizeHint(self) -> QSize:
        return QSize(self.width(), px(260))

    def _tell(self, probability: str, rival: str) -> None:
        self.probability.setText(probability)
        self.rival.setText(rival.replace(" %", "\u00a0%"))
        self._give_room()

    def _give_room(self) -> None:
        """The lines have their places whatever they say, and more where large letters need it."""
        answered = bool(self.probability.text())
        lines = self._lines * self.rival.fontMetrics().lineSpacing()
        self.rival.setFixedHeight(max(lines, self.rival.heightForWidth(self.width())))
        if self.probability.isHidden() is answered:
            self.probability.setVisible(answered)

    def _show(self, part: QWidget) -> None:
        for each in (self.digit, self.words):
            if each.isHidden() is (each is part):
                each.setVisible(each is part)


@lru_cache(32)
def _glyph(text: str, family: str) -> tuple[QPainterPath, float, float]:
    """The outline of a text from the top left corner, and the width and height of the widest and tallest digit."""
    font = QFont(family)
    font.setPixelSize(_OUTLINE)
    font.setWeight(ANSWER.weight)
    digits = QPainterPath()
    boxes = []
    for digit in "0123456789":
        path = QPainterPath()
        path.addText(0, 0, font, digit)
        boxes.append(path.boundingRect())
    digits.addText(0, 0, font, text)
    top = min(box.top() for box in boxes)
    tallest = max(box.bottom() for box in boxes) - top
    digits.translate(-digits.boundingRect().left(), -top)
    return digits, max(*(box.width() for box in boxes), digits.boundingRect().width()), tallest


translate = QCoreApplication.translate
tr = partial(translate, "answer")

_RIVAL, _NO_RIVAL, _DOUBT = 0.1, 0.995, 0.25
_LEAST = 0.005  # a rival below would have “0 %”


def show_answer(view: AnswerView, reading: DrawingPrediction, names: Sequence[str]) -> None:
    """The answer in large figures and the lines beneath it; `names` are those of the ten classes."""
    digit, number = reading.digit, reading.number
    if number and number.is_number:
        place = tr("bars: digit {digit} of {count}")
        view.show_digit(
            number.text,
            per_cent(number.probability),
            place.format(digit=reading.chosen + 1, count=len(number.digits)),
            is_open=number.rejection is not None,
        )
    elif digit is None or reading.probabilities is None:
        view.show_digit("", "", tr("appears here"), is_open=True)
    elif reading.rejection:
        reason = "\n".join(_refused(reading.rejection)[1:])
        nearest = tr("nearest: {digit}").format(digit=names[digit])
        view.show_words(tr("not a digit"), reason or nearest)
    elif reading.provisional:
        view.show_digit(names[digit], "…", "", is_open=True)
    else:
        other = int(reading.probabilities.argsort()[-2])
        share = float(reading.probabilities[other])
        rival = _rival(names[other], share, reading.probability)
        view.show_digit(names[digit], per_cent(reading.probability), rival, share >= _DOUBT)


def _rival(other: str, share: float, best: float) -> str:
    """The line on the second most probable digit."""
    if best >= _NO_RIVAL or share < _LEAST:
        return tr("no rival")
    text = tr("or {digit}: {share}") if share >= _RIVAL else tr("then {digit}: {share}")
    return text.format(digit=other, share=per_cent(share))


def _refused(rejection: RejectionReason) -> list[str]:
    """The sentence, and the reason if there is one."""
    reasons = {
        RejectionReason.SPECK: tr("(a speck)"),
        RejectionReason.LINE: tr("(a horizontal line)"),
        RejectionReason.TWO_SHAPES: tr("(two shapes)"),
        RejectionReason.SOLID: tr("(a filled shape)"),
        RejectionReason.CLUTTER: tr("(no clear shape)"),
    }
    return [
        tr("This does not look like a digit"),
        *([reasons[rejection]] if rejection in reasons else []),
    ]


def told(reading: Reading | None, names: Sequence[str]) -> str:
    """What was read, in a sentence; `names` are those of the ten classes."""
    if reading is None:
        return ""
    share = per_cent(reading.probability)
    if reading.is_number and reading.rejection:
        sentence = tr("May be the number {text} ({share}); not every digit is clear.")
    elif reading.is_number:
        sentence = tr("The number {text} ({share}).")
    elif reading.whole.rejection:
        return " ".join(_refused(reading.whole.rejection)) + "."
    elif reading.whole.digit is not None and not are_digits(names):
        return f"{names[reading.whole.digit]} ({share})."
    else:
        sentence = tr("A {text} ({share}).")
    return sentence.format(text=reading.text, share=share)


def spoken(reading: DrawingPrediction, names: Sequence[str]) -> str:
    """The answer as a sentence, for those who hear it."""
    if reading.number and reading.number.is_number:
        sure = tr("It is the number {number}")
        unsure = tr("It may be the number {number}")
        return (unsure if reading.number.rejection else sure).format(number=reading.number.text)
    if reading.digit is None:
        return tr("No answer yet")
    if reading.rejection:
        return " ".join(_refused(reading.rejection))
    if reading.provisional:
        return tr("It may become {digit}").format(digit=names[reading.digit])
    if reading.runner_up is not None:
        both = {"digit": names[reading.digit], "other": names[reading.runner_up]}
        return tr("Not sure: {digit} or {other}").format(**both)
    return tr("It is {digit}, {probability} per cent").format(
        digit=names[reading.digit], probability=f"{100 * reading.probability:.0f}"
    )
