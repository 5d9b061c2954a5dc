"""Values over epochs as lines, with a cursor that reads them out."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from digitpad.core.training.history import Numbers
from digitpad.ui.plots.curve import Curve
from digitpad.ui.plots.plot import Plot
from digitpad.ui.plots.ranges import nearest, powers_to_show, quantile, reach, span_above, stride_among
from digitpad.ui.plots.traces import Line, Trace
from digitpad.ui.style.type import text_scale
from digitpad.ui.theme import colours

FAINT = 0.3  # opacity of batches
MAX_DRAWN = 400  # of a line: with more in view than these, their outline or their averages say as much
MIN_POINTS = 10  # with fewer, each is marked
DOT = 9  # pixels across, at the end of each line and at the cursor
_SMALL, _HALO = 6, 2

NO_BATCHES = np.empty(0), np.empty(0)


class LinePlot(Plot):
    """Lines, and beneath them batches, thin, in the first one's colour. Arrow keys move the cursor along the points."""

    def __init__(self, trace: Trace) -> None:
        super().__init__(trace.suffix)
        self._trace = trace
        self._log = trace.log
        self._times, self._values = np.empty(0), np.empty((len(trace.lines), 0))
        self._batches = NO_BATCHES
        self._across = 0.0, 1.0
        self._batch_line = Curve()
        self._lines = [Curve() for _ in trace.lines]
        for item in (self._batch_line, *self._lines):
            self.addItem(item)
        self.setLogMode(y=trace.log)
        self.getViewBox().sigXRangeChanged.connect(lambda: self._show_in_view())
        self.getViewBox().setLimits(xMin=-1)
        self.apply_colours()

    def set_lines(
        self,
        times: Numbers,
        values: Numbers,
        across: tuple[float, float],
        batches: tuple[Numbers, Numbers] = NO_BATCHES,
    ) -> None:
        """Show values (k, n) at rising times (n,) in epochs, on an axis with this range.

        `batches` are times (m,) and values (m,).
        """
        same = np.array_equal(times, self._times) and np.array_equal(values, self._values)
        self._times, self._values, self._across, self._batches = times, values, across, batches
        self._follow()
        self._show_batches()
        if not same:
            self._show_lines()

    def set_log(self, on: bool) -> None:
        """Whether the vertical axis is logarithmic."""
        self._log = on
        self.setLogMode(y=on)
        self._show_in_view()
        self.show_all()

    def nearest(self, place: float) -> float | None:
        """The time of the point next to a place, if there is any point."""
        at = nearest(self._times, place)
        return None if at is None else float(self._times[at])

    def values_near(self, place: float) -> Numbers | None:
        """The values (k,) at the point next to a place, if there is any point."""
        at = nearest(self._times, place)
        return None if at is None else self._values[:, at]

    def way_to(self, place: float) -> float:
        """How far an arrow key moves the cursor to the point next to a place; infinitely far to the first point."""
        here = nearest(self._times, place)
        if here is None or here == 0:
            return np.inf
        return float(self._times[here] - self._times[max(here - stride_among(len(self._times)), 0)])

    def set_cursor(self, place: float | None, back: float = 0.0) -> None:
        super().set_cursor(place, back)
        self.viewport().update()

    def apply_colours(self) -> None:
        super().apply_colours()
        for line, style in zip(self._lines, self._trace.lines, strict=True):
            line.setPen(self.line_pen(self._colour(style), dashed=style.dashed))
        faint = self._colour(self._trace.lines[0])
        faint.setAlphaF(FAINT)
        self._batch_line.setPen(self.line_pen(faint, 1.0))

    def drawForeground(self, painter: QPainter, _rect: QRectF) -> None:
        """Mark the end of each line and where the cursor meets it; batches, while they are too few for a line."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        n = len(self._times)
        pixel = self.getViewBox().viewPixelSize()[0]
        apart = n > 1 and self._times[-1] - self._times[0] >= 2 * DOT * pixel * (n - 1)
        marked = set(range(n if apart and n < MIN_POINTS else 0))
        if n:
            marked.add(n - 1)
        if n and self._cursor_at is not None:
            marked.add(nearest(self._times, self._cursor_at) or 0)
        times, values = self._batches
        for time, value in zip(times, values, strict=True) if len(times) < MIN_POINTS else ():
            self._paint_dot(painter, time, value, self._colour(self._trace.lines[0]), _SMALL)
        for number, style in enumerate(self._trace.lines):
            for at in sorted(marked):
                few = n < MIN_POINTS and at < n - 1 and self._cursor_at is None
                size = _SMALL if few else DOT
                self._paint_dot(painter, self._times[at], self._values[number, at], self._colour(style), size)

    def _paint_dot(self, painter: QPainter, time: float, value: float, colour: QColor, size: float) -> None:
        if self._log:
            value = np.log10(value) if value > 0 else -np.inf
        (left, right), (low, high) = self.getViewBox().viewRange()
        if not (left <= time <= right and low <= value <= high):
            return
        scale = max(text_scale(), 1.0)
        radius = size * scale / 2
        painter.setBrush(colour)
        painter.setPen(QPen(QColor(colours().surface), _HALO * scale))
        place = self.getViewBox().mapViewToScene(QPointF(time, value))
        painter.drawEllipse(QPointF(place), radius + scale / 2, radius + scale / 2)

    @staticmethod
    def _colour(style: Line) -> QColor:
        return QColor(getattr(colours(), style.colour))

    def _stops(self) -> Numbers:
        return self._times

    def _show_in_view(self) -> None:
        self._show_batches()
        self._show_lines()

    def _show_batches(self) -> None:
        times, values = self._batches_in_view()
        self._batch_line.setData(times, self._scaled(values))
        self.viewport().update()

    def _show_lines(self) -> None:
        """Draw what lies in view and its neighbours, as an outline where it is more than a screen can show."""
        part = self._part_in_view(self._times)
        for line, values in zip(self._lines, self._values, strict=True):
            x, y = envelope(self._times[part], values[part], MAX_DRAWN)
            line.setData(x, self._scaled(y))
        self.viewport().update()

    def _scaled(self, values: Numbers) -> Numbers:
        """The values as the axis up has them."""
        if not self._log:
            return values
        with np.errstate(divide="ignore"):
            return np.log10(values)

    def _batches_in_view(self) -> tuple[Numbers, Numbers]:
        times, values = self._batches
        part = self._part_in_view(times)
        return thinned(times[part], MAX_DRAWN), thinned(values[part], MAX_DRAWN)

    def _ranges(self) -> tuple[float, float, float, float]:
        return *self._across, *self._values_to_show(slice(None), thinned(self._batches[1], MAX_DRAWN))

    def _up_in_view(self) -> tuple[float, float]:
        return self._values_to_show(self._part_in_view(self._times), self._batches_in_view()[1])

    def _values_to_show(self, part: slice, batches: Numbers) -> tuple[float, float]:
        rows = [envelope(self._times[part], values[part], MAX_DRAWN)[1] for values in self._values]
        rows = [row[np.isfinite(row)] for row in rows]  # without validation images, theirs are no numbers
        if self._log:
            values = np.concatenate([batches, *rows])
            return powers_to_show(values[values > 0])
        anchor = self._trace.ceiling or 0.0
        largest = np.max if self._trace.peaks else reach
        reaches = [float(largest(np.abs(values - anchor))) for values in rows if len(values)]
        if len(batches):
            # A few batches at the beginning, far off, would press everything else against the edge.
            reaches.append(quantile(np.abs(batches - anchor), 0.98))
        span = span_above(max(max(reaches, default=self._trace.ceiling or 1.0), self._trace.least))
        return (0.0, span) if self._trace.ceiling is None else (self._trace.ceiling - span, self._trace.ceiling)


def thinned(values: Numbers, most: int) -> Numbers:
    """At most `most` values: averages over groups of neighbours, which keep their members as values are added."""
    n = len(values)
    if n <= most:
        return values
    size = 1 << (-(-n // most) - 1).bit_length()
    starts = np.arange(0, n, size)
    means: Numbers = np.add.reduceat(values, starts) / size
    means[-1] *= size / (n - starts[-1])  # the last group may be smaller
    return means


def envelope(times: Numbers, values: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """At most `most` points with the same outline: the least and the largest value of each group of neighbours.

    The groups keep their members as values are added.
    """
    n = len(values)
    if n <= most:
        return times, values
    size = 1 << (-(-n // (most // 2)) - 1).bit_length()
    starts = np.arange(0, n, size)
    outline = np.empty(2 * len(starts))
    outline[0::2], outline[1::2] = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    return np.repeat(times[starts], 2), outline
