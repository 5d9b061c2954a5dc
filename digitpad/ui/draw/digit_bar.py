"""The digits of a number in a row; the bars below are those of the one that is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent

from digitpad.core.recognition.number import PlacedPrediction
from digitpad.ui.draw.digit_boxes import digit_words
from digitpad.ui.widgets.page_bars import SegmentedBar

_WAYS = {
    Qt.Key.Key_Left: QPointF(-0.5, 0),
    Qt.Key.Key_Right: QPointF(0.5, 0),
    Qt.Key.Key_Up: QPointF(0, -0.5),
    Qt.Key.Key_Down: QPointF(0, 0.5),
}


class DigitBar(SegmentedBar):
    """Each digit with its probability. Arrows choose one; with Alt they move its box, with Shift its far corner."""

    chosen = Signal(int)
    changed = Signal(QPointF, QPointF)  # its near and its far corner, by so much in canvas units

    def __init__(self) -> None:
        super().__init__()
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.currentChanged.connect(self.chosen)
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
        way = _WAYS.get(Qt.Key(event.key()))
        if way and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.changed.emit(way, way)
        elif way and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.changed.emit(QPointF(), way)
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
