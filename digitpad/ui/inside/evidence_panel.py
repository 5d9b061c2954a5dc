"""The evidence of each pixel for one digit rather than another, its sums, and both in a sentence."""

from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.drawing.normalise import Ink
from digitpad.core.inspection.evidence import DrawingPart, Evidence, evidence_by_part, speaking_parts
from digitpad.core.network import SIDE, Floats
from digitpad.ui.style.type import CAPTION, NAME, font_of, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.images import signed_colours
from digitpad.ui.widgets.labels import caption, named, signed, text_label
from digitpad.ui.widgets.layouts import vertical
from digitpad.ui.widgets.painting import LEFT, RIGHT, smooth_painter, write
from digitpad.ui.widgets.pixel_map import PixelMap, Place

_BAR = 20  # pixels high at 100 %
_RADIUS = 3

_PICTURE = 310  # pixels at 100 %
tr = partial(QCoreApplication.translate, "evidence")


class ForAndAgainst(QWidget):
    """Two bars from a line between them, and below a bar for what one side has more."""

    def __init__(self) -> None:
        super().__init__()
        self._pros = self._cons = self._difference = 0.0
        self._texts = "", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("For and against"))

    def set_evidence(self, found: Evidence, digit: str, rival: str) -> None:
        """Show the sums of what in the ink speaks for `digit` and what for its `rival`, and the difference in all."""
        self._pros = float(found.pixels[found.pixels > 0].sum())
        self._cons = -float(found.pixels[found.pixels < 0].sum())
        self._difference = found.difference
        more = digit if found.difference >= 0 else rival
        self._texts = (
            self.tr("for {digit}: {sum}").format(digit=digit, sum=f"{self._pros:.1f}"),
            self.tr("for {digit}: {sum}").format(digit=rival, sum=f"{self._cons:.1f}"),
            self.tr("{sum} more for {digit}").format(digit=more, sum=f"{abs(found.difference):.1f}"),
        )
        spoken = self.tr(
            "ink for {digit} {pros}, ink for {rival} {cons}, without ink {rest}, in all {difference}"
        ).format(
            digit=digit,
            rival=rival,
            pros=signed(self._pros, 3),
            cons=signed(-self._cons, 3),
            rest=signed(found.rest, 3),
            difference=signed(found.difference, 3),
        )
        self.setAccessibleDescription(spoken)
        self.setToolTip(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(420), round(self._line) + SPACE // 2 + 2 * px(_BAR) + 2 * SPACE)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        theme, high, top = colours(), px(_BAR), self._line + SPACE // 2
        words = QFontMetricsF(font_of(NAME)).horizontalAdvance(self._texts[2]) + 2 * SPACE
        captions = (QFontMetricsF(font_of(CAPTION)).horizontalAdvance(each) + SPACE for each in self._texts[:2])
        room = min(max(words, *captions), self.width() / 2)
        whole = self._pros + self._cons or 1.0
        zero = min(max(self._cons / whole * self.width(), room), self.width() - room)
        scale = min(zero / (self._cons or 1e-9), (self.width() - zero) / (self._pros or 1e-9))
        painter.setPen(Qt.PenStyle.NoPen)
        for length, colour in ((self._pros, theme.training), (-self._cons, theme.validation)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(_bar(zero, top, scale * length, high), _RADIUS, _RADIUS)
        below = top + high + 2 * SPACE
        painter.setBrush(QColor(theme.text))
        painter.drawRoundedRect(_bar(zero, below, scale * self._difference, high), _RADIUS, _RADIUS)
        painter.fillRect(QRectF(zero, self._line / 2, 1, self.height()), QColor(theme.axis))
        pro, con, more = self._texts
        write(painter, CAPTION, theme.second, QRectF(zero + SPACE, 0, self.width(), self._line), pro, LEFT)
        write(painter, CAPTION, theme.second, QRectF(0, 0, zero - SPACE, self._line), con, RIGHT)
        end = zero + scale * self._difference
        forward = self._difference >= 0
        fits = (self.width() - end if forward else end) >= words
        if forward is fits:
            start = (end if fits else zero) + SPACE
            write(painter, NAME, theme.text, QRectF(start, below, self.width(), high), more, LEFT)
        else:
            stop = (end if fits else zero) - SPACE
            write(painter, NAME, theme.text, QRectF(0, below, stop, high), more, RIGHT)
        painter.end()

    @property
    def _line(self) -> float:
        return QFontMetricsF(font_of(CAPTION)).height()


def _bar(zero: float, top: float, length: float, high: float) -> QRectF:
    return QRectF(min(zero, zero + length), top, abs(length), high)


class EvidencePicture(QWidget):
    """A signed picture, and what the pixel pointed at says."""

    def __init__(self) -> None:
        super().__init__()
        self._evidence: Evidence | None = None
        self._ink: Ink = np.zeros((SIDE, SIDE), np.float32)
        self._place: Place | None = None
        hint = self.tr("Blue: ink that speaks for the digit; orange: ink that speaks for its rival. Arrow keys move.")
        self.picture = named(PixelMap(_PICTURE, pointable=True), self.tr("Evidence of each pixel"), hint)
        self.picture.pointed.connect(self._point)
        self.pixel = caption()
        layout = vertical(self, gap=SPACE)
        layout.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.pixel)
        layout.addStretch(1)

    def set_evidence(self, found: Evidence, ink: Ink) -> None:
        """Show the evidence in the ink (28, 28) from 0 to 1."""
        self._evidence, self._ink = found, ink
        limit = float(f"{np.abs(found.pixels).max():.2g}") or 1.0
        self.picture.set_colours(signed_colours(found.pixels.reshape(SIDE, SIDE), limit), ink)
        self._show_pixel()

    def _point(self, place: Place | None) -> None:
        self._place = place
        self._show_pixel()

    def _show_pixel(self) -> None:
        if self._evidence is None or self._place is None:
            self.pixel.setText(self.tr("Point at a pixel to see its share."))
            return
        row, column = self._place
        ink, share = float(self._ink[row, column]), float(self._evidence.pixels[row * SIDE + column])
        if not ink:
            text = self.tr("Row {row}, column {column}: no ink, no evidence")
            self.pixel.setText(text.format(row=row, column=column))
            return
        text = self.tr("Row {row}, column {column}: x + 1 = {ink}, times {weight} = {share}")
        numbers = {"ink": f"{2 * ink:.2f}", "weight": signed(share / (2 * ink), 3), "share": signed(share, 3)}
        self.pixel.setText(text.format(row=row, column=column, **numbers))


class EvidenceSums(QWidget):
    """What the pixels come to, as bars, and why one may add them up."""

    def __init__(self) -> None:
        super().__init__()
        self.bars = ForAndAgainst()
        self.method = caption()
        vertical(self, text_label(self.tr("For and against"), NAME), self.bars, self.method, gap=SPACE)

    def set_evidence(self, found: Evidence, digit: str, rival: str) -> None:
        """Show the sums of the evidence for `digit` rather than `rival`."""
        self.bars.set_evidence(found, digit, rival)
        text = (
            self.tr("Exact: with the same units on, the network is a sum over pixels. Without ink: {rest} for {digit}.")
            if found.exact
            else self.tr("Averaged along the way from a blank page to the drawing, which gives {rest} for {digit}.")
        )
        self.method.setText(text.format(rest=f"{abs(found.rest):.1f}", digit=digit if found.rest >= 0 else rival))


def part_name(part: DrawingPart) -> str:
    """What a part of a drawing is called within a sentence."""
    names: dict[DrawingPart, str] = {
        "top left": tr("the top left"),
        "top": tr("the top"),
        "top right": tr("the top right"),
        "left": tr("the left"),
        "middle": tr("the middle"),
        "right": tr("the right"),
        "bottom left": tr("the bottom left"),
        "bottom": tr("the bottom"),
        "bottom right": tr("the bottom right"),
        "left side": tr("the left side"),
        "right side": tr("the right side"),
        "top bar": tr("the bar at the top"),
        "bar": tr("the bar"),
        "bottom bar": tr("the bar at the bottom"),
        "stem": tr("the stem"),
    }
    return names[part]


def evidence_sentence(pixels: Floats, ink: Ink, digit: str, rival: str) -> str:
    """Which parts of the ink (28, 28) the evidence (784,) for `digit` rather than `rival` lies in."""
    pros, cons = speaking_parts(evidence_by_part(pixels, ink))
    if pros and cons:
        one = tr("{pros} speaks for {digit}, {cons} for {rival}")
        many = tr("{pros} speak for {digit}, {cons} for {rival}")
    elif pros:
        one = tr("{pros} speaks for {digit}, {less} for {rival}")
        many = tr("{pros} speak for {digit}, {less} for {rival}")
    elif cons:
        one = tr("{cons} speaks for {rival}, {less} for {digit}")
        many = tr("{cons} speak for {rival}, {less} for {digit}")
    else:
        one = many = tr("the ink speaks neither for {digit} nor for {rival}")
    text = one if len(pros or cons) == 1 else many
    some = (pixels < 0).any() if pros else (pixels > 0).any()  # which the bars show, if not the words
    less = tr("little") if some else tr("nothing")
    text = text.format(pros=_joined(pros), cons=_joined(cons), less=less, digit=digit, rival=rival)
    return text[:1].upper() + text[1:]


def _joined(parts: tuple[DrawingPart, ...]) -> str:
    return tr(" and ").join(map(part_name, parts))
