"""The look: Qt's Fusion style with a light and a dark palette of its own."""

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from digitpad import paths

SPACE = 8  # pixels; every gap is a multiple


@dataclass(frozen=True)
class Colours:
    """One theme's colours. Curves' colours come from Okabe and Ito's set, told apart by any colour vision."""

    window: str
    base: str
    plot: str
    track: str
    raised: str
    line: str
    text: str
    faint: str
    accent: str
    training: str
    validation: str
    hidden_layer: str
    output_layer: str


LIGHT = Colours(
    window="#f3f4f6",
    base="#ffffff",
    plot="#ffffff",
    track="#e2e4e8",
    raised="#ffffff",
    line="#c6cad1",
    text="#1b1e24",
    faint="#5c6470",
    accent="#0072b2",
    training="#0072b2",
    validation="#d55e00",
    hidden_layer="#009e73",
    output_layer="#cc79a7",
)
DARK = Colours(
    window="#1e2126",
    base="#2a2e35",
    plot="#16181c",
    track="#2f343c",
    raised="#353a43",
    line="#5a616d",
    text="#e8eaed",
    faint="#a0a8b4",
    accent="#56b4e9",
    training="#56b4e9",
    validation="#e69f00",
    hidden_layer="#00b98a",
    output_layer="#e39ac4",
)


def apply_theme(choice: str) -> None:
    """Show the application in the theme `choice`: light, dark, or system for what the desktop uses."""
    QApplication.setStyle("Fusion")
    theme = _chosen(choice)
    palette = _palette(theme)
    QApplication.setPalette(palette)
    # Fusion draws the frame of a box to check in a darker shade of its window, which on dark is not to be seen.
    palette.setColor(QPalette.ColorRole.Window, QColor(theme.faint))
    for kind in ("QCheckBox", "QRadioButton"):
        QApplication.setPalette(palette, kind)  # type: ignore[arg-type]  # takes text, whatever its stub says


def colours() -> Colours:
    """The colours of the theme that is shown."""
    return DARK if QGuiApplication.palette().window().color().lightness() < 128 else LIGHT


def scaled(font: QFont, factor: float) -> QFont:
    """The font in another size, with figures of equal width so that changing numbers keep their places."""
    result = QFont(font)
    result.setPointSizeF(max(font.pointSizeF() * factor, 6.0))
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def _chosen(choice: str) -> Colours:
    if choice == "system":
        return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return DARK if choice == "dark" else LIGHT


def _palette(theme: Colours) -> QPalette:
    role = QPalette.ColorRole
    on_accent = theme.base if theme is LIGHT else theme.window
    parts = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.window,
        role.Text: theme.text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.faint,
        role.Highlight: theme.accent,
        role.HighlightedText: on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.Mid: theme.line,
        role.Midlight: theme.line,
        role.Light: theme.raised,
        role.Dark: theme.line,
        role.Shadow: theme.line,
        role.BrightText: theme.validation,
    }
    palette = QPalette()
    for each, colour in parts.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        faded = QColor(theme.faint)
        faded.setAlphaF(0.6)
        palette.setColor(QPalette.ColorGroup.Disabled, each, faded)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.line))
    return palette


_SIZES = (16, 24, 32, 48)


def icon(name: str) -> QIcon:
    """The icon resources/icons/NAME.svg in the colours of the palette, faded for what is disabled."""
    drawing = (paths.ICONS / f"{name}.svg").read_text(encoding="utf-8")
    result = QIcon()
    for mode, group in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    ):
        colour = QApplication.palette().color(group, QPalette.ColorRole.ButtonText)
        tinted = drawing.replace("currentColor", colour.name())
        renderer = QSvgRenderer(QByteArray(tinted.encode()))
        for size in _SIZES:
            result.addPixmap(_painted(renderer, size, colour.alphaF()), mode)
    return result


def _painted(renderer: QSvgRenderer, size: int, opacity: float) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setOpacity(opacity)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
