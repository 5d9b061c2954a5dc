"""One plot of some numbers over the epochs."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from digitpad.core.round_numbers import round_above
from digitpad.ui.theme import colours
from digitpad.ui.widgets.columns import Numbers, envelope
from digitpad.ui.widgets.plot import Plot
from digitpad.ui.widgets.round_ranges import powers_to_show, reach

_MOST = 1000  # points of a line
_DOTS = 10  # with fewer points they are marked
# A wide line takes ten times as long to paint as a thin one, and with this many points nobody sees the difference.
_WIDE, _THIN, _CROWD = 1.5, 1.0, 300


class TracePlot(Plot):
    """Lines in the colours of these names of the theme; the arrow keys move the cursor along their points."""

    def __init__(
        self,
        colour_names: Sequence[str],
        log: bool = False,
        least: float = 1e-3,
        peaks: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`least` is the smallest value that a linear axis has to reach; `peaks` are shown whole, however rare."""
        super().__init__(parent)
        self._colour_names = colour_names
        self._log = log
        self._least = least
        self._peaks = peaks
        self._times = np.empty(0)
        self._across = 0.0, 1.0
        self._values = np.empty((len(colour_names), 0))
        self._drawn = [self.plot() for _ in colour_names]
        self._width = _WIDE
        self.setLogMode(y=log)
        self.getViewBox().sigXRangeChanged.connect(lambda: self._show_in_view())
        self.getViewBox().setLimits(xMin=-1)
        self.apply_colours()

    def set_traces(self, times: Numbers, values: Numbers, across: tuple[float, float]) -> None:
        """Show values (k, n) at times (n,) in rising order, on an axis with this range."""
        self._times, self._values, self._across = times, values, across
        self._follow()
        self._show_in_view()

    def values_near(self, place: float) -> Numbers | None:
        """The values (k,) at the point next to a place, if there is any point."""
        at = self._nearest(place)
        return None if at is None else self._values[:, at]

    def way_to(self, place: float) -> float:
        """How far an arrow key moves the cursor to the point next to a place; infinitely far to the first point."""
        here = self._nearest(place)
        if here is None or here == 0:
            return np.inf
        return float(self._times[here] - self._times[max(here - self._stride, 0)])

    def apply_colours(self) -> None:
        super().apply_colours()
        self._apply_width(self._width)
        for line, name in zip(self._drawn, self._colour_names, strict=True):
            colour = getattr(colours(), name)
            line.setSymbolBrush(colour)
            line.setSymbolPen(None)
            line.setSymbolSize(6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        n = len(self._times)
        here = n - 1 if self._cursor_at is None else self._nearest(self._cursor_at)
        if here is None or n == 0:
            super().keyPressEvent(event)
            return
        moves = {
            Qt.Key.Key_Left: max(here - self._stride, 0),
            Qt.Key.Key_Right: min(here + self._stride, n - 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: n - 1,
        }
        if event.key() in moves:
            self.pointed.emit(float(self._times[moves[Qt.Key(event.key())]]))
        else:
            super().keyPressEvent(event)

    @property
    def _stride(self) -> int:
        """The points that one press of a key passes."""
        return max(1, len(self._times) // 100)

    def _nearest(self, place: float) -> int | None:
        if not len(self._times):
            return None
        after = int(np.searchsorted(self._times, place))
        if after == len(self._times) or (after > 0 and place - self._times[after - 1] < self._times[after] - place):
            return after - 1
        return after

    def _show_in_view(self) -> None:
        """Draw what lies in view and its neighbours, as an outline where it is more than a screen can show."""
        part = self._part_in_view(self._times)
        times = self._times[part]
        width = _WIDE if len(times) < _CROWD else _THIN
        if width != self._width:
            self._apply_width(width)
        symbol = "o" if len(self._times) < _DOTS else None
        for line, values in zip(self._drawn, self._values, strict=True):
            line.setData(*envelope(times, values[part], _MOST), symbol=symbol)

    def _apply_width(self, width: float) -> None:
        self._width = width
        for line, name in zip(self._drawn, self._colour_names, strict=True):
            line.setPen(pg.mkPen(getattr(colours(), name), width=width * self.devicePixelRatioF()))

    def _ranges(self) -> tuple[float, float, float, float]:
        return *self._across, *self._values_to_show(slice(None))

    def _up_in_view(self) -> tuple[float, float]:
        return self._values_to_show(self._part_in_view(self._times))

    def _values_to_show(self, part: slice) -> tuple[float, float]:
        lines = [envelope(self._times[part], values[part], _MOST)[1] for values in self._values]
        values = np.concatenate(lines)
        if self._log:
            return powers_to_show(values[values > 0])
        if not len(values):
            return 0.0, 1.0
        return 0.0, round_above(max(float(values.max()) if self._peaks else reach(values), self._least))
