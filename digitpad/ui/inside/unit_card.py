"""Facts about the hidden unit or the output pointed at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from digitpad.core.inspection.hidden_units import Units
from digitpad.core.network import CLASSES, SIDE, Floats, Network
from digitpad.ui.theme import SPACE, colours, scaled
from digitpad.ui.widgets.image_list import SmallPictures
from digitpad.ui.widgets.images import RGB, signed_colours
from digitpad.ui.widgets.matrix_picture import PixelMap

_MARGIN = 2


class SignedBars(QWidget):
    """Shows a signed number for each digit as a bar from a line at zero; one digit may stand out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Floats = np.zeros(CLASSES)
        self._limit = 1.0
        self._digit: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(280, 92)

    def set_values(self, values: Floats, limit: float, digit: int | None = None) -> None:
        """Show values (10,), of which one of the size `limit` has the full height."""
        self._values, self._limit, self._digit = values, limit or 1.0, digit
        self.update()

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        theme = colours()
        painter.setFont(scaled(self.font(), 0.9))
        caption = QFontMetricsF(painter.font()).height()
        height = (self.height() - caption) / 2 - _MARGIN
        zero = height + _MARGIN
        column = self.width() / CLASSES
        # Full colours, since the length of a bar already shows the size of its number.
        fills = signed_colours(np.sign(self._values), 1.0)
        for digit in range(CLASSES):
            left = digit * column
            painter.fillRect(QRectF(left + 0.18 * column, _MARGIN, 0.64 * column, 2 * height), QColor(theme.track))
            length = float(np.clip(self._values[digit] / self._limit, -1, 1)) * height
            bar = QRectF(left + 0.18 * column, zero - max(length, 0), 0.64 * column, abs(length))
            painter.fillRect(bar, QColor(*map(int, fills[digit])))
            painter.setPen(QColor(theme.text if digit == self._digit else theme.second))
            below = QRectF(left, self.height() - caption, column, caption)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(digit))
        painter.setPen(QColor(theme.second))
        painter.drawLine(QPointF(0, zero), QPointF(self.width(), zero))
        painter.end()


_ROWS, _COLUMNS = 3, 9
STRONGEST = _ROWS * _COLUMNS  # pictures
_WIDTH = 300
_NOTHING = np.empty((0, SIDE, SIDE, 3), np.uint8)


@dataclass(frozen=True, eq=False)
class UnitFacts:
    """A hidden unit: weights into it (784,), what each pixel adds (784,), weights out of it (10,), and the size that
    has the full height of a bar.
    """

    weights_in: Floats
    from_pixels: Floats
    weights_out: Floats
    largest_out: float


class UnitCard(QFrame):
    """A title, the arithmetic, and pictures; every part keeps its place, whether there is something to show or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self.title, self.arithmetic, self.use = QLabel(), QLabel(), QLabel()
        self.weights = SmallPictures(2, pixel=5)
        self.bars = SignedBars()
        self.strongest = SmallPictures(_COLUMNS, _ROWS)
        self._captions = self.tr("weights in"), self.tr("your drawing adds")
        self._name_parts()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        for label, lines in ((self.title, 1), (self.arithmetic, 4), (self.use, 2)):
            label.setFont(scaled(label.font(), 1.0))
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setMinimumHeight(lines * label.fontMetrics().lineSpacing())
        for part in (self.title, self.arithmetic, self.weights, self.bars, self.use, self.strongest):
            layout.addWidget(part)
        layout.addStretch(1)

    def set_text(self, title: str, arithmetic: str) -> None:
        """What is pointed at, and how its number came about."""
        self.title.setText(f"<b>{title}</b>")
        self.arithmetic.setText(arithmetic)

    def set_unit(self, facts: UnitFacts | None, digit: int | None = None) -> None:
        """Show the weights of a unit, or of none; `digit` stands out among the bars."""
        if facts is None:
            self.weights.set_pictures(_NOTHING, ())
            self.bars.set_values(np.zeros(CLASSES), 1.0)
            return
        both = [signed_colours(each.reshape(SIDE, SIDE)) for each in (facts.weights_in, facts.from_pixels)]
        self.weights.set_pictures(np.stack(both), self._captions)
        self.bars.set_values(facts.weights_out, facts.largest_out, digit)

    def set_use(self, text: str, pictures: RGB = _NOTHING, captions: Sequence[str] = ()) -> None:
        """How often it is active, and the images (n, 28, 28, 3) on which it is most."""
        self.use.setText(text)
        self.strongest.set_pictures(pictures, captions)

    def _name_parts(self) -> None:
        for part, name, hint in (
            (
                self.weights,
                self.tr("Weights into the unit"),
                self.tr(
                    "Left the 784 weights into this unit as a picture: ink on orange pixels raises it, on blue ones "
                    "lowers it. Right what each pixel of your drawing adds, compared with a blank page."
                ),
            ),
            (
                self.bars,
                self.tr("Weights out of the unit"),
                self.tr(
                    "The weights from this unit to the ten digits: when it is active, it votes for those above the line"
                ),
            ),
            (
                self.strongest,
                self.tr("Images on which the unit is most active"),
                self.tr("Training images on which this unit is most active, with their labels: what it looks for"),
            ),
        ):
            part.setAccessibleName(name)
            part.setToolTip(hint)


_PIXEL = 5


class TemplateCard(QWidget):
    """Shows a unit of a network, or that none is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLabel()
        self.picture = PixelMap(_PIXEL)
        self.picture.setToolTip(self.tr("Incoming weights: where ink drives the unit (orange) or holds it back (blue)"))
        self.bars = SignedBars()
        self.bars.setFixedWidth(self.picture.width())
        self.bars.setToolTip(
            self.tr("Outgoing weights: which digits the unit votes for when it fires, and which it votes against")
        )
        self.facts = QLabel()
        self.facts.setFont(scaled(self.facts.font(), 0.9))
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setFixedWidth(self.picture.width())
        self.facts.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        for widget in (self.name, self.picture, self.bars, self.facts):
            layout.addWidget(widget)
        layout.addStretch(1)

    def set_unit(self, network: Network, units: Units, unit: int | None, limit: float | None = None) -> None:
        """Show this unit, with the colours of the size `limit`."""
        if unit is None or unit >= network.hidden_units:
            self.name.setText(self.tr("<b>No unit chosen</b>"))
            self.facts.setText(self.tr("Point at a picture, or click it, to see what the unit does."))
            self.picture.setVisible(False)
            self.bars.setVisible(False)
            return
        self.picture.setVisible(True)
        self.bars.setVisible(True)
        self.name.setText(self.tr("<b>Hidden unit {number}</b>").format(number=unit))
        self.picture.set_colours(signed_colours(network.W1[:, unit].reshape(SIDE, SIDE), limit))
        self.picture.setAccessibleName(self.tr("Incoming weights of hidden unit {number}").format(number=unit))
        self.bars.set_values(network.W2[unit], float(np.abs(network.W2[unit]).max()), int(units.votes[unit]))
        against = int(network.W2[unit].argmin())
        facts = [
            self.tr("votes for {digit} ({weight})").format(
                digit=units.votes[unit], weight=f"{units.strengths[unit]:+.2f}"
            ),
            self.tr("against {digit} ({weight})").format(digit=against, weight=f"{network.W2[unit, against]:+.2f}"),
            self.tr("norm {norm}, bias {bias}").format(
                norm=f"{units.norms[unit]:.2f}", bias=f"{network.b1[unit]:+.2f}"
            ),
        ]
        if units.use is not None:
            facts.append(self.tr("fires for {share} of the images").format(share=f"{100 * units.use[unit]:.1f} %"))
        self.bars.setAccessibleName(", ".join(facts[:2]))
        self.facts.setText("\n".join(facts))
