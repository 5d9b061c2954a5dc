"""A button that explains what is shown."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QVBoxLayout, QWidget

from digitpad.ui.theme import SPACE

_TEXT_WIDTH = 460  # pixels, some seventy letters


class ExplainButton(QToolButton):
    """Shows an explanation below itself."""

    def __init__(self, title: str, explanation: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explanation = Explanation(explanation, self)
        self.setText(self.tr("?"))
        self.setToolTip(self.tr("What this shows, in plain words and as a formula"))
        self.setAccessibleName(self.tr("Explain “{title}”").format(title=title))
        self.clicked.connect(lambda: self._explanation.show_below(self))


class Explanation(QFrame):
    """A paragraph that lies over the window until a click beside it, or Escape."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setBackgroundRole(QPalette.ColorRole.Base)  # to stand out from the window
        self.setAutoFillBackground(True)
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setFixedWidth(_TEXT_WIDTH)
        label.setAccessibleName(label.text())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.addWidget(label)

    def show_below(self, widget: QWidget) -> None:
        """Show the text beneath a widget, its right edge under that of the widget."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height()))
        left = max(corner.x(), widget.screen().availableGeometry().left())
        self.move(left, corner.y())
        self.show()
