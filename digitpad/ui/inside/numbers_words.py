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


def explanation() -> str:
    return tr(
        "<p>All numbers the network computes for your drawing. What is multiplied stands in line with the result: "
        "point at a number, or go to it with the arrow keys (Home and End change the block), and what made it lights "
        "up green, with the arithmetic beneath; a click, or Enter, keeps it. Of a long sum the four largest terms are "
        "written out; after the dots comes the total of all others.</p>"
        "<p><i>A1 = X W1 + b1, A2 = relu(A1), Z = A2 W2 + b2, P = softmax(Z / T)</i></p>"
        "<p>Backwards, for the label that you choose:<br><i>G = P − Y, dW2 = A2ᵀ G + 2 λ W2, db2 = G, dA1 = (G W2ᵀ) · "
        "relu′(A1), dW1 = Xᵀ dA1 + 2 λ W1, db1 = dA1</i></p>"
        "<p>The step is the one that a training with the settings of the page Train (η learning rate, λ weight decay, "
        "optimiser) would begin with on this one image; for one image, sum and mean are the same. Where these "
        "settings put inputs on another scale, such as counted from blank paper, X + 1 or the like stands for X, and "
        "W1 and b1 are those for it. A model without a hidden layer has 20 units here, and the cost is cross-entropy. "
        "What is random (dropout, varied images), averages of weights and the learning rate’s schedule are left "
        "out.</p>"
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
