"""Facts about the hidden unit or the output pointed at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from digitpad.core.network import CLASSES, SIDE, Floats
from digitpad.ui.colour_scales import RGB, signed_colours
from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.widgets.signed_bars import SignedBars
from digitpad.ui.widgets.small_pictures import SmallPictures

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
