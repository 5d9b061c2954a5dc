"""The digits of a number: boxes on the canvas, moved and resized, and a row of them to choose from."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen

from digitpad.core.drawing.strokes import PenSample
from digitpad.core.recognition.boxes import Box
from digitpad.core.recognition.number import PlacedPrediction
from digitpad.ui.draw.tools import ARROWS, paint_handles
from digitpad.ui.style.type import FIGURE, font_of
from digitpad.ui.theme import colours
from digitpad.ui.widgets.labels import per_cent
from digitpad.ui.widgets.page_bars import SegmentedBar
from digitpad.workspace.drawing.drawing_classifier import DrawingClassifier
from digitpad.workspace.drawing.drawing_document import DrawingDocument
from digitpad.workspace.drawing.number_editor import NumberEditor

_ROOM, _ROOM_ON_PICTURE = 1.5, 0.5  # canvas units between a box and its frame: half a pen, and a gap
_GREY, _DIM = QColor(170, 170, 170), QColor(45, 45, 45)
_HANDLE = 7.0  # pixels
_NEAR = 9.0  # pixels from a corner at which it is taken hold of
_STILL = 0.4  # canvas units: a shorter move is a click


class DigitBoxes:
    """A frame and a label for each digit of a number; a tool of the pointer, in canvas units.

    A digit is answered for when it is pressed, and its box goes where it is dragged to.
    """

    def __init__(self, classifier: DrawingClassifier, numbers: NumberEditor, document: DrawingDocument) -> None:
        self._classifier, self._numbers, self._document = classifier, numbers, document
        self._digits: tuple[PlacedPrediction, ...] = ()
        self._chosen = 0
        self._inside = False
        self._unit = 1.0
        self._start: QPointF | None = None
        self._from: Box = (0.0, 0.0, 0.0, 0.0)
        self._sides = 1, 1, 1, 1  # which sides of the box move with the pointer
        self._moves = False

    def set_digits(self, digits: Sequence[PlacedPrediction], chosen: int, inside: bool) -> bool:
        """Take these, and whether a press inside a frame is for it, since there is nothing to draw on.

        Returns whether they are to be painted anew.
        """
        before, now = (self._digits, self._chosen, self._inside), (tuple(digits), chosen, inside)
        self._digits, self._chosen, self._inside = now
        return before != now

    def takes(self, place: QPointF, unit: float) -> bool:
        """Whether a press there, in canvas units, is for a box; `unit` is their length in pixels."""
        self._unit = unit
        return bool(self._digits) and (self._corner_at(place) is not None or self._digit_at(place) is not None)

    def press(self, place: PenSample) -> None:
        spot = QPointF(*place[:2])
        corner = self._corner_at(spot)
        if corner is None:
            digit = self._digit_at(spot)
            if digit is None:
                return
            self._chosen, self._sides = digit, (1, 1, 1, 1)
            self._classifier.choose(digit)
        else:
            self._sides = corner
        self._start, self._from, self._moves = spot, self._digits[self._chosen].box, False

    def move(self, place: PenSample) -> None:
        if self._start is None:
            return
        way = QPointF(*place[:2]) - self._start
        self._moves = self._moves or way.manhattanLength() > _STILL
        if self._moves:
            steps = way.x(), way.y(), way.x(), way.y()
            left, top, right, bottom = (
                side + moved * step for side, moved, step in zip(self._from, self._sides, steps, strict=True)
            )
            self._numbers.place((min(left, right), min(top, bottom), max(left, right), max(top, bottom)))

    def release(self) -> None:
        self._start = None
        if self._moves:
            self._document.end_change()

    def paint(self, painter: QPainter, unit: float) -> None:
        """`unit` is the length of a canvas unit in pixels; the painter's origin is the canvas' corner."""
        self._unit = unit
        theme = colours()
        painter.setFont(font_of(FIGURE))
        for number, digit in enumerate(self._digits):
            here, refused = number == self._chosen, digit.prediction.rejection is not None
            line = Qt.PenStyle.DashLine if refused else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(theme.accent) if here else _GREY, 2 if here else 1, line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(_scaled(self._frame(number), unit), 3, 3)
            label = _scaled(self._label(number), unit)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent) if here else _DIM)
            painter.drawRoundedRect(label, 3, 3)
            painter.setPen(QColor(theme.on_accent) if here else QColor(235, 235, 235))
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, self._words(number, label.width()))
            if here:
                paint_handles(painter, _scaled(self._frame(number), unit), QColor(theme.accent), _HANDLE)

    def _words(self, number: int, room: float) -> str:
        short, *others = digit_words(self._digits[number])
        full = " ".join((short, *others))
        return full if QFontMetricsF(font_of(FIGURE)).horizontalAdvance(full) <= room - 4 else short

    def _frame(self, number: int) -> QRectF:
        left, top, right, bottom = self._digits[number].box
        room = _ROOM_ON_PICTURE if self._inside else _ROOM
        return QRectF(left, top, right - left, bottom - top).adjusted(-room, -room, room, room)

    def _label(self, number: int) -> QRectF:
        """Above the frame, as far as the next one's; inside it where there is no room above."""
        label, *others = map(self._full_label, range(number, min(number + 2, len(self._digits))))
        for other in others:
            if label.intersects(other) and label.left() < other.left():
                label.setRight(other.left())
        return label

    def _full_label(self, number: int) -> QRectF:
        frame, height = self._frame(number), (QFontMetricsF(font_of(FIGURE)).height() + 2) / self._unit
        return QRectF(QPointF(frame.left(), max(frame.top() - height, 0)), QSizeF(frame.width(), height))

    def _digit_at(self, place: QPointF) -> int | None:
        """The digit whose label lies there, or its frame where that counts, the chosen one first."""
        numbers = sorted(range(len(self._digits)), key=lambda number: number != self._chosen)
        inside = [n for n in numbers if self._inside and self._frame(n).contains(place)]
        return next((n for n in numbers if self._label(n).contains(place)), inside[0] if inside else None)

    def _corner_at(self, place: QPointF) -> tuple[int, int, int, int] | None:
        """Which sides meet in the chosen box's corner there."""
        frame, near = self._frame(self._chosen), _NEAR / self._unit
        across = (1, 0) if abs(place.x() - frame.left()) < near else (0, int(abs(place.x() - frame.right()) < near))
        down = (1, 0) if abs(place.y() - frame.top()) < near else (0, int(abs(place.y() - frame.bottom()) < near))
        return (across[0], down[0], across[1], down[1]) if any(across) and any(down) else None


def digit_words(digit: PlacedPrediction) -> tuple[str, ...]:
    """A digit and its probability; only a question mark beside what is refused, and for what is blank."""
    answer = digit.prediction
    if answer.rejection:  # the probability is that of a digit, which this is not
        return ("?" if answer.digit is None else f"{answer.digit}?",)
    return str(answer.digit), per_cent(answer.probability)


def _scaled(box: QRectF, by: float) -> QRectF:
    return QRectF(box.topLeft() * by, box.size() * by)


class DigitBar(SegmentedBar):
    """Each digit with its probability. Arrows choose one; with Alt they move its box, with Shift its far corner."""

    def __init__(self, numbers: NumberEditor) -> None:
        super().__init__()
        self._numbers = numbers
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # of a digit that was clicked, the arrows move the box
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._labels: list[tuple[str, ...]] = []

    def set_digits(self, digits: Sequence[PlacedPrediction], chosen: int) -> None:
        """Show these, from left to right, and which of them the bars are of."""
        labels = [digit_words(each) for each in digits]
        self.blockSignals(True)
        while self.count() > len(labels):
            self.removeTab(self.count() - 1)
        while self.count() < len(labels):
            self.addTab("")
        self._labels = labels
        self._fit()
        self.setCurrentIndex(chosen)
        self.blockSignals(False)
        words = self.tr("Digit {number} of {count}").format(number=chosen + 1, count=len(labels))
        self.setAccessibleName(": ".join((words, " ".join(labels[chosen]))) if labels else words)

    def tabSizeHint(self, index: int) -> QSize:
        usual = super().tabSizeHint(index)
        return QSize(min(usual.width(), max(self.width() // max(self.count(), 1), 1)), usual.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(1, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrow = ARROWS.get(Qt.Key(event.key()))
        way = arrow and arrow / 2
        if way and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._numbers.change(way.x(), way.y(), way.x(), way.y())
        elif way and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._numbers.change(0.0, 0.0, way.x(), way.y())
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        """Leave out the probabilities where there is no room for all."""
        full = ["  ".join(label) for label in self._labels]
        metrics, room = self.fontMetrics(), self.width() // max(len(full), 1) - 10
        fits = all(metrics.horizontalAdvance(each) <= room for each in full)
        for number, (text, label) in enumerate(zip(full, self._labels, strict=True)):
            words = text if fits else label[0]
            if self.tabText(number) != words:
                self.setTabText(number, words)
            self.setTabToolTip(number, text)
