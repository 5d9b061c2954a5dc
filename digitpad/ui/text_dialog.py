"""A box with something to read: a sentence, and below it text that scrolls where the window is small."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from digitpad.ui.style.type import TITLE, px
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.labels import push_button, rich_label, selectable, text_label
from digitpad.ui.widgets.layouts import SPRING, Stretched, fill, horizontal, in_scroll_area, vertical

_WIDTH, _MOST = 560, 0.9  # pixels at 100 %, and of the window's own size


class TextDialog(QDialog):
    """Rich text under a title. Esc, Return and the button close it."""

    def __init__(self, parent: QWidget, name: str, title: str, text: str) -> None:
        """`name` is that of the box, `title` the sentence above the text."""
        super().__init__(parent)
        self.setWindowTitle(name)
        self._page = QWidget()
        self.text = selectable(rich_label(text))
        self.text.setOpenExternalLinks(True)
        page = QVBoxLayout(self._page)
        page.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, SPACE)
        page.setSpacing(SPACE)
        fill(page, text_label(title, TITLE), self.text, SPRING)
        close = push_button(self.tr("Close"), self.tr("Close this box (Esc)"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = horizontal(None, SPRING, close, margins=(3 * SPACE, 2 * SPACE))
        vertical(self, Stretched(in_scroll_area(self._page)), foot, gap=0)

    def sizeHint(self) -> QSize:
        parent = self.parentWidget()
        most = parent.size() * _MOST if parent else QSize(px(_WIDTH), px(_WIDTH))
        width = min(px(_WIDTH), most.width())
        return QSize(width, min(self._page.heightForWidth(width) + px(64) + 2 * SPACE, most.height()))


def rows_as_html(groups: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> str:
    """Groups of names with what belongs to each, as a table with a heading for each group."""
    parts = []
    for heading, rows in groups:
        parts.append(f'<tr><td colspan="2"><br><b>{escape(heading)}</b></td></tr>')
        parts += [
            f'<tr><td style="padding-right: 24px">{escape(name)}</td><td>{escape(text)}</td></tr>'
            for name, text in rows
        ]
    return f'<table cellpadding="2">{"".join(parts)}</table>'
