"""Buttons that are painted as a whole: cards to choose from, and lines that unfold what belongs to them."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from digitpad.ui.style.icons import ICON_PX, icon
from digitpad.ui.style.type import CAPTION, FIGURE, NAME, TEXT, Role, font_of, px, rounded
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.layouts import reveal
from digitpad.ui.widgets.painting import LEFT, frame_focus, smooth_painter, write

_RADIUS = 10
_MARGIN = 2 * SPACE
_RING = 18  # pixels of the mark of what is chosen


class Card(QAbstractButton):
    """A name, words that wrap beneath it, and a figure at the foot.

    Checkable, it is one of several to choose from and has a mark; otherwise it may have an icon.
    """

    def __init__(
        self, name: str, words: str, figure: str = "", picture: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._picture = picture
        self._say(name, words, figure)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_words(self, name: str, words: str, figure: str = "") -> None:
        """Say something else on the card."""
        if (name, words, figure) != (self.text(), self._words, self._figure):
            self._say(name, words, figure)
            self.updateGeometry()
            self.update()

    def _say(self, name: str, words: str, figure: str) -> None:
        self._words, self._figure = words, figure
        self.setText(name)
        self.setAccessibleName(name)
        hint = ". ".join(each for each in (words, self._figure) if each)
        self.setAccessibleDescription(hint)
        self.setToolTip(hint)

    def heightForWidth(self, width: int) -> int:
        height = 2 * _MARGIN + QFontMetrics(font_of(NAME)).height() + self._words_height(width)
        return height + (self._height_of(FIGURE, self._figure, width - 2 * _MARGIN) + 2 * SPACE if self._figure else 0)

    def sizeHint(self) -> QSize:
        return QSize(px(240), self.heightForWidth(px(240)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(100), px(72))  # four of them are beside each other in a presentation

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        theme, chosen = colours(), self.isChecked()
        strong = chosen or self.hasFocus()
        edge = QPen(QColor(theme.accent if strong else theme.line), 2 if strong else 1)
        inset = edge.widthF() / 2
        painter.setPen(edge)
        ground = theme.soft if chosen else theme.hover if self.underMouse() and self.isEnabled() else theme.surface
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)
        self._paint_mark(painter)
        left, width = self._text_left(), self.width() - self._text_left() - _MARGIN
        top = _MARGIN
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        for role, text, indent, colour in (
            (NAME, self.text(), left, theme.text),
            (self._words_role, self._words, left if self._picture else _MARGIN, theme.second),
        ):
            painter.setFont(font_of(role))
            painter.setPen(QColor(colour if self.isEnabled() else theme.bar))
            place = QRect(indent, top, width + left - indent, self.height())
            top += painter.boundingRect(place, flags, text).height() + SPACE // 2
            painter.drawText(place, flags, text)
        if self._figure:
            foot = QRect(_MARGIN, 0, self.width() - 2 * _MARGIN, self.height() - _MARGIN)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
            write(painter, FIGURE, theme.text if self.isEnabled() else theme.bar, foot, self._figure, flags)
        painter.end()

    def _paint_mark(self, painter: QPainter) -> None:
        theme, height = colours(), QFontMetrics(font_of(NAME)).height()
        if self._picture:
            side = px(ICON_PX)
            icon(self._picture, theme.accent).paint(painter, QRect(_MARGIN, _MARGIN, side, side))
        elif self.isCheckable():
            side = px(_RING)
            ring = QRectF(_MARGIN + 1, _MARGIN + (height - side) / 2 + 1, side - 2, side - 2)
            painter.setBrush(QColor(theme.raised))
            painter.setPen(QPen(QColor(theme.accent if self.isChecked() else theme.field_edge), 1.5))
            painter.drawEllipse(ring)
            if self.isChecked():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.accent))
                inset = 3.5 * ring.width() / (_RING - 2)
                painter.drawEllipse(ring.adjusted(inset, inset, -inset, -inset))

    @property
    def _words_role(self) -> Role:
        return CAPTION if self._picture else TEXT

    def _text_left(self) -> int:
        if self._picture:
            return _MARGIN + px(ICON_PX) + _MARGIN - SPACE // 2
        return _MARGIN + (px(_RING) + SPACE if self.isCheckable() else 0)

    def _words_height(self, width: int) -> int:
        left = self._text_left() if self._picture else _MARGIN
        return self._height_of(self._words_role, self._words, width - left - _MARGIN) + SPACE // 2

    @staticmethod
    def _height_of(role: Role, text: str, width: int) -> int:
        """How high a text is when it wraps at a width."""
        room = QRect(0, 0, max(width, 1), 10_000)
        return QFontMetrics(font_of(role)).boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()


_LINE_RADIUS = 8


class Disclosure(QAbstractButton):
    """A checkable line; checked, its content is unfolded. The caption gives way when there is little room."""

    def __init__(self, name: str, caption: str = "") -> None:
        super().__init__()
        self._caption = caption
        self.setText(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def unfold(self, content: QWidget) -> None:
        """Show `content` while this is checked; one that lies farther down comes into view."""
        content.setVisible(self.isChecked())
        self.toggled.connect(content.setVisible)
        self.toggled.connect(lambda: QTimer.singleShot(0, self, lambda: self._reveal(content)))

    def _reveal(self, content: QWidget) -> None:
        if content.isVisible():
            reveal(content)
            reveal(self)  # where there is no room for both, the line stays at the top

    def set_caption(self, caption: str) -> None:
        self._caption = caption
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._name_width() + self._caption_width() + SPACE, rounded(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._name_width(), rounded(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        theme, side = colours(), px(ICON_PX)
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(self.rect(), _LINE_RADIUS, _LINE_RADIUS)
        top = (self.height() - side) // 2
        icon("down" if self.isChecked() else "right").paint(painter, QRect(0, top, side, side))
        flags = LEFT | Qt.TextFlag.TextShowMnemonic
        place = self.rect().adjusted(side + SPACE, 0, 0, 0)
        write(painter, NAME, theme.text if self.isEnabled() else theme.bar, place, self.text(), flags)
        if self._caption and self.sizeHint().width() <= self.width():
            place.setLeft(self._name_width() + SPACE)
            write(painter, CAPTION, theme.second, place, self._caption, flags)
        if self.hasFocus():
            frame_focus(painter, self.rect(), _LINE_RADIUS)
        painter.end()

    def _name_width(self) -> int:
        name = self.text().replace("&", "")
        return px(ICON_PX) + SPACE + QFontMetrics(font_of(NAME)).horizontalAdvance(name) + SPACE

    def _caption_width(self) -> int:
        return QFontMetrics(font_of(CAPTION)).horizontalAdvance(self._caption) + SPACE if self._caption else 0
