"""The evidence of each pixel for one digit rather than another, and its sums."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from digitpad.core.drawing.normalise import to_ink_image
from digitpad.core.inspection.counterfactual import Counterfactual
from digitpad.core.inspection.evidence import Evidence
from digitpad.core.network import SIDE, Floats
from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.widgets.images import grey, signed_colours
from digitpad.ui.widgets.legends import SignedLegend
from digitpad.ui.widgets.pixel_map import PixelMap, Place

_EVIDENCE_PIXEL, _CHANGE_PIXEL = 320, 92


class EvidencePanel(QWidget):
    """A signed picture with its scale, the sums beside it, and what the pixel pointed at says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evidence: Evidence | None = None
        self._ink: Floats = np.zeros((SIDE, SIDE))
        self._digits = 0, 0
        self._place: Place | None = None
        self.title = QLabel()
        self.picture = PixelMap(_EVIDENCE_PIXEL, pointable=True)
        self.picture.setAccessibleName(self.tr("Evidence of each pixel"))
        self.picture.setToolTip(
            self.tr(
                "Blue: ink that speaks for the first digit; orange: ink that speaks for its rival. Arrow keys move."
            )
        )
        self.picture.pointed.connect(self._point)
        self.legend = SignedLegend()
        self.sums = QLabel()
        self.sums.setFont(scaled(self.sums.font(), 1.0))
        self.sums.setTextFormat(Qt.TextFormat.RichText)
        self.sums.setMinimumWidth(27 * SPACE)
        self.method = QLabel()
        self.method.setWordWrap(True)
        self.pixel = QLabel()
        self.pixel.setWordWrap(True)
        self.pixel.setAlignment(Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.setSpacing(2 * SPACE)
        beside.addWidget(self.sums)
        beside.addWidget(self.method)
        beside.addWidget(self.pixel, 1)
        beside.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        row.addLayout(beside, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self.title)
        layout.addLayout(row)
        layout.addStretch(1)

    def set_evidence(self, found: Evidence, ink: Floats, digit: int, rival: int) -> None:
        """Show the evidence in the ink (28, 28) from 0 to 1 for `digit` rather than `rival`."""
        self._evidence, self._ink, self._digits = found, ink, (digit, rival)
        limit = float(f"{np.abs(found.pixels).max():.2g}") or 1.0
        self.title.setText(self.tr("<b>Evidence for {digit} rather than {rival}</b>").format(digit=digit, rival=rival))
        self.picture.set_colours(signed_colours(found.pixels.reshape(SIDE, SIDE), limit))
        self.legend.set_limit(limit)
        self.sums.setText(self._table(found, digit, rival))
        self.method.setText(
            self.tr("Exact: as long as the same units fire, the network is linear.")
            if found.exact
            else self.tr("Integrated gradients: averaged along the way from a blank page to the drawing.")
        )
        self._show_pixel()

    def _table(self, found: Evidence, digit: int, rival: int) -> str:
        rows = (
            (self.tr("ink for {digit}").format(digit=digit), found.pixels[found.pixels > 0].sum()),
            (self.tr("ink for {rival}").format(rival=rival), found.pixels[found.pixels < 0].sum()),
            (self.tr("without ink") if found.exact else self.tr("blank page"), found.rest),
        )
        cells = "".join(
            f"<tr><td>{name}</td><td align=right style='padding-left: 24px'>{_signed(value)}</td></tr>"
            for name, value in rows
        )
        total = float(found.pixels.sum(dtype=np.float64)) + found.rest
        logits = f"z<sub>{digit}</sub> − z<sub>{rival}</sub>"
        return (
            f"<table>{cells}"
            f"<tr><td><b>{self.tr('sum')}</b></td><td align=right><b>{_signed(total)}</b></td></tr>"
            f"<tr><td>{logits}</td><td align=right>{_signed(found.difference)}</td></tr></table>"
        )

    def _point(self, place: Place | None) -> None:
        self._place = place
        self._show_pixel()

    def _show_pixel(self) -> None:
        if self._evidence is None or self._place is None:
            self.pixel.setText(self.tr("Point at a pixel to see its share."))
            return
        row, column = self._place
        ink, share = float(self._ink[row, column]), float(self._evidence.pixels[row * SIDE + column])
        weight = share / (2 * ink) if ink else 0.0
        text = self.tr("Row {row}, column {column}:<br>x + 1 = {ink}, times {weight}<br>= <b>{share}</b>").format(
            row=row, column=column, ink=f"{2 * ink:.2f}", weight=_signed(weight), share=_signed(share)
        )
        self.pixel.setText(
            text
            if ink
            else self.tr("Row {row}, column {column}:<br>no ink, no evidence").format(row=row, column=column)
        )


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")


class ChangePanel(QWidget):
    """Three pictures side by side, with captions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        self.drawn, self.change, self.changed = (
            PixelMap(_CHANGE_PIXEL),
            PixelMap(_CHANGE_PIXEL),
            PixelMap(_CHANGE_PIXEL),
        )
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
        self.change.setToolTip(self.tr("Blue: ink added; orange: ink removed"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self.title)
        layout.addLayout(grid)
        layout.addWidget(self.text)

    def set_waiting(self, text: str) -> None:
        """Say what is going on until there is a change to show."""
        self.title.setText(text)

    def set_change(self, found: Counterfactual) -> None:
        """Show the change, its image before and after, and the probabilities of both."""
        before, after, rival = found.before, found.after, found.rival
        self.title.setText(self.tr("<b>The smallest change that makes it a {rival}</b>").format(rival=rival))
        shown = before if after is None else after
        difference = (shown - before) / 2
        self.drawn.set_colours(grey(to_ink_image(before), 1.0))
        self.changed.set_colours(grey(to_ink_image(shown), 1.0))
        self.change.set_colours(
            signed_colours(difference.reshape(SIDE, SIDE), max(float(np.abs(difference).max()), 0.1))
        )
        for caption, P in ((self.captions[0], found.P_before), (self.captions[2], found.P_after)):
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
