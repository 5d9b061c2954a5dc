"""Finds what does not fit in a window: widgets outside, texts that are cut, and widgets over one another."""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

# What lies in these is Qt's own, and arranged by it.
_QTS_OWN = QAbstractSpinBox, QComboBox, QGraphicsView, QLineEdit, QTabBar
_LEAST = 3  # pixels that count
_AROUND = 24  # pixels beside the text of a box


def find_faults(window: QWidget) -> list[str]:
    """A sentence for each widget in the window, and shown, that does not fit where it is."""
    parents = [window, *_shown_inside(window)]
    found: list[str] = []
    for parent in parents:
        children = [each for each in _children_of(parent) if each.isVisibleTo(window) and not each.isWindow()]
        for child in children:
            found += _outside(child, parent)
            found += _too_small(child)
        if not isinstance(parent, QAbstractScrollArea | QTabWidget):
            found += _over_one_another(children)
    return found


def _shown_inside(window: QWidget) -> Iterator[QWidget]:
    for child in _children_of(window):
        if child.isVisibleTo(window) and not child.isWindow():
            yield child
            yield from _shown_inside(child)


def _children_of(parent: QWidget) -> list[QWidget]:
    if isinstance(parent, _QTS_OWN):
        return []
    return [each for each in parent.children() if isinstance(each, QWidget)]


def _outside(child: QWidget, parent: QWidget) -> list[str]:
    """Beyond its parent's edges; what scrolls may be longer than its area, but not wider."""
    place, room = child.geometry(), parent.rect()
    scrolls = isinstance(parent.parent(), QScrollArea) and parent.parent().viewport() is parent
    if scrolls:
        beyond = max(place.width() - room.width(), 0)
    else:
        beyond = max(room.left() - place.left(), place.right() - room.right())
        beyond = max(beyond, room.top() - place.top(), place.bottom() - room.bottom())
    return [f"{_name(child)} lies {beyond} px outside {_name(parent)}"] if beyond >= _LEAST else []


def _too_small(widget: QWidget) -> list[str]:
    """Smaller than the text that it shows, or than it can be."""
    wanted = _wanted(widget)
    lacks = wanted - widget.size()
    if max(lacks.width(), lacks.height()) < _LEAST:
        return []
    return [f"{_name(widget)} is cut: {_written(widget.size())} instead of {_written(wanted)}"]


def _wanted(widget: QWidget) -> QSize:
    if isinstance(widget, QLabel):
        return _wanted_by_label(widget)
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
        return widget.iconSize()
    if isinstance(widget, QAbstractButton):
        return _at_its_width(widget).expandedTo(QSize(widget.fontMetrics().horizontalAdvance(_text(widget)), 0))
    if isinstance(widget, QComboBox | QAbstractSpinBox):
        return _wanted_by_box(widget)
    if isinstance(widget, QTabBar):
        shown = [widget.tabRect(index) for index in range(widget.count()) if widget.isTabVisible(index)]
        return QSize(max((each.right() + 1 for each in shown), default=0), max((e.height() for e in shown), default=0))
    if widget.layout() or isinstance(widget, QAbstractScrollArea | QProgressBar):
        return QSize(0, 0)  # what lies inside counts
    return _at_its_width(widget)


def _at_its_width(widget: QWidget) -> QSize:
    wanted = widget.minimumSizeHint()
    if widget.hasHeightForWidth():
        wanted.setHeight(widget.heightForWidth(widget.width()))
    return wanted


def _wanted_by_box(box: QComboBox | QAbstractSpinBox) -> QSize:
    """Room for a line of text, and around it for edges and arrow; a name that the tool tip says whole may be cut."""
    text = box.currentText() if isinstance(box, QComboBox) else box.text()
    metrics = box.fontMetrics()
    width = 0 if text in box.toolTip() else metrics.horizontalAdvance(text) + _AROUND
    return QSize(width, metrics.height() + 4)


def _wanted_by_label(label: QLabel) -> QSize:
    if not label.text() or not label.pixmap().isNull():
        return QSize(0, 0)
    if label.wordWrap():
        return QSize(_longest_word(label), label.heightForWidth(label.width()))
    return label.sizeHint()


def _longest_word(label: QLabel) -> int:
    text = label.text()
    if "<" in text and label.textFormat() is not Qt.TextFormat.PlainText:
        document = QTextDocument()
        document.setHtml(text)
        text = document.toPlainText()
    return max(map(label.fontMetrics().horizontalAdvance, text.replace("&", "").split()), default=0)


def _over_one_another(children: list[QWidget]) -> list[str]:
    found = []
    for one, other in combinations(children, 2):
        both = one.geometry().intersected(other.geometry())
        if min(both.width(), both.height()) >= _LEAST:
            found.append(f"{_name(one)} and {_name(other)} overlap by {_written(both.size())}")
    return found


def _text(button: QAbstractButton) -> str:
    return button.text().replace("&", "")


def _written(size: QSize) -> str:
    return f"{size.width()}×{size.height()}"


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", str)
    words = widget.accessibleName() or (text() if callable(text) else "") or widget.objectName()
    inside = widget.parent()
    return f"{type(widget).__name__} “{words[:40]}” in {type(inside).__name__}"


@pytest.fixture
def faults() -> Callable[[QWidget], list[str]]:
    """What does not fit in a window as it is laid out now."""
    return find_faults
