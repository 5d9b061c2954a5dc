"""One type scale: everything the window says has one of its roles."""

import gc
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from digitpad import paths

TEXT_PX = 14  # of the usual text at 100 %
_USUAL = 12.0, 15.0  # pixels of desktops' fonts that count as 100 %: those of 9 to 11 points
INTER = "Inter"
_ROLE = "text_role"


class Role(NamedTuple):
    """A size in pixels at 100 %, and a weight."""

    px: int
    weight: QFont.Weight


ANSWER = Role(56, QFont.Weight.DemiBold)
TITLE = Role(22, QFont.Weight.DemiBold)
TEXT = Role(TEXT_PX, QFont.Weight.Normal)
BUTTON = Role(TEXT_PX, QFont.Weight.Medium)
NAME = Role(TEXT_PX, QFont.Weight.DemiBold)
CAPTION = Role(12, QFont.Weight.Normal)
FIGURE = Role(12, QFont.Weight.DemiBold)


def load_fonts() -> None:
    """Add the fonts that come with the program."""
    for path in sorted(paths.FONTS.glob("*.otf")):
        QFontDatabase.addApplicationFont(str(path))


def desktop_scale() -> float:
    """How much larger than usual the desktop wants its text."""
    font = QApplication.font()
    size = QFontInfo(font).pixelSize()
    low, high = _USUAL
    return 1.0 if low <= size <= high else size / (TEXT_PX if font.family() == INTER else low)


def desktop_family() -> str:
    """The font that the desktop uses for text."""
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def set_application_font(scale: float, family: str = INTER) -> None:
    """Show all text at `scale` times the usual size, that with a role of its own too."""
    font = QFont(family)
    _set_px(font, TEXT_PX * scale)
    _even_figures(font)
    QApplication.setFont(font)


def resize_roles(part: QWidget) -> None:
    """Give every text with a role its font again; after the style sheet, which would take back what comes before."""
    for widget, role in _with_roles(part):
        if isValid(widget):  # a widget may delete others when its font changes
            widget.setFont(font_of(role))


def _with_roles(part: QWidget) -> list[tuple[QWidget, Role]]:
    """All texts with a role. Were garbage collected meanwhile, parts of Qt's own in the list would dangle unnoticed."""
    collects = gc.isenabled()
    gc.disable()
    try:
        roles = [(widget, widget.property(_ROLE)) for widget in (part, *part.findChildren(QWidget))]
    finally:
        if collects:
            gc.enable()
    return [(widget, Role(*role)) for widget, role in roles if role is not None]


def text_scale() -> float:
    """The size of the text beside its usual one."""
    return _scale_of(QApplication.font())


@lru_cache(16)  # asked for at each turn, and Qt looks for the font each time
def _scale_of(font: QFont) -> float:
    return QFontInfo(font).pixelSize() / TEXT_PX


def px(length: float) -> int:
    """A length in pixels that grows with the text."""
    return round(length * text_scale())


def line_px(width: float = 1.0) -> float:
    """The pixels of a line that is so wide at 100 %. Lines grow faster than text, for the back row: 1 to 3 at 200 %."""
    scale = max(text_scale(), 1.0)
    return width * scale + scale - 1


def rounded(length: float) -> int:
    """The same, on the grid of 8 pixels."""
    return 8 * round(length * text_scale() / 8)


def font_of(role: Role) -> QFont:
    """The font of a role, with figures of equal width so that changing numbers keep their places."""
    return QFont(_font_of(role, QApplication.font()))


@lru_cache(64)
def _font_of(role: Role, usual: QFont) -> QFont:
    font = QFont(usual)
    _set_px(font, role.px * text_scale())
    font.setWeight(role.weight)
    _even_figures(font)
    return font


def set_role(widget: QWidget, role: Role) -> None:
    """Give a widget's text its role; it follows when the size of all text changes. Captions are quiet."""
    widget.setProperty(_ROLE, tuple(role))
    if role == CAPTION:
        widget.setProperty("quiet", True)
    widget.setFont(font_of(role))


def _set_px(font: QFont, pixels: float) -> None:
    """In points, as desktops count; on most screens of desktops there are 96 of these pixels to the inch."""
    font.setPointSizeF(max(round(pixels), 6) * 72 / QGuiApplication.primaryScreen().logicalDotsPerInchY())


def _even_figures(font: QFont) -> None:
    font.setFeature(QFont.Tag("tnum"), 1)
