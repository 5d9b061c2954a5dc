"""A line that unfolds what belongs to it: an arrow, a name, and a word on what is there."""

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from digitpad.ui.style.icons import ICON_PX, icon
from digitpad.ui.style.type import CAPTION, NAME, font_of, px, rounded
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.layouts import reveal

_RADIUS = 8


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
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, side = colours(), px(ICON_PX)
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(self.rect(), _RADIUS, _RADIUS)
        top = (self.height() - side) // 2
        icon("down" if self.isChecked() else "right").paint(painter, QRect(0, top, side, side))
        painter.setFont(font_of(NAME))
        painter.setPen(QColor(theme.text if self.isEnabled() else theme.bar))
        left = side + SPACE
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(QRect(left, 0, self.width() - left, self.height()), flags, self.text())
        if self._caption and self.sizeHint().width() <= self.width():
            painter.setFont(font_of(CAPTION))
            painter.setPen(QColor(theme.second))
            left = self._name_width() + SPACE
            painter.drawText(QRect(left, 0, self.width() - left, self.height()), flags, self._caption)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
        painter.end()

    def _name_width(self) -> int:
        name = self.text().replace("&", "")
        return px(ICON_PX) + SPACE + QFontMetrics(font_of(NAME)).horizontalAdvance(name) + SPACE

    def _caption_width(self) -> int:
        return QFontMetrics(font_of(CAPTION)).horizontalAdvance(self._caption) + SPACE if self._caption else 0
