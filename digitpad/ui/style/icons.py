"""Icons: single-colour SVG files, tinted."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from digitpad import paths
from digitpad.ui.style.type import px
from digitpad.ui.theme import LookFollower, follow_look

ICON_PX = 20  # beside text at 100 %
_FINE = 2.0  # pixels of a screen that may come: a picture for it is good enough for any, scaled


def icon(name: str, colour: str | None = None) -> QIcon:
    """The icon resources/icons/NAME.svg in `colour`, else in the palette's text colour, faded when disabled."""
    role, palette = QPalette.ColorRole.ButtonText, QApplication.palette()
    tint = QColor(colour) if colour else palette.color(QPalette.ColorGroup.Active, role)
    faded = palette.color(QPalette.ColorGroup.Disabled, role)
    ratios = {screen.devicePixelRatio() for screen in QGuiApplication.screens()} | {_FINE}
    return _icon(name, tint.rgba(), faded.rgba(), px(ICON_PX), frozenset(ratios))


@lru_cache(512)  # a window shows some of them many times
def _icon(name: str, tint: int, faded: int, side: int, ratios: frozenset[float]) -> QIcon:
    drawing = (paths.ICONS / f"{name}.svg").read_text(encoding="utf-8")
    result = QIcon()
    for mode, rgba in ((QIcon.Mode.Normal, tint), (QIcon.Mode.Disabled, faded)):
        colour = QColor.fromRgba(rgba)
        renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour.name()).encode()))
        for ratio in ratios:
            result.addPixmap(_painted(renderer, side, ratio, colour.alphaF()), mode)
    return result


def show_icon(button: QAbstractButton, name: str, colour: Callable[[], str] | None = None, side: int = ICON_PX) -> None:
    """Put an icon of `side` pixels at 100 % on a button, now and whenever the colours or the size of text change."""
    shown = button.findChild(_ShownIcon, options=Qt.FindChildOption.FindDirectChildrenOnly) or _ShownIcon(button)
    shown.show(name, colour, side)


def fit_icon(button: QAbstractButton) -> None:
    """Let a button's icon, which comes from its action, grow with the text."""

    def fit() -> None:
        button.setIconSize(QSize(px(ICON_PX), px(ICON_PX)))

    fit()
    follow_look(button, fit)


class _ShownIcon(LookFollower):
    """The icon of a button, which follows the look."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button, lambda: self.show(*self._shown))
        self._button = button
        self._shown: tuple[str, Callable[[], str] | None, int] = "", None, 0

    def show(self, name: str, colour: Callable[[], str] | None, side: int) -> None:
        self._shown = name, colour, side
        self._button.setIcon(icon(name, colour() if colour else None))
        self._button.setIconSize(QSize(px(side), px(side)))


def _painted(renderer: QSvgRenderer, side: int, ratio: float, opacity: float) -> QPixmap:
    side = round(side * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setOpacity(opacity)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
