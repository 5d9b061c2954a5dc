"""Texts that wrap, and numbers as people read them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from digitpad.ui.style.type import CAPTION, Role, set_role

_ALMOST = 0.995  # from here on, more than 99 %


def text_label(text: str, role: Role, quiet: bool = False) -> QLabel:
    """A label of a role that wraps, and that no long word widens; `quiet` in the colour of second lines."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setMinimumWidth(1)
    label.setProperty("quiet", quiet)
    set_role(label, role)
    return label


def caption(text: str = "") -> QLabel:
    """A quiet line above or below what it belongs to."""
    return text_label(text, CAPTION, quiet=True)


def selectable(label: QLabel) -> QLabel:
    """The same label, whose text can be selected and copied."""
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def per_cent(probability: float) -> str:
    """A probability as people read it: never 100 %, which no network can know."""
    return "> 99 %" if probability >= _ALMOST else f"{100 * probability:.0f} %"
