"""Facts about a hidden unit, or the output pointed at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from digitpad.core.inspection.hidden_units import Units
from digitpad.core.network import CLASSES, SIDE, Floats, Network
from digitpad.ui.style.type import CAPTION, FIGURE, NAME, font_of, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.images import NO_PICTURES, RGB, Thumbnails, signed_colours
from digitpad.ui.widgets.labels import ClassWidget, caption, named, shortened, signed, text_label
from digitpad.ui.widgets.layouts import SPRING, Stretched, holder, horizontal, vertical
from digitpad.ui.widgets.painting import smooth_painter, write
from digitpad.ui.widgets.pixel_map import PixelMap

STRONGEST = 18  # images
_IMAGE = 34  # pixels of their sides at 100 %
_PICTURE = 104
_HALF = 36  # pixels above, and below, the line at zero


class SignedBars(ClassWidget):
    """Shows a signed number for each digit as a bar from a line at zero; one digit may stand out."""

    def __init__(self) -> None:
        super().__init__()
        self._values: Floats = np.zeros(CLASSES)
        self._digit: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(232), 2 * px(_HALF) + QFontMetrics(font_of(FIGURE)).height() + SPACE // 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), self.sizeHint().height())

    def set_values(self, values: Floats, digit: int | None = None) -> None:
        """Show values (10,); the largest has the full height."""
        self._values, self._digit = values, digit
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        theme, half = colours(), px(_HALF)
        limit = float(np.abs(self._values).max(initial=0.0)) or 1.0
        column = self.width() / CLASSES
        wide = min(0.62 * column, px(24))
        painter.setPen(Qt.PenStyle.NoPen)
        for digit, value in enumerate(self._values.tolist()):
            length = half * abs(value) / limit
            top = half - length if value > 0 else half
            painter.setBrush(QColor(theme.training if value > 0 else theme.validation))
            painter.drawRoundedRect(QRectF((digit + 0.5) * column - wide / 2, top, wide, length), 2, 2)
        painter.fillRect(0, half, self.width(), 1, QColor(theme.axis))
        words = shortened(self._names, QFontMetrics(font_of(FIGURE)), column - 2)
        for digit, word in enumerate(words):
            below = QRectF(digit * column, 2 * half, column, self.height() - 2 * half)
            role, colour = (FIGURE, theme.text) if digit == self._digit else (CAPTION, theme.second)
            write(painter, role, colour, below, word)
        painter.end()


@dataclass(frozen=True, eq=False)
class UnitFacts:
    """A hidden unit: weights into it (784,), what it gives to each digit (10,), and what each pixel adds (784,), if
    there is a drawing. `limit` is the weight that has the full colour; by default the largest.
    """

    weights_in: Floats
    into_digits: Floats
    from_pixels: Floats | None = None
    limit: float | None = None


class UnitCard(QWidget):
    """A name, pictures, bars and words, and below them images on which the unit is active, if these are wanted."""

    def __init__(self, bars_of: str, with_images: bool = False) -> None:
        """`bars_of` says what the bars show."""
        super().__init__()
        self.name, self.use = text_label("", NAME), caption()
        self.use.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.weights, self.ink = PixelMap(_PICTURE), PixelMap(_PICTURE)
        self._ink_part = _captioned(self.ink, self.tr("your ink in them"))
        self.bars = SignedBars()
        self.words = caption()
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.images_title = caption(self.tr("The images it answers to most"))
        self.images = Thumbnails(_IMAGE, STRONGEST, captions=False)
        self._name_parts()
        title = horizontal(None, Stretched(self.name), Stretched(self.use, 2), gap=SPACE)
        pictures = horizontal(
            None, _captioned(self.weights, self.tr("its weights")), self._ink_part, SPRING, gap=2 * SPACE
        )
        self._unit_parts = holder(vertical(None, pictures, SPACE, caption(bars_of), self.bars, gap=SPACE))
        self._image_parts = holder(vertical(None, SPACE, self.images_title, self.images, gap=SPACE // 2))
        self._with_images = with_images
        vertical(self, title, self._unit_parts, self.words, self._image_parts, SPRING, gap=SPACE)
        self.set_unit(None)

    def set_text(self, name: str, words: str = "") -> None:
        """What is shown, and what else there is to say of it; words may have marks."""
        self.name.setText(name)
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def set_unit(self, facts: UnitFacts | None, digit: int | None = None) -> None:
        """Show the weights of a unit, or of none; `digit` stands out among the bars."""
        self._unit_parts.setVisible(facts is not None)
        self._image_parts.setVisible(facts is not None and self._with_images)
        if facts is None:
            self.use.clear()
            return
        self.weights.set_colours(signed_colours(facts.weights_in.reshape(SIDE, SIDE), facts.limit))
        self._ink_part.setVisible(facts.from_pixels is not None)
        if facts.from_pixels is not None:
            self.ink.set_colours(signed_colours(facts.from_pixels.reshape(SIDE, SIDE)))
        self.bars.set_values(facts.into_digits, digit)

    def set_use(self, use: str, title: str = "", pictures: RGB = NO_PICTURES, labels: Sequence[str] = ()) -> None:
        """How often it is active, and the images (n, 28, 28, 3) on which it is most, with their labels."""
        self.use.setText(use)
        self.images_title.setText(title or self.tr("The images it answers to most"))
        self.images.set_pictures(pictures)
        self.images.setAccessibleDescription(", ".join(labels))

    def _name_parts(self) -> None:
        for part, name, hint in (
            (
                self.weights,
                self.tr("Weights into the unit"),
                self.tr("The 784 weights into this unit: ink on blue pixels raises it, on orange ones lowers it"),
            ),
            (
                self.ink,
                self.tr("What your ink adds to the unit"),
                self.tr("What each pixel of your drawing adds to the unit (blue) or takes from it (orange)"),
            ),
            (
                self.bars,
                self.tr("What the unit gives to each answer"),
                self.tr("Blue: it speaks for the answer; orange: it speaks against it"),
            ),
            (
                self.images,
                self.tr("Images on which the unit is most active"),
                self.tr("Training images on which this unit is most active: what it looks for"),
            ),
        ):
            named(part, name, hint)


def _captioned(picture: QWidget, words: str) -> QWidget:
    """A picture with words beneath it."""
    part = QWidget()
    column = vertical(part, picture, gap=SPACE // 2)
    label: QLabel = caption(words)
    column.addWidget(label)
    return part


class TemplateCard(UnitCard):
    """Shows a unit by its weights: what it looks for, and what it votes for."""

    def __init__(self) -> None:
        super().__init__(self.tr("What it says to each answer when it fires"))

    def set_network(
        self, network: Network, units: Units, unit: int | None, names: Sequence[str], limit: float | None = None
    ) -> None:
        """Show this unit of a network for classes of these names, or that none is chosen; weights of the size `limit`
        have the full colour."""
        if unit is None or unit >= network.hidden_units:
            self.set_text(
                self.tr("No unit chosen"), self.tr("Point at a picture, or click it, to see what the unit does.")
            )
            self.set_unit(None)
            return
        against = int(network.W2[unit].argmin())
        words = [
            self.tr("votes for {digit} ({weight})").format(
                digit=names[units.votes[unit]], weight=signed(units.strengths[unit])
            ),
            self.tr("against {digit} ({weight})").format(
                digit=names[against], weight=signed(network.W2[unit, against])
            ),
            self.tr("length of its weights {norm}, bias {bias}").format(
                norm=f"{units.norms[unit]:.2f}", bias=signed(network.b1[unit])
            ),
        ]
        self.set_unit(UnitFacts(network.W1[:, unit], network.W2[unit], limit=limit), int(units.votes[unit]))
        self.set_text(self.tr("Unit {unit}").format(unit=unit), "<br>".join(words))
        self.bars.set_names(names)
        use = "" if units.use is None else self.tr("fires on {share} of images")
        self.use.setText("" if units.use is None else use.format(share=f"{100 * units.use[unit]:.1f} %"))
        self.bars.setAccessibleDescription(", ".join(words[:2]))
