"""A bar over the top of the page that says what went wrong, until it is dismissed."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

from digitpad.ui.theme import SPACE, icon


class MessageBar(QWidget):
    """Hidden until there is a message. The newest message replaces the one before.

    It lies over the top of the page of `tabs` that is shown, and leaves the tab bar free, and one at the top of the
    page, too. It is in no layout: nothing else moves when it comes or goes.
    """

    def __init__(self, tabs: QTabWidget) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        (self._pages,) = tabs.findChildren(QStackedWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        self._pages.installEventFilter(self)
        tabs.currentChanged.connect(self._place)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._dismiss = QToolButton(self)
        self._dismiss.setAutoRaise(True)
        self._dismiss.setIcon(icon("close"))
        self._dismiss.setToolTip(self.tr("Dismiss this message (Esc)"))
        self._dismiss.setAccessibleName(self.tr("Dismiss the message"))
        self._dismiss.clicked.connect(self._end)
        self._dismiss.setShortcut(Qt.Key.Key_Escape)
        self._answers = QHBoxLayout()
        self._buttons: list[QPushButton] = []
        self._waiting: tuple[str, tuple[QAction, ...]] | None = None
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        layout.addWidget(self._text, 1)
        layout.addLayout(self._answers)
        layout.addWidget(self._dismiss)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_message(self, text: str, *answers: QAction) -> None:
        """Show the text, and a button for each answer that can be given. Who gave an answer takes the message back."""
        for old in self._buttons:
            old.hide()  # at once, since deleting waits for a turn of the event loop
            old.deleteLater()
        self._buttons = []
        for answer in answers:
            button = _button(answer)
            self._answers.addWidget(button)
            self._buttons.append(button)
        self._text.setText(text)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()

    def show_after(self, text: str, *answers: QAction) -> None:
        """Show the text as soon as no other message is there."""
        if self.isHidden():
            self.show_message(text, *answers)
        else:
            self._waiting = text, answers

    def dismiss(self, text: str) -> None:
        """End the message of this text, if it is shown or waits: it has been answered, or does not hold any more."""
        if self._waiting and text == self._waiting[0]:
            self._waiting = None
        if text == self.text:
            self._end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._pages and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._dismiss.setIcon(icon("close"))
        super().changeEvent(event)

    def paintEvent(self, _event: object) -> None:
        """Stand out from the page, which is of the colour of the window."""
        painter, palette = QPainter(self), self.palette()
        painter.fillRect(self.rect(), palette.base())
        painter.setPen(palette.mid().color())
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.fillRect(QRect(0, 0, SPACE // 2, self.height()), palette.highlight())
        painter.end()

    def _end(self) -> None:
        self.hide()
        if self._waiting:
            (text, answers), self._waiting = self._waiting, None
            self.show_message(text, *answers)

    def _place(self) -> None:
        page = self._tabs.currentWidget()
        if page is None:
            return
        self._row.activate()
        place = self._pages.geometry()
        place.setHeight(self._row.totalHeightForWidth(place.width()))
        for bar in page.findChildren(QTabBar):
            taken = QRect(bar.mapTo(self._tabs, QPoint()), bar.size())
            if bar.isVisibleTo(page) and taken.intersects(place):
                place.moveTop(taken.bottom() + 1)
        self.setGeometry(place)


def _button(action: QAction) -> QPushButton:
    """A button that does what the action does, and can be pressed when the action can be triggered."""
    button = QPushButton(action.iconText())
    button.setToolTip(action.toolTip())
    button.setEnabled(action.isEnabled())
    button.clicked.connect(action.trigger)
    action.enabledChanged.connect(button.setEnabled)
    return button
