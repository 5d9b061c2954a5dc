"""The strip at the bottom: one sentence with what can be done about it, and a hint at the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent, QFontMetrics, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from digitpad.ui.style.icons import ICON_PX, icon, show_icon
from digitpad.ui.style.type import CAPTION, font_of, px, set_role
from digitpad.ui.theme import SPACE, colours, follow_look
from digitpad.ui.widgets.labels import follow, named
from digitpad.ui.widgets.layouts import SPRING, Stretched, horizontal

_Message = tuple[str, tuple[QAction, ...]]

_BUTTON = 24  # pixels of its sides at 100 %
_LINE_MAY_END = "\u200b"
_LONG = 30  # letters of a word that may be broken


class MessageBar(QWidget):
    """Hidden until there is a message. The newest message replaces the one before.

    What went wrong stays until it is answered or dismissed; what was done goes by itself, and what went wrong is
    there again.
    """

    def __init__(
        self, parent: QWidget | None = None, notice_ms: int = 8_000, instead_of: QWidget | None = None
    ) -> None:
        """`notice_ms`: how long it is said what was done; `instead_of`: what gives way while there is a message."""
        super().__init__(parent)
        self._other = instead_of
        self._sign = QLabel()
        self._text = _Sentence()
        set_role(self._text, CAPTION)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._dismiss = QToolButton()
        show_icon(self._dismiss, "close")
        named(self._dismiss, self.tr("Dismiss the message"), self.tr("Dismiss this message (Esc)"))
        self._dismiss.clicked.connect(self._end)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._end)  # at once; a button would show that it is pressed
        self._answers = horizontal(None, gap=SPACE)
        self._buttons: list[QPushButton] = []
        self._waiting: list[_Message] = []
        self._said: _Message = "", ()
        self._warns = True
        self._notice = QAction(self)
        self._soon = QTimer(self, singleShot=True, interval=notice_ms)
        self._soon.timeout.connect(self._end)
        horizontal(self, self._sign, Stretched(self._text, 1000), self._answers, SPRING, self._dismiss, gap=SPACE)
        self._tint()
        follow_look(self, self._tint)
        follow_look(self, self._fit)
        self.hide()

    @property
    def text(self) -> str:
        return self._said[0]

    def show_message(self, text: str, *answers: QAction) -> None:
        """Show the text, and a button for each answer that can be given. Who gave an answer takes the message back."""
        self._say(text, answers, warns=True)

    def show_notice(self, text: str, action: str = "", call: Callable[[], object] | None = None) -> None:
        """Show for a while what was done, and a button for what can be done about it; once pressed, the text goes.

        What went wrong waits meanwhile.
        """
        if self._warns and not self.isHidden():
            self._waiting.insert(0, self._said)
        self._notice.deleteLater()
        self._notice = answer = QAction(action, self)
        answer.triggered.connect(lambda: self.dismiss(text))
        if call:
            answer.triggered.connect(lambda: call())
        self._say(text, (answer,) if call else (), warns=False)
        self._soon.start()

    def _say(self, text: str, answers: tuple[QAction, ...], warns: bool) -> None:
        self._soon.stop()
        self._said = text, answers
        self._warns = warns
        self._tint()
        for old in self._buttons:
            old.hide()  # at once, since deleting waits for a turn of the event loop
            old.deleteLater()
        self._buttons = []
        for answer in answers:
            button = _button(answer)
            self._answers.addWidget(button)
            self._buttons.append(button)
        self._text.setText(_breakable(text))
        self._text.setToolTip(text)
        self._fit()
        self.setAccessibleName(text)
        self.show()

    def show_after(self, text: str, *answers: QAction) -> None:
        """Show the text as soon as no other message is there."""
        if self.isHidden():
            self.show_message(text, *answers)
        else:
            self._waiting.append((text, answers))

    def dismiss(self, text: str) -> None:
        """End the message of this text, if it is shown or waits: it has been answered, or does not hold any more."""
        self._waiting = [each for each in self._waiting if each[0] != text]
        if text == self.text:
            self._end()

    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        if self._other:
            self._other.setHidden(visible)

    def _fit(self) -> None:
        """Give the text no more room than it needs in one line, so that the answers stand beside it."""
        self._text.setMaximumWidth(QFontMetrics(font_of(CAPTION)).horizontalAdvance(self._text.text()) + SPACE)

    def _tint(self) -> None:
        self._dismiss.setFixedSize(px(_BUTTON), px(_BUTTON))
        side = px(ICON_PX)
        sign = icon("warning", colours().warning_sign) if self._warns else icon("check")
        self._sign.setPixmap(sign.pixmap(side, side))

    def _end(self) -> None:
        self._soon.stop()
        self.hide()
        if self._waiting:
            text, answers = self._waiting.pop(0)
            self.show_message(text, *answers)


class _Sentence(QLabel):
    """Copied by key without the places where a line may end: the name of a file with them would be another name."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(self.selectedText().replace(_LINE_MAY_END, ""))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()  # its Copy would copy them


def _breakable(text: str) -> str:
    """The text, in which long names of files may go on in the next line after a slash."""
    words = (word if len(word) <= _LONG else word.replace("/", "/" + _LINE_MAY_END) for word in text.split(" "))
    return " ".join(words)


def _button(action: QAction) -> QPushButton:
    """A button that does what the action does, and can be pressed when the action can be triggered."""
    button = QPushButton(action.iconText())
    button.setProperty("link", True)
    set_role(button, CAPTION)
    follow(button, action)
    return button
