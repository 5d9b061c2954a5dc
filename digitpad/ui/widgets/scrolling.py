"""Pages that scroll where they do not fit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def in_scroll_area(page: QWidget | None = None) -> QScrollArea:
    """A page, perhaps given later, that scrolls down where it does not fit; hidden, it does not widen the window."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setProperty("frameless", True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    on_page(area.viewport())
    if page:
        put_into(area, page)
    return area


def put_into(area: QScrollArea, page: QWidget) -> None:
    """Give such an area its page."""
    on_page(page)
    area.setWidget(page)


def on_page(widget: QWidget) -> None:
    """Fill a widget with the colour of a page."""
    widget.setProperty("surface", "page")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
