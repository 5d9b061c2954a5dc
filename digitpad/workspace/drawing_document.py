"""What lies on the canvas: strokes, or an image of the data, with undo and redo."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal

from digitpad.core.drawing.rasterise import Image
from digitpad.core.drawing.strokes import Drawing, PenSample, Stroke


class DrawingDocument(QObject):
    """Strokes come in sample by sample; every finished change can be undone. `changed` tells of each sample.

    An image takes the place of the strokes, and the next stroke takes the place of the image.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._strokes: Drawing = ()
        self._image: Image | None = None
        self._open: list[PenSample] = []
        self._undone: list[tuple[Drawing, Image | None]] = []
        self._done: list[tuple[Drawing, Image | None]] = []

    @property
    def drawing(self) -> Drawing:
        """All strokes, the one being drawn included."""
        return (*self._strokes, Stroke.of(self._open)) if self._open else self._strokes

    @property
    def image(self) -> Image | None:
        """The image (28, 28) from 0 to 1 that lies there instead of strokes, if any."""
        return None if self._open else self._image

    @property
    def is_empty(self) -> bool:
        return not self._strokes and not self._open and self._image is None

    @property
    def pen_is_down(self) -> bool:
        """Whether the last stroke is still being drawn."""
        return bool(self._open)

    @property
    def can_undo(self) -> bool:
        return bool(self._done or self._open)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def extend_stroke(self, samples: Sequence[PenSample]) -> None:
        """Add to the stroke being drawn; the first sample begins it."""
        self._open.extend(samples)
        self.changed.emit()

    def end_stroke(self) -> None:
        """The pen was lifted."""
        if self._open:
            drawing = self.drawing
            self._open = []
            self._replace(drawing)

    def show_image(self, image: Image) -> None:
        """Put an image (28, 28) from 0 to 1 on the canvas, in place of what lies there."""
        self.end_stroke()
        if self._image is None or not np.array_equal(self._image, image):
            self._replace((), image)

    def clear(self) -> None:
        self.end_stroke()
        if not self.is_empty:
            self._replace(())

    def undo(self) -> None:
        self.end_stroke()
        if self._done:
            self._undone.append((self._strokes, self._image))
            self._strokes, self._image = self._done.pop()
            self.changed.emit()

    def redo(self) -> None:
        self.end_stroke()
        if self._undone:
            self._done.append((self._strokes, self._image))
            self._strokes, self._image = self._undone.pop()
            self.changed.emit()

    def _replace(self, drawing: Drawing, image: Image | None = None) -> None:
        self._done.append((self._strokes, self._image))
        self._undone.clear()
        self._strokes, self._image = drawing, image
        self.changed.emit()
