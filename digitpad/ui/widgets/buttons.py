"""Buttons with the letters of buttons and a tool tip."""

from PySide6.QtWidgets import QPushButton

from digitpad.ui.style.type import BUTTON, set_role


def push_button(text: str, hint: str, flat: bool = False) -> QPushButton:
    """A button; a flat one looks like a link."""
    button = QPushButton(text)
    button.setProperty("flat", flat)
    button.setToolTip(hint)
    set_role(button, BUTTON)
    return button
