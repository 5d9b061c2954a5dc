"""The look: Qt's Fusion style with palettes and a style sheet of its own."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from digitpad.ui.style.colours import CONTRAST, DARK, LIGHT, Colours
from digitpad.ui.style.sheet import style_sheet
from digitpad.ui.style.type import (
    INTER,
    desktop_family,
    desktop_scale,
    load_fonts,
    resize_roles,
    set_application_font,
)

SPACE = 8  # pixels; every gap is a multiple
_THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
_PART = "part"
AnyWidget = TypeVar("AnyWidget", bound=QWidget)
_DESKTOP = "desktop_scale"  # what the desktop wants of text, and the font that this was turned into


def apply_theme(choice: str, zoom: float = 1.0, font: str = "inter", scale: float | None = None) -> None:
    """Show the application in a theme: light, dark, contrast, or system for what the desktop uses.

    All text is `zoom` times as large as the desktop wants it, or `scale` times the usual size, in the font that comes
    with the program or in the desktop's: "inter" or "desktop".
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    known = application.property(_DESKTOP)
    if known is None:
        load_fonts()
        QApplication.setStyle("Fusion")
    if known is None or known[1] != QApplication.font():  # the font was changed from outside
        known = desktop_scale(), None
    theme = _chosen(choice)
    QApplication.setPalette(_palette(theme))
    set_application_font(scale or known[0] * zoom, desktop_family() if font == "desktop" else INTER)
    application.setProperty(_DESKTOP, (known[0], QApplication.font()))


def as_part(widget: AnyWidget) -> AnyWidget:
    """Have a part of a window, none of whose parents is one, dressed by itself before it is seen; returns it.

    A style sheet that changes takes Qt 0.1 ms for each widget below it, so there is none for a whole window.
    """
    _Part(widget)
    return widget


class _Part(QObject):
    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setObjectName(_PART)
        widget.installEventFilter(self)

    def eventFilter(self, widget: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Polish, QEvent.Type.Show) and isinstance(widget, QWidget):
            dress(widget)
        return False


def dress(widget: QWidget) -> None:
    """Give a part of a window, or a dialog, the shapes of the theme that is shown, and its texts their sizes."""
    sheet = style_sheet(colours())
    if sheet != widget.styleSheet():
        widget.setStyleSheet(sheet)
        resize_roles(widget)  # last, since a style sheet takes them back


def dress_parts(window: QWidget, seen: bool) -> Iterator[None]:
    """Dress the parts and dialogs of a window that are seen now, or the others, with a pause after each."""
    parts = window.findChildren(QWidget, _PART)
    boxes = window.findChildren(QDialog)
    for each in [part for part in (*boxes, *parts) if part.isVisible() == seen]:
        if isValid(each):
            each.ensurePolished()
            dress(each)
            yield


def follow_look(widget: QWidget, call: Callable[[], object]) -> None:
    """Call this whenever the colours or the size of the text of a widget have changed."""
    LookFollower(widget, call)


class LookFollower(QObject):
    """Calls `call` whenever the colours or the size of the text of a widget have changed; it belongs to the widget."""

    def __init__(self, widget: QWidget, call: Callable[[], object]) -> None:
        super().__init__(widget)
        self._call = call
        widget.installEventFilter(self)

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._call()
        return False


def colours() -> Colours:
    """The colours of the theme that is shown."""
    return _with_window(QGuiApplication.palette().window().color().rgb())


@lru_cache(16)  # asked for thousands of times a second while a network trains
def _with_window(colour: int) -> Colours:
    """The theme whose windows have this colour; the light one if none has."""
    return next((each for each in (LIGHT, DARK, CONTRAST) if QColor(each.window).rgb() == colour), LIGHT)


def _chosen(choice: str) -> Colours:
    if choice == "system":
        return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return _THEMES.get(choice, LIGHT)


def _palette(theme: Colours) -> QPalette:
    role = QPalette.ColorRole
    parts = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.raised,
        role.AlternateBase: theme.track,
        role.Text: theme.text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.second,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.Mid: theme.line,
        role.Midlight: theme.line,
        role.Light: theme.surface,
        role.Dark: theme.axis,
        role.Shadow: theme.line,
        role.BrightText: theme.validation,
    }
    palette = QPalette()
    for each, colour in parts.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(theme.bar))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.line))
    return palette
