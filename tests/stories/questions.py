"""Message boxes, answered as a user does."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox


class Questions:
    """Answers the questions that come up, one after the other, and remembers what they said."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._answers: list[str] = []
        self._timer = QTimer(QApplication.instance(), interval=10)
        self._timer.timeout.connect(self._look)

    def will_be_answered(self, *answers: str) -> None:
        """With the button of each text; a question beyond them is closed and fails the test."""
        self._answers = list(answers)
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()
        self._timer.deleteLater()

    @property
    def unanswered(self) -> list[str]:
        return self._answers

    def _look(self) -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            return
        self.asked.append(box.text())
        wanted = self._answers.pop(0) if self._answers else None
        for button in box.buttons():
            if button.text().replace("&", "") == wanted:
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                return
        box.reject()
        raise AssertionError(f"{box.text()!r} has no button {wanted!r}")
