"""Icons: single-colour SVG files, tinted with the palette's text colour."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from digitpad import paths

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
