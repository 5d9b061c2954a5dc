"""A button that copies or saves what is shown, as a picture or as numbers."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter, QPalette, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from digitpad.core.errors import DigitpadError, OutputError
from digitpad.core.files import Table, explained_write, write_csv
from digitpad.ui import dialogs
from digitpad.ui.actions import Row, make_action
from digitpad.ui.style.icons import show_icon
from digitpad.ui.theme import SPACE
from digitpad.workspace.workspace import Workspace

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


class ExportButton(QPushButton):
    """Exports the picture of a widget, without its `controls`, and the table of the numbers that it shows."""

    def __init__(
        self,
        workspace: Workspace,
        title: str,
        shown: QWidget,
        table: Callable[[], Table],
        controls: Callable[[], Iterable[QWidget]] = tuple,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._title = title
        self._shown = shown
        self._table = table
        self._controls = controls
        menu = QMenu(self)
        copy = self.tr("&Copy picture"), self.tr("Put a picture of this view on the clipboard")
        save = self.tr("Save &picture…"), self.tr("Write a picture of this view to a PNG or SVG file")
        numbers = self.tr("Save &numbers…"), self.tr("Write the numbers of this view to a CSV file")
        menu.addAction(make_action(Row("copy", *copy, lambda: copy_picture(shown, controls())), self))
        menu.addAction(make_action(Row("picture", *save, self._save_picture), self))
        to_save = make_action(Row("numbers", *numbers, self._save_numbers), self)
        menu.addAction(to_save)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(lambda: to_save.setEnabled(any(map(len, table().values()))))
        self.setProperty("flat", True)
        self.setAccessibleName(self.tr("Export"))
        show_icon(self, "export")
        self.setToolTip(self.tr("Copy or save this view as a picture, or its numbers as a table"))
        self.setMenu(menu)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            show_icon(self, "export")
        super().changeEvent(event)

    def _save_picture(self) -> None:
        kinds = ((self.tr("Pictures (*.png)"), ".png"), (self.tr("Drawings (*.svg)"), ".svg"))
        path = dialogs.ask_where_to_save(self, self._workspace, self._title, kinds)
        if path:
            self._write(lambda: write_picture(self._shown, path, self._controls()))

    def _save_numbers(self) -> None:
        kinds = ((self.tr("Tables (*.csv)"), ".csv"),)
        path = dialogs.ask_where_to_save(self, self._workspace, self._title, kinds)
        if path:
            self._write(lambda: write_csv(path, self._table()))

    def _write(self, write: Callable[[], None]) -> None:
        try:
            write()
        except DigitpadError as error:
            self._workspace.report(error)


_TEXT_WIDTH = 460  # pixels, some seventy letters


class ExplainButton(QToolButton):
    """Shows an explanation below itself."""

    def __init__(self, title: str, explanation: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explanation = Explanation(explanation, self)
        show_icon(self, "help")
        self.setToolTip(self.tr("What this shows, in plain words and as a formula"))
        self.setAccessibleName(self.tr("Explain “{title}”").format(title=title))
        self.clicked.connect(lambda: self._explanation.show_below(self))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            show_icon(self, "help")
        super().changeEvent(event)


class Explanation(QFrame):
    """A paragraph that lies over the window until a click beside it, or Escape."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setBackgroundRole(QPalette.ColorRole.Base)  # to stand out from the window
        self.setAutoFillBackground(True)
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setFixedWidth(_TEXT_WIDTH)
        label.setAccessibleName(label.text())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.addWidget(label)

    def show_below(self, widget: QWidget) -> None:
        """Show the text beneath a widget, its right edge under that of the widget."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height()))
        left = max(corner.x(), widget.screen().availableGeometry().left())
        self.move(left, corner.y())
        self.show()
