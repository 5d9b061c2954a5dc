"""Tool tips in lines that fit a screen: Qt itself breaks rich text alone, and the rest is cut off at the edge."""

import textwrap

from PySide6.QtWidgets import QWidget

_LINE = 90  # letters


def break_tool_tips(parent: QWidget) -> None:
    """Break the tool tips of all widgets inside `parent` into lines, those that are one long line."""
    for widget in parent.findChildren(QWidget):
        text = widget.toolTip()
        if len(text) > _LINE and "\n" not in text:
            widget.setToolTip(textwrap.fill(text, _LINE, break_long_words=False, break_on_hyphens=False))
