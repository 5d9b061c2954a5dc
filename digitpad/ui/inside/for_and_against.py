"""How much of the ink speaks for a digit, how much for its rival, and what is left."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.inspection.evidence import Evidence
from digitpad.ui.style.type import CAPTION, NAME, font_of, px
from digitpad.ui.theme import SPACE, colours

_BAR = 20  # pixels high at 100 %
_RADIUS = 3


class ForAndAgainst(QWidget):
    """Two bars from a line between them, and below a bar for what one side has more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pros = self._cons = self._difference = 0.0
        self._texts = "", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("For and against"))

    def set_evidence(self, found: Evidence, digit: int, rival: int) -> None:
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
            pros=f"{self._pros:+.3f}",
            cons=f"{-self._cons:+.3f}",
            rest=f"{found.rest:+.3f}",
            difference=f"{found.difference:+.3f}",
        )
        self.setAccessibleDescription(spoken)
        self.setToolTip(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(420), round(self._line) + SPACE // 2 + 2 * px(_BAR) + 2 * SPACE)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, high, top = colours(), px(_BAR), self._line + SPACE // 2
        caption, strong = font_of(CAPTION), font_of(NAME)
        words = QFontMetricsF(strong).horizontalAdvance(self._texts[2]) + 2 * SPACE
        captions = (QFontMetricsF(caption).horizontalAdvance(each) + SPACE for each in self._texts[:2])
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
        right, left = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        self._say(painter, caption, theme.second, QRectF(zero + SPACE, 0, self.width(), self._line), right, 0)
        self._say(painter, caption, theme.second, QRectF(0, 0, zero - SPACE, self._line), left, 1)
        end = zero + scale * self._difference
        forward = self._difference >= 0
        fits = (self.width() - end if forward else end) >= words
        if forward is fits:
            start = (end if fits else zero) + SPACE
            self._say(painter, strong, theme.text, QRectF(start, below, self.width(), high), right, 2)
        else:
            stop = (end if fits else zero) - SPACE
            self._say(painter, strong, theme.text, QRectF(0, below, stop, high), left, 2)
        painter.end()

    def _say(
        self, painter: QPainter, font: QFont, colour: str, place: QRectF, side: Qt.AlignmentFlag, which: int
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, self._texts[which])

    @property
    def _line(self) -> float:
        return QFontMetricsF(font_of(CAPTION)).height()


def _bar(zero: float, top: float, length: float, high: float) -> QRectF:
    return QRectF(min(zero, zero + length), top, abs(length), high)
