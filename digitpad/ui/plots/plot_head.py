"""What stands above a plot: its title, and a legend that is its read-out, too."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.ui.plots.traces import Line, Trace
from digitpad.ui.style.type import CAPTION, NAME, TITLE, Role, font_of, line_px, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.painting import LEFT, smooth_painter, write

_SWATCH = 22  # pixels at 100 %
_DASHES = [5, 3]
_LEFT = LEFT | Qt.TextFlag.TextDontClip


class Shown(NamedTuple):
    """The values of the lines, short and in full, and where they are, which is empty for the latest ones."""

    values: tuple[str, ...] = ()
    full: tuple[str, ...] = ()
    where: str = ""


class PlotHead(QWidget):
    """A line for the title, and one with a swatch, a name and a value for each line of the plot.

    Where there is little room across, the values stand below the names; where there is much room, they are large. It
    is painted: a label would have the whole window laid out anew, for a third of a frame, whenever its text changes.
    """

    def __init__(self, trace: Trace, widest: str) -> None:
        """`widest` is the longest value, for which there is always room."""
        super().__init__()
        self._trace, self._lines, self._widest = trace, trace.lines, widest
        self._shown = Shown()
        self._tall = self._beside = False
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(self.tr("The latest values, or those at the cursor"))
        self.show_values(self._shown, trace.title)

    def show_values(self, shown: Shown, text: str) -> None:
        """Show values; `text` says all of it."""
        if text != self.text:
            self.text = text
            self.setAccessibleName(text)
        if shown != self._shown:
            self._shown = shown
            self.update()

    def set_form(self, tall: bool, beside: bool = False) -> None:
        """`tall`: there is room for large values; `beside`: they stand at the right of the title, large."""
        if (tall, beside) != (self._tall, self._beside):
            self._tall, self._beside = tall, beside
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(160), self.height_at(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.height_at(self.width()))

    def height_at(self, width: float) -> int:
        """How high it is at a width."""
        if self._beside:  # at any width, or a scroll bar that takes some would come and go for ever
            return round(_height(TITLE))
        title, value = _height(NAME), _height(self._value_role)
        below = _height(CAPTION) + value if self._is_stacked(width) else value
        return round(title + below + SPACE // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        title = _height(NAME)
        first = float(self.height()) if self._beside else title
        theme = colours()
        write(painter, NAME, theme.text, QRectF(0, 0, self.width(), first), self._title, _LEFT)
        left = _width(NAME, self._title) + SPACE
        room = self.width() - (self._entry_width() * len(self._lines) if self._beside else 0)
        if left + _width(CAPTION, self._shown.where) <= room:
            place = QRectF(left, 0, self.width() - left, first)
            write(painter, CAPTION, theme.second, place, self._shown.where, _LEFT)
        width, end = self._entry_width(), 0.0
        stacked = not self._beside and self._is_stacked(self.width())
        if self._beside:  # closer together where the title is long
            width = min(width, (self.width() + SPACE - left) / len(self._lines))
            end = self.width() + min(2.0 * SPACE, width - self._entry_width() + 2 * SPACE)
        left = end - width * len(self._lines) if self._beside else 0.0
        top = 0.0 if self._beside else title + SPACE // 2
        for number, line in enumerate(self._lines):
            self._paint_entry(painter, number, line, QRectF(left, top, width, self.height() - top), stacked)
            left += width
        painter.end()

    def _paint_entry(self, painter: QPainter, number: int, line: Line, place: QRectF, stacked: bool) -> None:
        colour = QColor(getattr(colours(), line.colour))
        named = _height(CAPTION) if stacked else place.height()
        pen = QPen(colour, line_px(2))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if line.dashed:  # two whole dashes, however wide the line
            dash, gap = _DASHES
            unit = px(_SWATCH) / (2 * dash + gap) / pen.widthF()
            pen.setDashPattern([dash * unit, gap * unit])
        painter.setPen(pen)
        middle = round(place.top() + named / 2)
        painter.drawLine(round(place.left()), middle, round(place.left()) + px(_SWATCH), middle)
        left = place.left() + px(_SWATCH) + SPACE
        name = QRectF(left, place.top(), place.right() - left, named)
        write(painter, CAPTION, colours().second, name, line.name, _LEFT)
        if number < len(self._shown.values):
            values = self._shown.full if self._shown.where else self._shown.values
            value = place.adjusted(0, named, 0, 0) if stacked else QRectF(name)
            if not stacked:
                value.setLeft(left + (_width(CAPTION, line.name) + SPACE if line.name else 0))
            write(painter, self._value_role, colours().text, value, values[number], _LEFT)

    def _is_stacked(self, width: float) -> bool:
        if not any(line.name for line in self._lines):
            return False
        return self._tall or self._entry_width(stacked=False) * len(self._lines) - 2 * SPACE > width

    def _entry_width(self, stacked: bool | None = None) -> float:
        """How wide an entry is, with its distance from the next one."""
        if stacked is None:
            stacked = not self._beside and self._is_stacked(self.width())
        name = px(_SWATCH) + SPACE + max(_width(CAPTION, line.name) for line in self._lines)
        value = _width(self._value_role, self._widest)
        return (max(name, value) if stacked else name + SPACE + value) + 2 * SPACE

    @property
    def _title(self) -> str:
        return (self._beside and self._trace.brief) or self._trace.title

    @property
    def _value_role(self) -> Role:
        if self._beside:  # where large values would reach over the edge, they are as large as the title
            room = self.width() - _width(NAME, self._title) - SPACE
            entry = px(_SWATCH) + 3 * SPACE + max(_width(CAPTION, line.name) for line in self._lines)
            return TITLE if (entry + _width(TITLE, self._widest)) * len(self._lines) - SPACE <= room else NAME
        return TITLE if self._tall else NAME


def _height(role: Role) -> float:
    return QFontMetricsF(font_of(role)).height()


def _width(role: Role, text: str) -> float:
    return QFontMetricsF(font_of(role)).horizontalAdvance(text)
