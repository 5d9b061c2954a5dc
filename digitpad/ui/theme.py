"""The look: Qt's Fusion style with palettes and a style sheet of its own."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from digitpad.ui.style.colours import CONTRAST, DARK, LIGHT, Colours
from digitpad.ui.style.icons import icon
from digitpad.ui.style.sheet import style_sheet
from digitpad.ui.style.type import INTER, desktop_family, desktop_scale, load_fonts, resize_roles, set_application_font

__all__ = ["SPACE", "apply_theme", "colours", "dress", "icon", "scaled"]

SPACE = 8  # pixels; every gap is a multiple
_THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
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
    resize_roles()


def dress(window: QWidget) -> None:
    """Give a window the shapes of the theme that is shown; once it is built, since each part is polished by itself."""
    sheet = style_sheet(colours())
    if sheet != window.styleSheet():
        window.setStyleSheet(sheet)
        resize_roles()  # which a style sheet takes back


def colours() -> Colours:
    """The colours of the theme that is shown."""
    window = QGuiApplication.palette().window().color().name()
    return next((each for each in (LIGHT, DARK, CONTRAST) if each.window == window), LIGHT)


def scaled(font: QFont, factor: float) -> QFont:
    """The font in another size, with figures of equal width so that changing numbers keep their places."""
    result = QFont(font)
    result.setPointSizeF(max(font.pointSizeF() * factor, 6.0))
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


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
        role.Light: theme.raised,
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
