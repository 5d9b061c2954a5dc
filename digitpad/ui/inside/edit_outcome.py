"""What the changes of a network have come to: figures before and after, and a pair of bars for each digit."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.inspection.edits import EditOutcome
from digitpad.core.network import CLASSES, Floats
from digitpad.ui.style.type import CAPTION, FIGURE, font_of, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.class_names import ClassWidget, shortened
from digitpad.ui.widgets.figure_table import FigureTable
from digitpad.ui.widgets.labels import caption, named, signed
from digitpad.ui.widgets.layouts import vertical
from digitpad.ui.widgets.painting import write


class OutcomePanel(QWidget):
    """A small table and bars; nothing until something is measured."""

    def __init__(self) -> None:
        super().__init__()
        self.about = caption()
        hint = self.tr("How the network reads the images without the changes and with them; the cost is that per image")
        self.figures = named(FigureTable(), self.tr("Before and after"), hint)
        self.figures.set_heads((self.tr("before"), self.tr("after"), self.tr("change")))
        self.bars = PairedBars()
        self.bars.setToolTip(self.tr("Of the images of each class, the share read as it: before, and after"))
        self._measured = QWidget()
        column = vertical(self._measured, self.figures, gap=SPACE)
        column.addWidget(caption(self.tr("Read correctly of each class, in %: before (grey) and after (blue)")))
        column.addWidget(self.bars)
        vertical(self, self.about, self._measured, gap=SPACE)
        self._measured.hide()

    def set_waiting(self, text: str) -> None:
        """Say what is waited for."""
        self.about.setText(text)
        self._measured.hide()

    def set_outcome(self, outcome: EditOutcome, classes: Sequence[str]) -> None:
        """Show what was measured before and after, for `classes` of these names."""
        before, after = outcome.before, outcome.after
        self.about.setText(
            self.tr("measured on {n} images ({name})").format(n=f"{before.n:,}", name=outcome.dataset.name)
        )
        shares = [f"{100 * each.accuracy:.2f}" for each in (before, after)]
        costs = [f"{each.cost:.4f}" for each in (before, after)]
        more, dearer = signed(100 * (after.accuracy - before.accuracy)), signed(after.cost - before.cost, 4)
        names = self.tr("accuracy, %"), self.tr("cost")
        self.figures.set_rows(names, ((*shares, more), (*costs, dearer)), strong=np.tile([False, True, False], (2, 1)))
        self.bars.set_names(classes)
        self.bars.set_shares(before.recall, after.recall)
        self.bars.setAccessibleName(
            self.tr("Accuracy {before} before, {after} after").format(
                before=f"{100 * before.accuracy:.2f} %", after=f"{100 * after.accuracy:.2f} %"
            )
        )
        self._measured.show()


class PairedBars(ClassWidget):
    """A grey bar for before and a blue one for after; above them the per cent, below the digit and the change."""

    def __init__(self) -> None:
        super().__init__()
        self._before: Floats | None = None
        self._after: Floats | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(300), px(152))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(280), self.sizeHint().height())

    def set_shares(self, before: Floats | None, after: Floats | None) -> None:
        """Show shares (10,) from 0 to 1; NaN is no share."""
        self._before, self._after = before, after
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = colours()
        line = QFontMetricsF(font_of(CAPTION)).height()
        words = shortened(self._names, QFontMetricsF(font_of(FIGURE)), self.width() / CLASSES - 2)
        bottom = self.height() - 2 * line
        height, column = bottom - line, self.width() / CLASSES
        for digit, word in enumerate(words):
            left, wide = digit * column, 0.36 * column
            painter.fillRect(QRectF(left + 0.14 * column, line, 2 * wide, height), QColor(theme.track))
            write(painter, FIGURE, theme.text, QRectF(left, bottom, column, line), word)
            if self._before is None or self._after is None:
                continue
            for number, (shares, colour) in enumerate(((self._before, theme.bar), (self._after, theme.accent))):
                size = height * float(np.nan_to_num(shares[digit]))
                painter.fillRect(
                    QRectF(left + 0.14 * column + number * wide, bottom - size, wide, size), QColor(colour)
                )
            after, change = 100 * float(self._after[digit]), 100 * float(self._after[digit] - self._before[digit])
            share = f"{after:.0f}" if np.isfinite(after) else "–"
            write(painter, CAPTION, theme.second, QRectF(left, 0, column, line), share)
            if np.isfinite(change) and abs(change) >= 0.05:
                write(painter, CAPTION, theme.second, QRectF(left, bottom + line, column, line), signed(change, 1))
        painter.end()
