"""What the data is like, painted: a row for each class, and how much ink its pixels have."""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.network import Floats
from digitpad.ui.style.type import CAPTION, NAME, TEXT, font_of, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.images import grey, to_qimage
from digitpad.ui.widgets.labels import named
from digitpad.ui.widgets.painting import LEFT, RIGHT, write

_SIDE = 28  # of a picture, at 100 %
_GAP = 4


class ClassRows(QWidget):
    """Painted, since a hundred labels take long to lay out. Pictures that do not fit at the right are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.names: Sequence[str] = ()
        self.counts: Mapping[str, Sequence[int]] = {}
        self._titles: Sequence[str] = ()
        self._means: list[QImage] = []
        self._examples: list[list[QImage]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Images of each class"))

    def set_classes(
        self,
        names: Sequence[str],
        counts: Mapping[str, Sequence[int]],
        means: Floats,
        examples: Sequence[Floats],
    ) -> None:
        """Show classes by their names: counts in each split by its title, mean ink (10, 28, 28) from 0 to 1, and some
        images (k, 28, 28) of each."""
        self.names, self._titles = names, [*counts]
        self.counts = counts
        self._means = [to_qimage(grey(each, max(float(each.max()), 1e-6))) for each in means]
        self._examples = [[to_qimage(grey(each, 1.0)) for each in some] for some in examples]
        self.setAccessibleDescription(
            "; ".join(
                f"{name}: " + ", ".join(f"{split} {each[place]:,}" for split, each in counts.items())
                for place, name in enumerate(names)
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._left + 6 * self._step, self._head + len(self.names) * self._step)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._left + self._step, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = colours()
        side, step, head = self._side, self._step, self._head  # each is measured once for all rows
        name_width, count_width, pictures_at = self._name_width, self._count_width, self._left
        x = name_width
        for title in self._titles:
            write(painter, CAPTION, theme.second, QRect(x, 0, count_width, head), title, RIGHT)
            x += count_width
        write(painter, CAPTION, theme.second, QRect(pictures_at, 0, 3 * step, head), self.tr("mean"), LEFT)
        for place, name in enumerate(self.names):
            top = head + place * step
            painter.setPen(QColor(theme.line))
            painter.drawLine(0, top - _GAP // 2, self.width(), top - _GAP // 2)
            write(painter, NAME, theme.text, QRect(0, top, name_width, side), name, LEFT)
            x = name_width
            for title in self._titles:
                count = f"{self.counts[title][place]:,}"
                write(painter, TEXT, theme.text, QRect(x, top, count_width, side), count, RIGHT)
                x += count_width
            x = pictures_at
            for number, picture in enumerate([self._means[place], *self._examples[place]]):
                if x + side > self.width():
                    break
                painter.drawImage(QRect(x, top, side, side), picture)
                x += step + (2 * SPACE if number == 0 else 0)
        painter.end()

    @property
    def _side(self) -> int:
        return px(_SIDE)

    @property
    def _step(self) -> int:
        return self._side + _GAP

    @property
    def _head(self) -> int:
        return QFontMetrics(font_of(CAPTION)).height() + SPACE

    @property
    def _name_width(self) -> int:
        metrics = QFontMetrics(font_of(NAME))
        return max((metrics.horizontalAdvance(name) for name in self.names), default=0) + 2 * SPACE

    @property
    def _count_width(self) -> int:
        widest = max((QFontMetrics(font_of(CAPTION)).horizontalAdvance(title) for title in self._titles), default=0)
        return max(widest, QFontMetrics(font_of(TEXT)).horizontalAdvance("60,000")) + SPACE

    @property
    def _left(self) -> int:
        return self._name_width + len(self._titles) * self._count_width + 2 * SPACE


def ink_of(X: Floats) -> Floats:
    """Images (k, 784) in [-1, 1] as ink (k, 28, 28) from 0 to 1."""
    return np.clip((X + 1) / 2, 0, 1).reshape(-1, 28, 28)


_SMALLEST = 1e-6  # of all pixels; a bar for fewer would not be seen


class PixelHistogram(QWidget):
    """Bars on a logarithmic scale: most pixels are paper, and the rest is what matters."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Sequence[int] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        hint = self.tr(
            "How many pixels of the training images have how much ink, on a logarithmic scale. Digits are light "
            "on dark: nearly all pixels are at the left, and a second heap, of full ink, is at the right."
        )
        named(self, self.tr("How much ink the pixels have"), hint)

    def set_counts(self, counts: Sequence[int]) -> None:
        """Show how many pixels have ink between equal steps from 0 to 1."""
        self.counts = counts
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(240), px(72) + self._foot)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, foot = colours(), self._foot
        width, height = min(self.width(), px(480)), self.height() - foot
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.bar))
        if len(self.counts):
            shares = np.asarray(self.counts) / max(sum(self.counts), 1)
            highs = np.clip(1 - np.log(np.maximum(shares, _SMALLEST)) / np.log(_SMALLEST), 0, 1)
            step = width / len(highs)
            for place, high in enumerate(highs.tolist()):
                painter.drawRect(QRectF(place * step, height * (1 - high), step - 1, height * high))
        painter.setPen(QColor(theme.axis))
        painter.drawLine(0, height, width, height)
        below = QRect(0, height + SPACE // 2, width, foot - SPACE // 2)
        write(painter, CAPTION, theme.second, below, self.tr("paper"), LEFT)
        write(painter, CAPTION, theme.second, below, self.tr("full ink"), RIGHT)
        painter.end()

    @property
    def _foot(self) -> int:
        return QFontMetrics(font_of(CAPTION)).height() + SPACE // 2
