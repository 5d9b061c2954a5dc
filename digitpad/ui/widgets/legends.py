"""Pieces of line for legends."""

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from digitpad.ui.style.type import CAPTION, line_px, px, set_role
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.flow import FlowLayout
from digitpad.ui.widgets.images import signed_colours, to_qimage

# Okabe and Ito's colours, grey, indigo and wine in place of their black. No ten colours are told apart by everyone:
# that is why a point can be its digit.
_LIGHT = "#0072b2", "#c98a00", "#009e73", "#cc79a7", "#3fa4dd", "#d55e00", "#7f7f7f", "#a89c00", "#4b2fb0", "#8f1f55"
_DARK = "#3f9fe0", "#e69f00", "#10b98a", "#d68fb8", "#7fd0f5", "#ff7a2a", "#a0a0a0", "#e0d640", "#9a86ff", "#f0609a"


def digit_colours() -> tuple[QColor, ...]:
    """A colour for each digit, in the theme that is shown."""
    return tuple(map(QColor, _DARK if colours().dark else _LIGHT))


class Swatch(QWidget):
    """A piece of line as it is drawn in the plots."""

    def __init__(self, colour: str, style: Qt.PenStyle, width: int, length: int = 4 * SPACE) -> None:
        """`width` and `length` are in pixels at 100 %."""
        super().__init__()
        self._colour, self._style, self._width, self._length = colour, style, width, length
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(self._length), 2 * SPACE)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(getattr(colours(), self._colour)), line_px(self._width), self._style))
        painter.drawLine(0, self.height() // 2, self.width(), self.height() // 2)
        painter.end()


def add_for_and_against(layout: FlowLayout, above: str, below: str) -> tuple[QLabel, QLabel]:
    """What the two colours of signed pictures stand for, as a swatch and a word each; returns the words."""
    words = QLabel(above), QLabel(below)
    swatches = [Swatch(colour, Qt.PenStyle.SolidLine, 3, 2 * SPACE) for colour in ("training", "validation")]
    for word in words:
        set_role(word, CAPTION)
        word.setProperty("quiet", True)
    layout.add_together(swatches[0], words[0], swatches[1], words[1])
    return words


class SignedLegend(QWidget):
    """A strip from the full colour below zero to that above, and what they stand for."""

    def __init__(self) -> None:
        super().__init__()
        self._limit = 1.0
        set_role(self, CAPTION)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(28 * SPACE), self.fontMetrics().height() + 4)

    def set_limit(self, limit: float) -> None:
        """The size that has the full colour."""
        if limit != self._limit:
            self._limit = limit
            self.update()

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        text = self.width() // 4
        strip = QRect(text, 3, self.width() - 2 * text, self.height() - 6)
        painter.drawImage(strip, to_qimage(signed_colours(np.linspace(-1, 1, 64)[None])))
        painter.setPen(QColor(colours().line))
        painter.drawRect(strip)
        painter.setPen(QColor(colours().second))
        left, right = QRect(0, 0, text - 4, self.height()), QRect(self.width() - text + 5, 0, text - 5, self.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(left, Qt.AlignmentFlag.AlignRight | middle, f"−{self._limit:.2g}")
        painter.drawText(right, Qt.AlignmentFlag.AlignLeft | middle, f"{self._limit:.2g}")
        painter.end()
