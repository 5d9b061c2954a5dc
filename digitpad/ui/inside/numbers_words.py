"""What the view Numbers says: of its parts, of the two passes, and ten probabilities before, now and after."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy

from digitpad.core.network import CLASSES, Floats, Network
from digitpad.ui.style.type import CAPTION, font_of, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.labels import ClassWidget, per_cent, shortened

tr = partial(QCoreApplication.translate, "numbers")


def page_titles() -> tuple[str, ...]:
    """What the parts of the two passes are called, in their order."""
    return (
        tr("forward: image to hidden units"),
        tr("forward: hidden units to probabilities"),
        tr("backward: gradient of W2 and b2"),
        tr("backward: through W2 to the hidden units"),
        tr("backward: gradient of W1 and b1"),
        tr("step: W2 and b2"),
        tr("step: W1 and b1"),
    )


def forward_sentence(page: int, network: Network, X: Floats, names: Sequence[str]) -> tuple[str, str]:
    """What an image X (1, 784) becomes in the hidden layer (page 0), or in the output layer, for the named classes.

    In a sentence, and in a shorter one.
    """
    X = X.astype(network.dtype, copy=False)
    activations = network.forward(X)
    units = f"{network.hidden_units:,}"
    if page == 0:
        on = int((activations.A1 > 0).sum())
        text = tr("784 pixels become {units} sums, {on} of them above zero")
        short = tr("{on} of {units} sums are above zero")
        return text.format(units=units, on=f"{on:,}"), short.format(units=units, on=f"{on:,}")
    digit = int(activations.Z.argmax())
    text = tr("{units} units add up to ten logits, from which softmax makes {share} for {digit}")
    short = tr("Softmax of ten logits: {share} for {digit}")
    share = per_cent(float(network.predict_proba(X)[0, digit]))
    return text.format(units=units, digit=names[digit], share=share), short.format(digit=names[digit], share=share)


def backward_sentence(label: str, now: float, after: float) -> str:
    """What one step does to the probability of the label."""
    text = tr("One step for {digit} takes its probability from {now} to {after}")
    return text.format(digit=label, now=f"{100 * now:.2f}\u00a0%", after=f"{100 * after:.2f}\u00a0%")


class ProbabilityRows(ClassWidget):
    """Up to three lines of ten probabilities, one beneath the other; one digit stands out."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[str, Floats], ...] = ()
        self._digit = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Probabilities before and after the step"))
        self.setToolTip(
            self.tr("The network’s probabilities before the step that was made, now, and after the step that is shown")
        )

    def sizeHint(self) -> QSize:
        return QSize(px(400), round(4 * self._line()))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(300), self.sizeHint().height())

    def set_rows(self, before: Floats | None, now: Floats, after: Floats, digit: int) -> None:
        """Show probabilities (10,) before the last step, if there was one, now, and after the next."""
        rows = (self.tr("before"), before), (self.tr("now"), now), (self.tr("after"), after)
        self._rows = tuple((name, row) for name, row in rows if row is not None)
        self._digit = digit
        self.setAccessibleDescription(", ".join(f"{name} {row[digit]:.1%}" for name, row in self._rows))
        self.update()

    def clear(self) -> None:
        """Show no numbers."""
        self._rows = ()
        self.update()

    def paintEvent(self, _event: object) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        theme = colours()
        painter.setFont(font_of(CAPTION))
        line, first = self._line(), painter.fontMetrics().horizontalAdvance(self.tr("before, %")) + SPACE
        column = (self.width() - first) / CLASSES
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        for digit, word in enumerate(shortened(self._names, painter.fontMetrics(), column - SPACE)):
            painter.setPen(QColor(theme.text if digit == self._digit else theme.second))
            painter.drawText(QRectF(first + digit * column, 0, column, line), right, word)
            for number, (_, probabilities) in enumerate(self._rows, start=1):
                place = QRectF(first + digit * column, number * line, column, line)
                painter.drawText(place, right, f"{100 * probabilities[digit]:.1f}")
        painter.setPen(QColor(theme.second))
        for number, (name, _) in enumerate(self._rows, start=1):
            painter.drawText(QRectF(0, number * line, first, line), Qt.AlignmentFlag.AlignVCenter, f"{name}, %")
        painter.end()

    def _line(self) -> float:
        return QFontMetricsF(font_of(CAPTION)).height()
