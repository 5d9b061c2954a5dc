"""The smallest change that turns the answer: what was drawn, ink added and removed, and what is read then."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from digitpad.core.drawing.normalise import to_ink_image
from digitpad.core.network import SIDE, Floats
from digitpad.ui.colour_scales import grey, signed_colours
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.pixel_map import PixelMap

_PIXEL = 4


class ChangePanel(QWidget):
    """Three pictures side by side, with captions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        self.drawn, self.change, self.changed = PixelMap(_PIXEL), PixelMap(_PIXEL), PixelMap(_PIXEL)
        self.captions = [QLabel() for _ in range(3)]
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(SPACE // 2)
        names = (self.tr("What the network sees"), self.tr("Ink added and removed"), self.tr("The changed drawing"))
        pictures = self.drawn, self.change, self.changed
        for column, (picture, caption, name) in enumerate(zip(pictures, self.captions, names, strict=True)):
            picture.setAccessibleName(name)
            picture.setToolTip(name)
            caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(picture, 0, column)
            grid.addWidget(caption, 1, column)
        self.change.setToolTip(self.tr("Orange: ink added; blue: ink removed"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self.title)
        layout.addLayout(grid)
        layout.addWidget(self.text)

    def set_change(self, before: Floats, after: Floats | None, P_before: Floats, P_after: Floats, rival: int) -> None:
        """Show images (784,) from -1 to 1 and their probabilities (10,); `after` is None when no change was found."""
        self.title.setText(self.tr("<b>The smallest change that makes it a {rival}</b>").format(rival=rival))
        shown = before if after is None else after
        difference = (shown - before) / 2
        self.drawn.set_colours(grey(to_ink_image(before), 1.0))
        self.changed.set_colours(grey(to_ink_image(shown), 1.0))
        self.change.set_colours(
            signed_colours(difference.reshape(SIDE, SIDE), max(float(np.abs(difference).max()), 0.1))
        )
        for caption, P in ((self.captions[0], P_before), (self.captions[2], P_after)):
            caption.setText(f"<b>{P.argmax()}</b> · {100 * P.max():.0f} %")
        self.captions[1].setText(f"+{difference.clip(0).sum():.1f} −{-difference.clip(max=0).sum():.1f}")
        if after is None:
            self.text.setText(self.tr("No drawing near this one is read as a {rival}.").format(rival=rival))
        else:
            self.text.setText(
                self.tr("Distance {distance}; the largest change of a pixel is {largest} % of full ink.").format(
                    distance=f"{np.linalg.norm(after - before):.2f}", largest=f"{100 * np.abs(difference).max():.0f}"
                )
            )
