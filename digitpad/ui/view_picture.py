"""A widget as a picture with margins and a title: in pixels, or as a drawing."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPageSize,
    QPainter,
    QPdfWriter,
    QRegion,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from digitpad.core.errors import OutputError
from digitpad.core.files import explained_write
from digitpad.ui.style.type import TITLE, font_of
from digitpad.ui.theme import SPACE, colours

_SCALE = 2.0  # pixels of a saved picture for each one of the screen, so that it stays sharp on a projector
_MARGIN = 3 * SPACE
_WRAP = Qt.TextFlag.TextWordWrap
_POINTS = 72  # to the inch


class ViewPicture:
    """A widget as it is shown, without some of the widgets inside it, below a title."""

    def __init__(self, widget: QWidget, title: str = "", without: Iterable[QWidget] = ()) -> None:
        self._widget, self._title = widget, title
        # Hiding what is left out would have the window laid out anew, and back again.
        self._region = QRegion(widget.rect())
        for part in without:
            if part.isVisible():
                self._region -= QRegion(QRect(part.mapTo(widget, QPoint()), part.size()))
        room = QRect(0, 0, widget.width(), 10_000)
        height = QFontMetrics(font_of(TITLE)).boundingRect(room, _WRAP, title).height() if title else 0
        self._top = _MARGIN + (height + SPACE if title else 0)
        self.size = QSize(widget.width() + 2 * _MARGIN, self._top + widget.height() + _MARGIN)

    def image(self) -> QImage:
        """In pixels."""
        image = QImage(self.size * _SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SCALE)
        painter = QPainter(image)
        self._paint(painter)
        painter.end()
        return image

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setImage(self.image())

    def write(self, path: Path) -> None:
        """Write the picture to `path`: SVG or PDF where its name ends so, else PNG.

        Raises OutputError when the file cannot be written.
        """
        data = QBuffer()
        data.open(QIODevice.OpenModeFlag.WriteOnly)
        kind = path.suffix.lower()
        if kind == ".svg":
            self._write_svg(data)
        elif kind == ".pdf":
            self._write_pdf(data)
        else:
            QImageWriter(data, QByteArray(b"png")).write(self.image())
        with explained_write(path, OutputError) as file:
            file.write(bytes(data.data().data()))

    def _write_svg(self, data: QIODevice) -> None:
        generator = QSvgGenerator()
        generator.setOutputDevice(data)
        generator.setResolution(self._widget.logicalDpiX())  # else letters come out smaller than their places
        generator.setSize(self.size)
        generator.setViewBox(QRect(QPoint(), self.size))
        painter = QPainter(generator)
        self._paint(painter)
        painter.end()

    def _write_pdf(self, data: QIODevice) -> None:
        dpi = self._widget.logicalDpiX()
        writer = QPdfWriter(data)
        writer.setResolution(dpi)
        writer.setPageSize(QPageSize(QSizeF(self.size) * _POINTS / dpi, QPageSize.Unit.Point))
        writer.setPageMargins(QMarginsF())
        writer.setTitle(self._title)
        painter = QPainter(writer)
        self._paint(painter)
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(QRect(QPoint(), self.size), QColor(colours().surface))
        painter.setFont(font_of(TITLE))
        painter.setPen(QColor(colours().text))
        room = QRect(_MARGIN, _MARGIN, self._widget.width(), self._top)
        painter.drawText(room, _WRAP, self._title)
        children = QWidget.RenderFlag.DrawChildren  # the ground is there
        self._widget.render(painter, QPoint(_MARGIN, self._top), self._region, children)
