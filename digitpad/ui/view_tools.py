"""What every view has: an explanation, and its picture and numbers to copy and to save."""

from collections.abc import Callable, Iterable, Sequence
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
    QPalette,
    QPdfWriter,
    QRegion,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QWidget

from digitpad.core.errors import DigitpadError, OutputError
from digitpad.core.files import Table, explained_write, write_csv
from digitpad.ui import dialogs
from digitpad.ui.actions import Row, make_action
from digitpad.ui.style.icons import show_icon
from digitpad.ui.style.type import TITLE, font_of, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.labels import rich_label
from digitpad.ui.widgets.layouts import vertical
from digitpad.workspace.workspace import Workspace

_SCALE = 2.0  # pixels of a saved picture for each one of the screen, so that it stays sharp on a projector
_MARGIN = 3 * SPACE
_WRAP = Qt.TextFlag.TextWordWrap
_POINTS = 72  # to the inch


class ViewPicture:
    """A widget as it is shown, without some of the widgets inside it, below a title."""

    def __init__(self, widget: QWidget, title: str = "", without: Iterable[QWidget] = ()) -> None:
        self._widget, self._title = widget, title
        # Hiding what is left out would have the window laid out anew, and back again.
        left_out = list(without)
        self._region = QRegion(_rows_in_use(widget, left_out))
        for part in left_out:
            if part.isVisible():
                self._region -= QRegion(QRect(part.mapTo(widget, QPoint()), part.size()))
        room = QRect(0, 0, widget.width(), 10_000)
        height = QFontMetrics(font_of(TITLE)).boundingRect(room, _WRAP, title).height() if title else 0
        self._top = _MARGIN + (height + SPACE if title else 0)
        self.size = QSize(widget.width() + 2 * _MARGIN, self._top + self._region.boundingRect().height() + _MARGIN)

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


def _rows_in_use(widget: QWidget, without: Sequence[QWidget]) -> QRect:
    """The widget without the rows at its top and bottom that nothing but what is left out stands in."""
    used, whole = _parts_in_use(widget, without), widget.rect()
    return QRect(0, used.top(), whole.width(), used.height()) & whole if used.isValid() else whole


def _parts_in_use(widget: QWidget, without: Sequence[QWidget]) -> QRect:
    """Around all parts of the widget but what is left out; invalid if there are none."""
    used = QRect()
    for each in widget.findChildren(QWidget):
        has_parts = any(isinstance(child, QWidget) for child in each.children())
        is_left_out = any(part is each or part.isAncestorOf(each) for part in without)
        if each.isVisibleTo(widget) and not has_parts and not is_left_out:
            used |= QRect(each.mapTo(widget, QPoint()), each.size())
    return used


class ExportButton(QPushButton):
    """Exports the picture of a widget, without its `controls`, and the table of the numbers that it shows.

    The sentence of `headline` stands above the picture.
    """

    def __init__(
        self,
        workspace: Workspace,
        title: str,
        shown: QWidget,
        table: Callable[[], Table],
        controls: Callable[[], Iterable[QWidget]] = tuple,
        headline: Callable[[], str] = str,
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._title = title
        self._table = table
        self._shown, self._headline, self._controls = shown, headline, controls
        menu = QMenu(self)
        copy = self.tr("&Copy picture"), self.tr("Put a picture of this view on the clipboard")
        save = self.tr("Save &picture…"), self.tr("Write a picture of this view to a PNG, SVG or PDF file")
        numbers = self.tr("Save &numbers…"), self.tr("Write the numbers of this view to a CSV file")
        to_save = make_action(Row("numbers", *numbers, self._save_numbers), self)
        exports = (
            make_action(Row("copy", *copy, lambda: self._picture().copy()), self),
            make_action(Row("picture", *save, self._save_picture), self),
            to_save,
        )
        menu.addActions(exports)
        nothing = menu.addAction(self.tr("There is nothing to export yet"))
        nothing.setEnabled(False)
        menu.setToolTipsVisible(True)

        def offer() -> None:
            is_empty = not _parts_in_use(shown, list(controls())).isValid()
            nothing.setVisible(is_empty)
            for each in exports:
                each.setVisible(not is_empty)
            to_save.setEnabled(any(map(len, table().values())))

        menu.aboutToShow.connect(offer)
        self.setProperty("flat", True)
        self.setAccessibleName(self.tr("Export"))
        show_icon(self, "export")
        self.setToolTip(self.tr("Copy or save this view as a picture, or its numbers as a table"))
        self.setMenu(menu)

    def _picture(self) -> ViewPicture:
        return ViewPicture(self._shown, self._headline(), self._controls())

    def _save_picture(self) -> None:
        kinds = (
            (self.tr("Pictures (*.png)"), ".png"),
            (self.tr("Drawings (*.svg)"), ".svg"),
            (self.tr("Documents (*.pdf)"), ".pdf"),
        )
        path = dialogs.ask_where_to_save(self, self._workspace, self._title, kinds)
        if path:
            self._write(path, lambda: self._picture().write(path))

    def _save_numbers(self) -> None:
        kinds = ((self.tr("Tables (*.csv)"), ".csv"),)
        path = dialogs.ask_where_to_save(self, self._workspace, self._title, kinds)
        if path:
            self._write(path, lambda: write_csv(path, self._table()))

    def _write(self, path: Path, write: Callable[[], None]) -> None:
        try:
            write()
        except DigitpadError as error:
            self._workspace.report(error)
        else:
            dialogs.tell_saved(self._workspace, path)


_TEXT_WIDTH = 460  # pixels at 100 %, some seventy letters


class ExplainButton(QPushButton):
    """Shows an explanation below itself."""

    def __init__(self, title: str, explanation: str) -> None:
        super().__init__()
        self._text = explanation
        self._explanation: Explanation | None = None
        self.setProperty("flat", True)
        show_icon(self, "help")
        self.setToolTip(self.tr("What this shows, in plain words and as a formula"))
        self.setAccessibleName(self.tr("Explain “{title}”").format(title=title))
        self.clicked.connect(self._explain)

    def _explain(self) -> None:
        if self._explanation is None:  # else there would be one for each view, most of which nobody opens
            self._explanation = Explanation(self._text, self)
        self._explanation.show_below(self)


class Explanation(QFrame):
    """A paragraph that lies over the window until a click beside it, or Escape."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setBackgroundRole(QPalette.ColorRole.Base)  # to stand out from the window
        self.setAutoFillBackground(True)
        self._label = label = rich_label(text)
        label.setAccessibleName(label.text())
        vertical(self, label, margins=(2 * SPACE, 2 * SPACE))

    def show_below(self, widget: QWidget) -> None:
        """Show the text beneath a widget, its right edge under that of the widget."""
        self._label.setFixedWidth(min(px(_TEXT_WIDTH), widget.window().width() - 6 * SPACE))
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height()))
        left = max(corner.x(), widget.screen().availableGeometry().left())
        self.move(left, corner.y())
        self.show()
