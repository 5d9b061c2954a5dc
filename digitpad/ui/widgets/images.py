"""Numbers as colours, the same in every view, and widgets that show one picture or a few."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.drawing.normalise import Ink
from digitpad.core.network import SIDE, Floats
from digitpad.ui.style.type import CAPTION, FIGURE, font_of, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.painting import smooth_painter, write

_RADIUS = 4
_USUAL = 8  # columns, where there are as many as there is room for
RGB = npt.NDArray[np.uint8]
NO_PICTURES: RGB = np.empty((0, SIDE, SIDE, 3), np.uint8)


def signed_colours(values: Floats, limit: float | None = None) -> RGB:
    """Colours (..., 3) for signed values: blue above zero, the page's colour at zero, orange below.

    So what speaks for an answer has the answer's colour. `limit` is the size that has the full colour; by default the
    largest of the values.
    """
    theme = colours()
    ground, above, below = (_rgb(each) for each in (theme.surface, theme.training, theme.validation))
    size = np.abs(values).max(initial=0.0) if limit is None else limit
    strength = np.clip(np.asarray(values, np.float64) / (size or 1.0), -1, 1)[..., None]
    full = np.where(strength < 0, below, above)
    rgb: RGB = np.round(ground + np.abs(strength) * (full - ground)).astype(np.uint8)
    return rgb


def _rgb(colour: str) -> Floats:
    shade = QColor(colour)
    return np.array((shade.red(), shade.green(), shade.blue()), np.float64)


def grey(values: Floats, limit: float | None = None) -> RGB:
    """Colours (..., 3) for values from 0: black at zero, white at `limit`, by default the largest of the values."""
    size = values.max(initial=0.0) if limit is None else limit
    level = np.clip(np.asarray(values, np.float64) / (size or 1.0), 0, 1)[..., None]
    rgb: RGB = np.round(255 * np.repeat(level, 3, axis=-1)).astype(np.uint8)
    return rgb


def to_qimage(rgb: RGB) -> QImage:
    """Colours (height, width, 3) as an image."""
    data = np.ascontiguousarray(rgb)
    height, width, _ = data.shape
    # A copy, since QImage does not keep the array alive.
    return QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def ink_to_qimage(ink: Ink) -> QImage:
    """Ink (height, width) from 0 to 1 as a grey image."""
    grey = np.ascontiguousarray(ink * 255 + 0.5, np.uint8)
    height, width = grey.shape
    # A copy, since QImage does not keep the array alive.
    return QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8).copy()


def square_in(widget: QWidget) -> QRect:
    """The largest centred square of the widget whose 28×28 pixels are all of one whole size."""
    side = max(min(widget.width(), widget.height()) // SIDE, 1) * SIDE
    return QRect((widget.width() - side) // 2, (widget.height() - side) // 2, side, side)


class ImageView(QWidget):
    """A small picture of 28×28 pixels."""

    def __init__(self) -> None:
        super().__init__()
        self._ink = np.zeros((SIDE, SIDE), np.float32)
        self._image = ink_to_qimage(self._ink)
        self.setFixedSize(3 * SIDE, 3 * SIDE)

    def set_image(self, ink: Ink) -> None:
        """Show ink (28, 28) from 0 to 1."""
        if ink is not self._ink:
            self._ink, self._image = ink, ink_to_qimage(ink)
            self.update()

    def paintEvent(self, _event: object) -> None:
        painter = smooth_painter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        painter.drawRoundedRect(self.rect(), _RADIUS, _RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawImage(square_in(self), self._image)
        painter.end()


class PictureView(QWidget):
    """A picture of any size on black, as large as it fits."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()

    def show_image(self, image: QImage) -> None:
        self.image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.image.width() > SIDE)
        place = self.rect()
        place.setSize(self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio))
        place.moveCenter(self.rect().center())
        painter.drawImage(place, self.image)
        painter.end()


class Thumbnails(QWidget):
    """Pictures of 28×28 pixels with captions beneath them; empty squares keep the place of those that may come."""

    def __init__(
        self, side: int, places: int, captions: bool = True, columns: int | None = None, rows: int | None = None
    ) -> None:
        """`side` of a picture in pixels at 100 %; `places`: how many there may be; `columns`: how many in a row, if
        there is room for them, by default all.

        `rows`: so many full ones are spread over the width, whatever it is. A height that follows from the width may
        show and hide a scroll bar without end.
        """
        super().__init__()
        self._rows = rows
        self._side, self._places, self._has_captions = side, places, captions
        self._most = columns or places
        self._pictures: list[QImage] = []
        self._captions: Sequence[str] = ()
        self._strong: Sequence[bool] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(rows is None)
        self.setSizePolicy(policy)

    def set_pictures(self, pictures: RGB, captions: Sequence[str] = (), strong: Sequence[bool] = ()) -> None:
        """Show pictures (n, 28, 28, 3), a caption for each, and which captions are `strong`."""
        self._pictures = [to_qimage(each) for each in pictures[: self._places]]
        self._captions = captions or [""] * len(pictures)
        self._strong = strong or [False] * len(pictures)
        self.update()

    @property
    def count(self) -> int:
        return len(self._pictures)

    def caption(self, place: int) -> str:
        """The text beneath a picture."""
        return self._captions[place]

    def heightForWidth(self, width: int) -> int:
        rows = self._rows or -(-self._places // self._columns(width))
        return rows * self._cell.height() - SPACE // 2

    def sizeHint(self) -> QSize:
        width = (_USUAL if self._rows else self._most) * self._cell.width() - self._gap
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        laid_out = self.testAttribute(Qt.WidgetAttribute.WA_Resized)  # before, its width is any: Qt's 640 pixels
        width = max(self.width(), self._cell.width()) if laid_out else self.sizeHint().width()
        return QSize(self._cell.width(), self.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().track))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, px(self._side) % SIDE > 0)
        for place in range(self._rows * self._columns(self.width()) if self._rows else self._places):
            square = self._square(place)
            if place >= len(self._pictures):
                painter.drawRoundedRect(square, _RADIUS, _RADIUS)
                continue
            shape = QPainterPath()
            shape.addRoundedRect(square, _RADIUS, _RADIUS)
            painter.save()
            painter.setClipPath(shape)
            painter.drawImage(square, self._pictures[place])
            if self._has_captions:
                painter.setClipping(False)
                below = QRect(square.left() - self._gap // 2, square.bottom() + 1, self._cell.width(), self._line)
                strong, theme = self._strong[place], colours()
                role, colour = (FIGURE, theme.text) if strong else (CAPTION, theme.second)
                write(painter, role, colour, below, self._captions[place])
            painter.restore()
        painter.end()

    @property
    def _gap(self) -> int:
        return 2 * SPACE if self._has_captions else SPACE // 2

    @property
    def _line(self) -> int:
        return QFontMetrics(font_of(CAPTION)).height() + SPACE // 2 if self._has_captions else 0

    @property
    def _cell(self) -> QSize:
        side = px(self._side)
        return QSize(side + self._gap, side + self._line + SPACE // 2)

    def _columns(self, width: int) -> int:
        """As many as fit, but no more in the first rows than leave the last one full, if that can be."""
        most = max(min((width + self._gap) // self._cell.width(), self._most), 1)
        if self._rows:
            return most
        rows = -(-self._places // most)
        return -(-self._places // rows)

    def _square(self, place: int) -> QRect:
        columns, side = self._columns(self.width()), px(self._side)
        row, column = divmod(place, columns)
        step = (self.width() - side) / max(columns - 1, 1) if self._rows else self._cell.width()
        return QRect(QPoint(int(column * step), row * self._cell.height()), QSize(side, side))
