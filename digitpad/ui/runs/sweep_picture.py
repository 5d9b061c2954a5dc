"""The picture of a sweep: accuracies over the values that were tried, with their spread over the seeds."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from digitpad.core.rounding import round_above
from digitpad.core.runs.record import shown_value
from digitpad.core.sweeps.results import SweepResults, SweepRow
from digitpad.ui.runs.run_model import COLOURS
from digitpad.ui.style.type import CAPTION, font_of, px
from digitpad.ui.theme import SPACE, colours

_DOT, _CAP = 4.0, 4.0  # pixels, half of each
_APART = 0.06  # of the room of a value, from one line to the next
_HEIGHT = 200


class SweepPicture(QWidget):
    """Validation filled and joined by a line, test hollow beside it; a deviation to each side."""

    def __init__(self) -> None:
        super().__init__()
        self._results: SweepResults | None = None
        self.setAccessibleName(self.tr("Accuracies over the values"))
        self.setToolTip(
            self.tr(
                "Filled: the mean accuracy on the validation images, by which to choose. Hollow: on the test images. "
                "The lines above and below are a standard deviation over the seeds."
            )
        )

    def sizeHint(self) -> QSize:
        return QSize(px(480), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(_HEIGHT // 2))

    def set_results(self, results: SweepResults) -> None:
        self._results = results
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._results is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font_of(CAPTION))
        theme, metrics = colours(), QFontMetrics(font_of(CAPTION))
        left, below = metrics.horizontalAdvance("100.0 %") + SPACE, metrics.height() + SPACE
        low, lines = self._lowest(), self._results.lines
        above = metrics.height() * (2.0 if len(lines) > 1 else 0.5)
        area = QRectF(self.rect()).adjusted(left, above, -SPACE, -below - metrics.height())
        rows = next(iter(lines.values()))
        for step in range(5):
            share = low + step * (100 - low) / 4
            y = area.bottom() - step * area.height() / 4
            painter.setPen(QColor(theme.grid))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(theme.second))
            place = QRectF(0, y - metrics.height() / 2, left - SPACE, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, f"{share:.4g} %")
        width = area.width() / len(rows)
        first = self._results.settings[0]
        for at, row in enumerate(rows):
            place = QRectF(area.left() + at * width, area.bottom() + SPACE / 2, width, metrics.height())
            text = metrics.elidedText(shown_value(first, row.values[0]), Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, text)
        foot = QRectF(area.left(), area.bottom() + SPACE / 2 + metrics.height(), area.width(), metrics.height())
        painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter, first.title.lower())

        across = area.left()
        for number, (label, line) in enumerate(lines.items()):
            if label:
                painter.setPen(QPen(_colour(number), 2))
                painter.drawLine(QPointF(across, metrics.height() / 2), QPointF(across + px(16), metrics.height() / 2))
                painter.setPen(QColor(theme.second))
                painter.drawText(QPointF(across + px(16) + SPACE / 2, metrics.ascent()), label)
                across += px(16) + metrics.horizontalAdvance(label) + 2 * SPACE
            self._paint_line(painter, area, low, number, line)
        painter.end()

    def _paint_line(self, painter: QPainter, area: QRectF, low: float, number: int, rows: Sequence[SweepRow]) -> None:
        """The line of this `number`, beside those before it; `low` is the foot of the axis, in per cent."""
        pen = QPen(_colour(number), 2)

        def place(row: float, share: float) -> QPointF:
            across = (row + 0.5 + _APART * number) / len(rows)
            up = (100 * share - low) / (100 - low)
            return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())

        means = [(at, row.group.validation.mean) for at, row in enumerate(rows)]
        if self._results and self._results.sweep.varied:
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([place(at, mean) for at, mean in means if mean is not None]))
        for at, row in enumerate(rows):
            for shift, spread, brush in (
                (0.0, row.group.validation, pen.color()),
                (2 * _APART, row.group.test, QColor(colours().surface)),
            ):
                if spread.mean is None:
                    continue
                painter.setPen(pen)
                if spread.deviation:
                    ends = [place(at + shift, spread.mean + sign * spread.deviation) for sign in (-1, 1)]
                    painter.drawLine(*ends)
                    for end in ends:
                        painter.drawLine(end - QPointF(_CAP, 0), end + QPointF(_CAP, 0))
                painter.setBrush(brush)
                painter.drawEllipse(place(at + shift, spread.mean), _DOT, _DOT)

    def _lowest(self) -> float:
        """The foot of the axis: a round number below all that is shown."""
        assert self._results
        worst = 0.5
        for row in self._results.rows:
            for spread in (row.group.validation, row.group.test):
                if spread.mean is not None:
                    worst = max(worst, 100 * (1 - spread.mean + (spread.deviation or 0)))
        return max(100 - round_above(worst), 0.0)


def _colour(number: int) -> QColor:
    return QColor(getattr(colours(), COLOURS[number % len(COLOURS)]))
