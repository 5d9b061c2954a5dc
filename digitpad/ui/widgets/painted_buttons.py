"""Buttons of more than a word: cards to choose from, and lines that unfold what belongs to them."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from digitpad.ui.style.icons import ICON_PX, icon
from digitpad.ui.style.type import CAPTION, FIGURE, NAME, TEXT, font_of, px, rounded
from digitpad.ui.theme import SPACE, colours, follow_look
from digitpad.ui.widgets.labels import text_label
from digitpad.ui.widgets.layouts import grid_layout, reveal
from digitpad.ui.widgets.painting import LEFT, frame_focus, smooth_painter, write

_RADIUS = 10
_MARGIN = 2 * SPACE
_RING = 18  # pixels of the mark of what is chosen
_LINE_RADIUS = 8


class Card(QAbstractButton):
    """A name, words that wrap beneath it, and a figure at the foot. It has a picture, or is one of several to choose.

    What is chosen has a mark.
    """

    def __init__(self, name: str, words: str, figure: str = "", picture: str = "") -> None:
        super().__init__()
        self._picture = picture
        self._name, self._figure = text_label("", NAME), text_label("", FIGURE)
        self._words = text_label("", CAPTION if picture else TEXT, quiet=True)
        self._grid = grid_layout(self, 0)
        self._grid.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._grid.addWidget(self._name, 0, 1)
        self._grid.addWidget(self._words, 2, 1 if picture else 0, 1, 1 if picture else 2)
        self._grid.addWidget(self._figure, 4, 0, 1, 2)
        self._grid.setRowMinimumHeight(1, SPACE // 2)
        self._grid.setRowStretch(3, 1)
        self._grid.setColumnStretch(1, 1)
        for label in (self._name, self._words, self._figure):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_words(name, words, figure)
        self.setCheckable(not picture)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._fit()
        follow_look(self, self._fit)

    def set_words(self, name: str, words: str, figure: str = "") -> None:
        """Say something else on the card."""
        for label, text in ((self._name, name), (self._words, words), (self._figure, figure)):
            label.setText(text)
        self._figure.setVisible(bool(figure))
        self._grid.setRowMinimumHeight(3, 2 * SPACE if figure else 0)
        self.setText(name)
        self.setAccessibleName(name)
        hint = ". ".join(each for each in (words, figure) if each)
        self.setAccessibleDescription(hint)
        self.setToolTip(hint)

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
        painter.setBrush(QColor(theme.soft if chosen else theme.hover if self.underMouse() else theme.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)
        if self._picture:
            side = px(ICON_PX)
            icon(self._picture, theme.accent).paint(painter, QRect(_MARGIN, _MARGIN, side, side))
        else:
            self._paint_mark(painter)
        painter.end()

    def _paint_mark(self, painter: QPainter) -> None:
        theme, height, side = colours(), QFontMetrics(font_of(NAME)).height(), px(_RING)
        ring = QRectF(_MARGIN + 1, _MARGIN + (height - side) / 2 + 1, side - 2, side - 2)
        painter.setBrush(QColor(theme.raised))
        painter.setPen(QPen(QColor(theme.accent if self.isChecked() else theme.field_edge), 1.5))
        painter.drawEllipse(ring)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            inset = 3.5 * ring.width() / (_RING - 2)
            painter.drawEllipse(ring.adjusted(inset, inset, -inset, -inset))

    def _fit(self) -> None:
        """Keep room for the picture or the mark."""
        width = px(ICON_PX) + SPACE + SPACE // 2 if self._picture else px(_RING) + SPACE
        self._grid.setColumnMinimumWidth(0, width)


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
