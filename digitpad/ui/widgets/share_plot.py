"""A plot of one share against another, both in per cent."""

import pyqtgraph as pg
from PySide6.QtWidgets import QGraphicsItem, QWidget

from digitpad.ui.theme import colours
from digitpad.ui.widgets.axis import axes


class SharePlot(pg.PlotWidget):  # type: ignore[misc]
    """Axes in the colours of the theme, that stay where they are; subclasses add what is drawn."""

    def __init__(self, across: str, up: str, parent: QWidget | None = None) -> None:
        """The labels of the horizontal and the vertical axis."""
        super().__init__(parent, enableMenu=False, axisItems=axes())
        self.hideButtons()
        self.setMouseEnabled(x=False, y=False)
        self.showGrid(x=True, y=True, alpha=0.15)
        self.disableAutoRange()
        self.setLabel("bottom", across)
        self.setLabel("left", up)
        for name in ("left", "bottom"):
            # Painting the numbers and the grid takes longer than painting the curves.
            self.getAxis(name).setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
            self.getAxis(name).enableAutoSIPrefix(False)
        self.setRange(xRange=(0, 100), yRange=(0, 100), padding=0.02)

    def apply_colours(self) -> None:
        """Take over the colours of the theme that is shown."""
        theme = colours()
        self.setBackground(theme.plot)
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setPen(pg.mkPen(theme.line))
            axis.setTextPen(theme.text)
            axis.setStyle(tickLength=-4)
