"""Navigation: words in the header for pages, and a quiet segmented row for the views of one page."""

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar, QTabWidget, QWidget

from digitpad.ui.style.icons import ICON_PX, icon
from digitpad.ui.style.room import Room
from digitpad.ui.style.type import BUTTON, font_of, px, rounded
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.layouts import leave_page
from digitpad.ui.widgets.painting import CENTRE, LEFT, smooth_painter, write

_BAR = 3  # pixels of the line under the page that is shown
_RADIUS = 8
_STAGES = 3  # a text that wraps finds its height when it knows its width, and what is around it after that


class PageTabs(QTabWidget):
    """The pages, with a line below their names across the whole width."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(_lay_out)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.tabBar().isHidden():
            painter = QPainter(self)
            painter.fillRect(0, self.tabBar().geometry().bottom(), self.width(), 1, QColor(colours().line))
            painter.end()

    def setTabBar(self, bar: QTabBar) -> None:
        bar.currentChanged.connect(lambda: leave_page(self.currentWidget(), bar))
        super().setTabBar(bar)

    def turn_to(self, page: QWidget) -> None:
        """Show the page, which may lie in an area that scrolls."""
        for number in range(self.count()):
            holder = self.widget(number)
            if holder is page or (holder and holder.isAncestorOf(page)):
                self.setCurrentIndex(number)


def _lay_out() -> None:
    """Lay out what was just shown before it is painted: else it is painted at each stage of that, and jumps."""
    for _ in range(_STAGES):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


class PageBar(QTabBar):
    """The pages of the window: words with icons, and a line under the one that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._narrow = False
        self._height, self._margin = 56, 32
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setUsesScrollButtons(False)

    def set_room(self, room: Room) -> None:
        self._narrow, self._height, self._margin = room.narrow, room.header, room.page_margin
        for number in range(self.count()):  # which has Qt ask for their sizes again
            self.setTabText(number, self.tabText(number))
        self.updateGeometry()

    def tabSizeHint(self, index: int) -> QSize:
        first = self._margin - self._gap if index == 0 else 0
        return QSize(first + self._word(index).width() + 2 * self._gap, self._height)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def minimumSizeHint(self) -> QSize:
        """As in a narrow window, where icons give way: else they would keep it from becoming one."""
        icons = 0 if self._narrow else self.count() * (px(ICON_PX) + SPACE)
        return super().minimumSizeHint() - QSize(icons, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        theme = colours()
        for index in range(self.count()):
            here, word = index == self.currentIndex(), self._word_place(index)
            if not self._narrow:
                side = px(ICON_PX)
                place = QRect(word.left() - side - SPACE, word.center().y() - side // 2, side, side)
                icon(self.tabData(index), theme.accent if here else theme.second).paint(painter, place)
                full = word.adjusted(-side - SPACE, 0, 0, 0)
            else:
                full = word
            write(painter, BUTTON, theme.text if here else theme.second, word, self.tabText(index), LEFT)
            if here:
                line = QRectF(full.left(), self.height() - _BAR, full.width(), _BAR)
                painter.fillRect(line, QColor(theme.accent))
                if self.hasFocus():
                    painter.setPen(QPen(QColor(theme.accent), 2))
                    ring = full.adjusted(-SPACE, SPACE, SPACE, -SPACE)
                    painter.drawRoundedRect(ring, _RADIUS, _RADIUS)
        painter.end()

    @property
    def _gap(self) -> int:
        return SPACE + SPACE // 2 if self._narrow else 2 * SPACE

    def _word(self, index: int) -> QSize:
        width = QFontMetrics(font_of(BUTTON)).horizontalAdvance(self.tabText(index)) + 1
        return QSize(width + (0 if self._narrow else px(ICON_PX) + SPACE), self._height)

    def _word_place(self, index: int) -> QRect:
        place = self.tabRect(index)
        before = 0 if self._narrow else px(ICON_PX) + SPACE
        width = self._word(index).width()
        return QRect(place.right() + 1 - self._gap - width + before, 0, width - before, self._height)


class SegmentedBar(QTabBar):
    """The views of a page as segments of one row, the one that is shown raised."""

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setUsesScrollButtons(False)

    def tabSizeHint(self, index: int) -> QSize:
        width = QFontMetrics(font_of(BUTTON)).horizontalAdvance(self.tabText(index).replace("&", ""))
        return QSize(width + 4 * SPACE, rounded(32))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def tabLayoutChange(self) -> None:
        self.updateGeometry()  # which Qt leaves out when a tab comes or goes

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        theme = colours()
        shown = [index for index in range(self.count()) if self.isTabVisible(index)]
        whole = self.tabRect(shown[0]).united(self.tabRect(shown[-1])) if shown else QRect()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.sunken))
        painter.drawRoundedRect(whole, _RADIUS, _RADIUS)
        for index in shown:
            place, here = self.tabRect(index), index == self.currentIndex()
            if here:
                edge = QPen(QColor(theme.accent), 2) if self.hasFocus() else QPen(QColor(theme.axis), 1)
                painter.setPen(edge)
                painter.setBrush(QColor(theme.raised))
                inset = 2 + edge.widthF() / 2
                painter.drawRoundedRect(QRectF(place).adjusted(inset, inset, -inset, -inset), _RADIUS - 2, _RADIUS - 2)
            flags = CENTRE | Qt.TextFlag.TextShowMnemonic
            write(painter, BUTTON, theme.text if here else theme.second, place, self.tabText(index), flags)
        painter.end()
