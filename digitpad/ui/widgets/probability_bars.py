"""Ten bars, one for each digit, and a card with an image and its bars."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from digitpad.core.drawing.normalise import Ink
from digitpad.core.network import CLASSES, SIDE, Floats
from digitpad.ui.style.type import CAPTION, FIGURE, NAME, TEXT, font_of, px, text_scale
from digitpad.ui.theme import SPACE, colours, follow_look
from digitpad.ui.widgets.images import ImageView
from digitpad.ui.widgets.labels import ClassWidget, are_digits, named, per_cent, push_button, shortened, text_label
from digitpad.ui.widgets.layouts import SPRING, Stretched, horizontal, vertical
from digitpad.ui.widgets.painting import smooth_painter

_RADIUS = 4
_PIXEL = 7  # pixels on the screen for each one of the image, at 100 %
_BARS = 104  # pixels high at 100 %
_EDGE = 2
_WIDE = 400  # pixels at 100 % from which the answer stands beside the image


class _Shown(NamedTuple):
    """How a bar looks: how high in thousandths, what is written above it, and whether it is the answer's."""

    height: int
    caption: str
    best: bool


class _Column(NamedTuple):
    """Where the parts of one digit's column stand."""

    track: QRect
    digit: QRect


_NOTHING = [_Shown(0, "", False)] * CLASSES


class ProbabilityBars(ClassWidget):
    """Ten probabilities as bars with their digits below. The two highest carry their per cent; the answer stands out.

    Where there is no answer, as for what is not a digit, no bar does.
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown = _NOTHING
        self._captions: dict[int, QRectF] = {}
        self._given = 0
        self._place()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        follow_look(self, self._place)

    def sizeHint(self) -> QSize:
        return QSize(px(300), px(152) - self._given)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), px(88) - self._given // 2)

    def set_names(self, names: Sequence[str]) -> None:
        super().set_names(names)
        self._place()

    def give_way(self, height: int) -> None:
        """Be lower by this many pixels, which something above takes."""
        self._given = height
        self.updateGeometry()

    def set_probabilities(self, probabilities: Floats | None, answered: bool = True) -> None:
        """Show probabilities (10,), or empty bars for None. Only what looks different is painted."""
        before, captions = self._shown, self._captions
        self._shown = _NOTHING if probabilities is None else _shown(probabilities, answered)
        for column, old, new in zip(self._columns, before, self._shown, strict=True):
            if old != new:  # and what it covers in part of the pixels around, where a screen scales by a fraction
                self.update(column.track.adjusted(-1, -1, 1, 1))
            if old.best != new.best:
                self.update(column.digit)
        if [each[1:] for each in before] != [each[1:] for each in self._shown]:  # words, and which are the answer's
            self._captions = self._place_captions()
            for place in (*captions.values(), *self._captions.values()):
                self.update(place.toAlignedRect())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        theme, region = colours(), event.region()
        text, second = QColor(theme.text), QColor(theme.second)
        figures = font_of(FIGURE)
        for digit, (column, shown) in enumerate(zip(self._columns, self._shown, strict=True)):
            if region.intersects(column.track):
                self._paint_bar(painter, column.track, shown)
            if region.intersects(column.digit):
                self._paint_digit(painter, column.digit, digit, shown.best)
            place = self._captions.get(digit)
            if place and region.intersects(place.toAlignedRect()):
                painter.setFont(figures)
                painter.setPen(text if shown.best else second)
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
                painter.drawText(place, flags, shown.caption)
        painter.end()

    def _digit_height(self) -> int:
        """Pixels for the digits below the bars."""
        return QFontMetrics(self._digits).height()

    def _paint_digit(self, painter: QPainter, place: QRect, digit: int, best: bool) -> None:
        self._digits.setWeight((NAME if best else TEXT).weight)
        painter.setFont(self._digits)
        painter.setPen(QColor(colours().text if best else colours().second))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._words[digit])

    def _paint_bar(self, painter: QPainter, track: QRect, shown: _Shown) -> None:
        theme = colours()
        edge = 0.5 if theme.track == theme.window else 0.0  # a line is sharp between pixels
        painter.setPen(QColor(theme.line) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.track))
        painter.drawRoundedRect(QRectF(track).adjusted(edge, edge, -edge, -edge), _RADIUS, _RADIUS)
        height = round(track.height() * shown.height / 1000)
        if height:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent if shown.best else theme.bar))
            radius = min(_RADIUS, height / 2)
            painter.drawRoundedRect(track.adjusted(0, track.height() - height, 0, 0), radius, radius)

    def _place(self) -> None:
        """Find the fonts and the places for this size."""
        self._digits = font_of(TEXT if are_digits(self._names) else CAPTION)
        below, above = self._digit_height() + SPACE // 2, QFontMetrics(font_of(FIGURE)).height() + 2
        gap = max(SPACE // 2, round(self.width() * 0.016))
        width, height = (self.width() + gap) / CLASSES, self.height() - below - above
        beyond = 0 if are_digits(self._names) else gap // 2  # for names to have all the room there is
        edges = [round(digit * width) for digit in range(CLASSES + 1)]
        self._columns = [
            _Column(
                QRect(left, above, right - left - gap, max(height, 1)),
                QRect(left - beyond, above + height + SPACE // 2, right - left - gap + 2 * beyond, below - SPACE // 2),
            )
            for left, right in pairwise(edges)
        ]
        self._digits.setBold(True)  # as the answer's is, which needs the most room
        self._words = shortened(self._names, QFontMetrics(self._digits), width - 2)
        self._captions = self._place_captions()

    def _place_captions(self) -> dict[int, QRectF]:
        """Where the words above the bars stand: over their middle, but within the widget, and not on each other."""
        metrics, room = QFontMetrics(font_of(FIGURE)), self.width()
        places: dict[int, QRectF] = {}
        for digit, (column, shown) in enumerate(zip(self._columns, self._shown, strict=True)):
            if shown.caption:
                wide = metrics.horizontalAdvance(shown.caption)
                x = max(0.0, min(column.track.center().x() - wide / 2, room - wide))
                places[digit] = QRectF(x, 0, wide, metrics.height() + 2)
        for left, right in pairwise(places.values()):
            overlap = max(left.right() + SPACE // 2 - right.left(), 0)
            left.moveLeft(max(left.left() - overlap / 2, 0))
            right.moveRight(min(max(right.left(), left.right() + SPACE // 2) + right.width(), room))
            left.moveRight(min(left.right(), right.left() - SPACE // 2))
        return places


def _shown(probabilities: Floats, answered: bool) -> list[_Shown]:
    order = probabilities.argsort()
    best, second = int(order[-1]), int(order[-2])
    captions = {best: per_cent(float(probabilities[best]))} if answered else {}
    if answered and round(100 * float(probabilities[second])):
        captions[second] = per_cent(float(probabilities[second]))
    return [
        _Shown(round(1000 * each), captions.get(digit, ""), answered and digit == best)
        for digit, each in enumerate(probabilities.tolist())
    ]


class ImageCard(QWidget):
    """An image with its name, ten bars, and buttons: `read` puts it on the canvas, `why` explains the answer, too."""

    def __init__(self, pixel: int = _PIXEL, bars: int = _BARS) -> None:
        """`pixel` and `bars` are the sizes of the image's pixels and of the bars on the screen, at 100 %."""
        super().__init__()
        self._pixel, self._bars = pixel, bars
        self.name = text_label("", NAME)
        self.image = ImageView()
        hint = self.tr("How probable the network considers each digit")
        self.bars = named(ProbabilityBars(), self.tr("Probabilities of the digits for this image"), hint)
        self.buttons = horizontal(None, gap=SPACE)
        self.read = push_button(
            self.tr("Read it here"), self.tr("Put the image on the canvas, where it is read as it is")
        )
        self.why = push_button(
            self.tr("Why?"), self.tr("Put the image on the canvas, and see what speaks for the answer")
        )
        for button in (self.read, self.why):
            self.buttons.addWidget(button, 1)
        answer = vertical(None, Stretched(self.bars), self.buttons, gap=SPACE)
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._both.setSpacing(SPACE)
        self._both.addWidget(self.image)
        self._both.addLayout(answer, 1)
        vertical(self, self.name, self._both, SPRING, gap=SPACE)
        self._fit()
        follow_look(self, self._fit)

    def show_image(self, name: str, ink: Ink, probabilities: Floats) -> None:
        """Show an image (28, 28) from 0 to 1 under a name, and the probabilities (10,) of the digits."""
        self.name.setText(name)
        self.image.set_image(ink)
        self.image.setAccessibleName(name)
        self.bars.set_probabilities(probabilities)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.width() >= px(_WIDE)
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._both.setSpacing((3 if wide else 1) * SPACE)
        super().resizeEvent(event)

    def _fit(self) -> None:
        side = SIDE * max(round(self._pixel * text_scale()), 1) + 2 * _EDGE
        self.image.setFixedSize(side, side)
        self.bars.setFixedHeight(px(self._bars))
