"""Words, frames and pieces of line as widgets paint them, and the colours of digits."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from digitpad.ui.style.type import CAPTION, Role, font_of, line_px, px, set_role
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.flow import FlowLayout

CENTRE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

# Okabe and Ito's colours, grey, indigo and wine in place of their black. No ten colours are told apart by everyone:
# that is why a point can be its digit.
_LIGHT = "#0072b2", "#c98a00", "#009e73", "#cc79a7", "#3fa4dd", "#d55e00", "#7f7f7f", "#a89c00", "#4b2fb0", "#8f1f55"
_DARK = "#3f9fe0", "#e69f00", "#10b98a", "#d68fb8", "#7fd0f5", "#ff7a2a", "#a0a0a0", "#e0d640", "#9a86ff", "#f0609a"


def smooth_painter(widget: QWidget) -> QPainter:
    """A painter of a widget, whose lines have smooth edges."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def write(
    painter: QPainter,
    role: Role,
    colour: QColor | str,
    place: QRect | QRectF,
    text: str,
    flags: Qt.AlignmentFlag | Qt.TextFlag | int = CENTRE,
) -> None:
    """Write a text in a role of the type scale at a place, by default in its middle."""
    painter.setFont(font_of(role))
    painter.setPen(QColor(colour))
    painter.drawText(QRectF(place), int(flags), text)


def frame_focus(painter: QPainter, place: QRect, radius: float = 0) -> None:
    """The frame about a widget that has the keyboard."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours().accent), 2))
    painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), radius, radius)


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
