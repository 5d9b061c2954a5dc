"""Pages that scroll where they do not fit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def in_scroll_area(page: QWidget) -> QScrollArea:
    """A page that scrolls down where it does not fit; hidden, it does not widen the window."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setProperty("frameless", True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    for each in (area.viewport(), page):
        on_page(each)
    return area


def on_page(widget: QWidget) -> None:
    """Fill a widget with the colour of a page."""
    widget.setProperty("surface", "page")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
