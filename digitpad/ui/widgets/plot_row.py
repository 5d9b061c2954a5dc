"""Plots side by side under one legend."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.widgets.plot import Plot
from digitpad.ui.widgets.swatch import Swatch


class PlotRow(QWidget):
    """Zooming in one is zooming in all.

    The legend and a button that ends all zooming lie in `top`; what a plot points at stands in `readouts`.
    """

    def __init__(self, plots: Sequence[Plot], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plots = plots
        self.readouts = [QLabel() for _ in plots]
        self.show_all = QPushButton(self.tr("Show all"))
        self.show_all.setToolTip(self.tr("Show the whole curves again after zooming or moving"))
        self._legend = QHBoxLayout()
        self.top = QHBoxLayout()
        for each in (self._legend, self.top):
            each.setSpacing(2 * SPACE)
        self.top.addLayout(self._legend)
        self.top.addStretch(1)
        self.top.addWidget(self.show_all)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        for plot, readout in zip(self.plots, self.readouts, strict=True):
            readout.setFont(scaled(readout.font(), 1.0))
            readout.setMinimumWidth(1)  # a long value must not push the plots about
            plot.setXLink(self.plots[0])
            self.show_all.clicked.connect(plot.show_all)
            for other in self.plots:
                plot.zoomed.connect(other.stop_following)
            column = QVBoxLayout()
            column.setSpacing(SPACE // 2)
            column.addWidget(readout)
            column.addWidget(plot, 1)
            row.addLayout(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addLayout(self.top)
        layout.addLayout(row, 1)

    def add_to_legend(self, swatch: Swatch, text: str) -> None:
        """One more entry of the legend."""
        entry = QHBoxLayout()
        entry.setSpacing(SPACE // 2)
        entry.addWidget(swatch)
        entry.addWidget(QLabel(text))
        self._legend.addLayout(entry)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            for plot in self.plots:
                plot.apply_colours()
        super().changeEvent(event)
