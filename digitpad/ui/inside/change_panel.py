"""The smallest change that turns the answer: a drawing, what is added and removed, and what it becomes."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from digitpad.core.drawing.normalise import to_ink_image
from digitpad.core.inspection.counterfactual import Counterfactual
from digitpad.core.network import SIDE
from digitpad.ui.style.type import FIGURE, NAME, TITLE, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.images import grey, signed_colours
from digitpad.ui.widgets.labels import caption, named, per_cent, text_label
from digitpad.ui.widgets.layouts import grid_layout, vertical
from digitpad.ui.widgets.pixel_map import PixelMap

_PICTURE = 92  # pixels at 100 %


class ChangePanel(QWidget):
    """Three pictures as a sum, with captions; in their place is kept until there is a change to show."""

    def __init__(self) -> None:
        super().__init__()
        self.title = text_label("", NAME)
        self.drawn, self.change, self.changed = (PixelMap(_PICTURE) for _ in range(3))
        self.captions = [QLabel() for _ in range(3)]
        self.text = caption()
        self._pictures = QWidget()
        policy = self._pictures.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._pictures.setSizePolicy(policy)
        self._pictures.hide()
        grid = grid_layout(self._pictures, SPACE, SPACE // 2)
        names = (self.tr("What the network sees"), self.tr("Ink added and removed"), self.tr("The changed drawing"))
        for number, (picture, name) in enumerate(zip((self.drawn, self.change, self.changed), names, strict=True)):
            named(picture, name, name)
            words = self.captions[number]
            set_role(words, FIGURE)
            grid.addWidget(picture, 0, 2 * number)
            grid.addWidget(words, 1, 2 * number, Qt.AlignmentFlag.AlignHCenter)
        for number, text in enumerate("+="):
            sign = QLabel(text)
            set_role(sign, TITLE)
            sign.setProperty("quiet", True)
            grid.addWidget(sign, 0, 2 * number + 1)
        grid.setColumnStretch(5, 1)
        self.change.setToolTip(self.tr("Blue: ink added; orange: ink removed"))
        vertical(self, self.title, self._pictures, self.text, gap=SPACE)

    def set_waiting(self, text: str) -> None:
        """Say what is going on until there is a change to show."""
        self.title.setText(text)

    def set_change(self, found: Counterfactual, names: Sequence[str]) -> None:
        """Show the change, its image before and after, and the probabilities of both, for classes of these names."""
        before, after, rival = found.before, found.after, names[found.rival]
        self._pictures.show()
        shown = before if after is None else after
        difference = (shown - before) / 2
        largest = float(np.abs(difference).max())
        self.drawn.set_colours(grey(to_ink_image(before), 1.0))
        self.changed.set_colours(grey(to_ink_image(shown), 1.0))
        self.change.set_colours(signed_colours(difference.reshape(SIDE, SIDE), max(largest, 0.1)))
        for words, P in ((self.captions[0], found.P_before), (self.captions[2], found.P_after)):
            words.setText(f"{names[int(P.argmax())]} · {per_cent(float(P.max()))}")
        self.captions[1].setText(self.tr("≤ {share} % of ink").format(share=f"{100 * largest:.0f}"))
        if after is None:
            self.title.setText(self.tr("No drawing near this one is read as {rival}").format(rival=rival))
            self.text.clear()
            return
        self.title.setText(self.tr("The smallest change that has it read as {rival}").format(rival=rival))
        text = self.tr("{added} pixels of full ink added, {removed} removed, no pixel by more than {share}\u00a0%.")
        removed, added = -difference.clip(max=0).sum(), difference.clip(0).sum()
        self.text.setText(text.format(added=f"{added:.1f}", removed=f"{removed:.1f}", share=f"{100 * largest:.0f}"))
