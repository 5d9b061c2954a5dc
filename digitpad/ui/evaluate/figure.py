"""A number read from afar, with its name above and a few words below."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from digitpad.ui.style.type import Role, set_role
from digitpad.ui.widgets.labels import caption, selectable


class Figure(QWidget):
    """A figure of a role of the type scale."""

    def __init__(self, name: str, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.value = selectable(QLabel())
        set_role(self.value, role)
        self.words = caption()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(caption(name))
        layout.addStretch(1)
        layout.addWidget(self.value)
        layout.addWidget(self.words)

    def set_value(self, text: str) -> None:
        self.value.setText(text)
        self.setAccessibleName(f"{self._name}: {text}")

    def set_words(self, text: str) -> None:
        self.words.setText(text)
