"""Pictures of widgets, to copy and to save."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from digitpad.core.errors import OutputError
from digitpad.core.files import explained_write

_SCALE = 2.0  # pixels of a saved picture for each one of the screen, so that it stays sharp on a projector


def picture(widget: QWidget, without: Iterable[QWidget] = ()) -> QImage:
    """The widget as it is shown, `without` some of the widgets inside it."""
    image = QImage(widget.size() * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(widget.palette().window().color())
    widget.render(image, QPoint(), _region(widget, without))
    return image


def copy_picture(widget: QWidget, without: Iterable[QWidget] = ()) -> None:
    """Put a picture of the widget on the clipboard."""
    QGuiApplication.clipboard().setImage(picture(widget, without))


def write_picture(widget: QWidget, path: Path, without: Iterable[QWidget] = ()) -> None:
    """Write a picture of the widget to `path`: SVG where its name ends so, else PNG.

    Raises OutputError when the file cannot be written.
    """
    data = QBuffer()
    data.open(QIODevice.OpenModeFlag.WriteOnly)
    if path.suffix.lower() == ".svg":
        generator = QSvgGenerator()
        generator.setOutputDevice(data)
        generator.setResolution(widget.logicalDpiX())  # else letters come out smaller than their places
        generator.setSize(widget.size())
        generator.setViewBox(QRect(0, 0, widget.width(), widget.height()))
        painter = QPainter(generator)
        painter.fillRect(widget.rect(), widget.palette().window())
        widget.render(painter, QPoint(), _region(widget, without))
        painter.end()
    else:
        QImageWriter(data, QByteArray(b"png")).write(picture(widget, without))
    with explained_write(path, OutputError) as file:
        file.write(bytes(data.data().data()))


def _region(widget: QWidget, without: Iterable[QWidget]) -> QRegion:
    """Where the widget is painted. (Hiding what is left out would have the window laid out anew, and back again.)"""
    region = QRegion(widget.rect())
    for part in without:
        region -= QRegion(QRect(part.mapTo(widget, QPoint()), part.size()))
    return region
