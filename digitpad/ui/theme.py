"""The look: Qt's Fusion style with palettes and a style sheet of its own."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from string import Template
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from digitpad import paths
from digitpad.ui.style.colours import CONTRAST, DARK, LIGHT, Colours
from digitpad.ui.style.type import (
    INTER,
    desktop_family,
    desktop_scale,
    load_fonts,
    px,
    resize_roles,
    rounded,
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
    """Dress the parts of a window that are seen now, or the others, with a pause after each; what is seen changes at
    once in the end."""
    window.setUpdatesEnabled(not seen)
    try:
        for each in [part for part in window.findChildren(QWidget, _PART) if part.isVisible() == seen]:
            if isValid(each):
                each.ensurePolished()
                dress(each)
                yield
    finally:
        window.setUpdatesEnabled(True)


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


_CONTROL = 32  # pixels high at 100 %
_PRIMARY = 48
_BOX, _RING = 16, 5  # of a box or a round one to tick, and its edge when that is ticked

_SHEET = Template("""/* $font: another one is given to all texts by another sheet */
QMainWindow, QDialog, QMessageBox { background: $window; }
QLabel[quiet="true"] { color: $second; }
QLabel[problem="true"] { color: $warning_sign; }
QStatusBar { background: $window; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $second; }
QToolTip { background: $raised; color: $text; border: 1px solid $axis; padding: 4px 8px; }

QPushButton, QToolButton[shape="button"] {
    background: $raised; color: $text; border: 1px solid $axis; border-radius: 8px;
    min-height: ${inner}px; padding: 0 12px;
}
QPushButton:hover, QToolButton[shape="button"]:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked, QToolButton[shape="button"]:pressed { background: $sunken; }
QPushButton:focus, QToolButton[shape="button"]:focus {
    border: 2px solid $accent; padding: 0 11px; min-height: ${inner2}px;
}
QPushButton:disabled, QToolButton[shape="button"]:disabled { color: $bar; border-color: $line; }
QPushButton[primary="true"] {
    background: $accent; color: $on_accent; border: 2px solid $accent; padding: 0 20px; font-weight: 600;
    min-height: ${primary}px;
}
QPushButton[small="true"] { min-height: ${inner2}px; }
QPushButton[primary="true"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[primary="true"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[primary="true"]:focus { border-color: $text; }
QPushButton[primary="true"]:disabled { background: $sunken; border-color: $sunken; color: $bar; }
QPushButton[flat="true"] { background: transparent; border: 2px solid transparent; padding: 0 4px; }
QPushButton[flat="true"]:hover { background: $hover; }
QPushButton[flat="true"]:focus { border: 2px solid $accent; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton::menu-indicator { image: none; width: 0; }
QPushButton[link="true"] {
    background: transparent; border: none; color: $accent; font-weight: 600; padding: 0 4px; min-height: 0;
}
QPushButton[link="true"]:hover, QPushButton[link="true"]:focus { text-decoration: underline; }

QToolButton { background: transparent; border: 2px solid transparent; border-radius: 8px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $sunken; }
QToolButton:checked { background: $soft; color: $on_soft; }
QToolButton[label] { background: transparent; border: 1px solid $line; color: $second; }
QToolButton[label="digit"] { padding: 0; }
QToolButton[label="best"] { padding: 0; color: $text; }
QToolButton[label="words"] { padding: 0 8px; min-height: ${inner}px; }
QToolButton[label]:hover { background: $hover; color: $text; }
QToolButton[label]:checked { background: $soft; border-color: $accent; color: $on_soft; }
QToolButton[label="digit"]:disabled, QToolButton[label="words"]:disabled { border-color: transparent; color: $second; }
QToolButton:focus { border: 2px solid $accent; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit {
    background: $raised; color: $text; border: 1px solid $field_edge; border-radius: 8px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QAbstractSpinBox { min-height: ${inner}px; padding: 0 8px; }
QComboBox { min-height: ${inner}px; padding: 0 8px; combobox-popup: 0; }
QComboBox:hover, QAbstractSpinBox:hover { background: $hover; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
    border: 2px solid $accent; padding: 0 7px; min-height: ${inner2}px;
}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $bar; border-color: $line; }
QAbstractSpinBox[wrong="true"] { border: 2px solid $warning_edge; padding: 0 7px; min-height: ${inner2}px; }
QComboBox[flat="true"] { background: transparent; border: none; padding: 0; }
QComboBox[flat="true"]:focus { border: 2px solid $accent; }
QComboBox::drop-down { border: none; width: ${side}px; }
QComboBox::down-arrow { image: url("$icons/down-$shade.svg"); width: ${box}px; height: ${box}px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: ${side}px; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url("$icons/up-$shade.svg"); width: ${arrow}px; height: ${arrow}px; }
QAbstractSpinBox::down-arrow { image: url("$icons/down-$shade.svg"); width: ${arrow}px; height: ${arrow}px; }
QComboBox QAbstractItemView, QListView, QTableView, QTreeView {
    background: $raised; color: $text; border: 1px solid $axis;
    selection-background-color: $soft; selection-color: $on_soft; outline: none;
}
QComboBox QAbstractItemView::item { min-height: ${inner2}px; padding: 0 8px; }
QTableView { gridline-color: $line; }
QTableView[frameless="true"] { background: transparent; border: none; }
QTableView[tiles="true"] { selection-background-color: transparent; }
QTableView[rows="true"]::item { border-bottom: 1px solid $line; padding: 0 5px; color: $text; }
QTableView[rows="true"]::item:selected { background: $soft; color: $on_soft; }
QTableView[dense="true"]::item:selected { border: 2px solid $accent; color: $text; }
QTableView QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $line; }
QTableView[dense="true"] QHeaderView::section { padding: 0; }
QHeaderView { background: transparent; }
QHeaderView::section {
    background: $surface; color: $second; border: none; border-bottom: 1px solid $line; padding: 4px 8px;
}

QCheckBox, QRadioButton { spacing: 8px; min-height: ${inner}px; }
QCheckBox::indicator, QRadioButton::indicator {
    width: ${box}px; height: ${box}px; border: 1px solid $field_edge; background: $raised;
}
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: ${round}px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$icons/check-$on_shade.svg"); }
QRadioButton::indicator:checked {
    background: $raised; border: ${ring}px solid $accent; width: ${dot}px; height: ${dot}px;
}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {
    border: 2px solid $accent; width: ${box2}px; height: ${box2}px;
}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $sunken; }
QCheckBox:disabled, QRadioButton:disabled { color: $bar; }

QMenuBar { background: $window; color: $text; border-bottom: 1px solid $line; padding: 0 8px; }
QMenuBar::item { padding: 6px 12px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; }
QMenu { background: $raised; color: $text; border: 1px solid $axis; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 28px; border-radius: 4px; }
QMenu::item:selected { background: $soft; color: $on_soft; }
QMenu::item:disabled { color: $bar; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QSlider::groove:horizontal { height: 6px; border-radius: 3px; background: $track; }
QSlider::sub-page:horizontal { height: 6px; border-radius: 3px; background: $accent; }
QSlider::handle:horizontal { width: 16px; height: 16px; margin: -5px 0; border-radius: 8px; background: $accent; }
QSlider::handle:horizontal:focus { border: 2px solid $text; width: 12px; height: 12px; }
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled { background: $bar; }
QProgressBar { border: none; border-radius: 3px; background: $track; height: 6px; color: $second; }
QProgressBar::chunk { border-radius: 3px; background: $accent; }

QScrollBar:vertical { width: 12px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 0; }
QScrollBar::handle { background: $bar; border-radius: 4px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page, QAbstractScrollArea::corner { background: transparent; border: none; }
QSplitter::handle { background: $line; }
QScrollArea[frameless="true"], QListView[frameless="true"] { background: transparent; border: none; }
""")


def style_sheet(colours: Colours) -> str:
    """The sheet for a theme at the size that text has now."""
    inner = rounded(_CONTROL) - 2  # without the edges
    box, ring = 2 * px(_BOX / 2), px(_RING)
    return _SHEET.substitute(
        vars(colours),
        font=QApplication.font().toString(),
        inner=inner,
        inner2=inner - 2,
        primary=rounded(_PRIMARY) - 4,
        side=px(24),
        arrow=px(12),
        box=box,
        box2=box - 2,
        round=box // 2,
        ring=ring,
        dot=box + 2 - 2 * ring,
        icons=paths.ICONS.as_posix(),
        shade="dark" if colours.dark else "light",
        on_shade="on-dark" if colours.dark else "on-light",
    )
