"""What lies on the canvas: strokes, or an image of the data, with undo and redo."""

from collections.abc import Collection, Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal

from digitpad.core.drawing.edit import Points, erase, transformed
from digitpad.core.drawing.rasterise import Ink
from digitpad.core.drawing.strokes import Drawing, PenSample, Stroke


class DrawingDocument(QObject):
    """Strokes come in sample by sample; every finished change can be undone. `changed` tells of each sample.

    An image takes the place of the strokes, and the next stroke takes the place of the image.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._strokes: Drawing = ()
        self._image: Ink | None = None
        self._open = _OpenStroke()
        self._before: Drawing | None = None  # the strokes as they were before a change that has not ended
        self._undone: list[tuple[Drawing, Ink | None]] = []
        self._done: list[tuple[Drawing, Ink | None]] = []

    @property
    def drawing(self) -> Drawing:
        """All strokes, the one being drawn included."""
        return (*self._strokes, self._open.so_far()) if self.pen_is_down else self._strokes

    @property
    def image(self) -> Ink | None:
        """The image (28, 28) from 0 to 1 that lies there instead of strokes, if any."""
        return None if self.pen_is_down else self._image

    @property
    def is_empty(self) -> bool:
        return not self._strokes and not self.pen_is_down and self._image is None

    @property
    def pen_is_down(self) -> bool:
        """Whether the last stroke is still being drawn."""
        return len(self._open) > 0

    @property
    def can_undo(self) -> bool:
        return bool(self._done) or self.pen_is_down or self._before is not None

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def extend_stroke(self, samples: Sequence[PenSample]) -> None:
        """Add to the stroke being drawn; the first sample begins it."""
        self.end_change()
        self._open.extend(samples)
        self.changed.emit()

    def end_stroke(self) -> None:
        """The pen was lifted."""
        if self.pen_is_down:
            drawing = self.drawing
            self._open = _OpenStroke()
            self._replace(drawing)

    def erase(self, start: PenSample, end: PenSample, radius: float) -> None:
        """Rub out what lies within `radius` of a move of the eraser; `end_change` ends what is undone at once."""
        self.end_stroke()
        self._change(erase(self._strokes, np.array(start[:2]), np.array(end[:2]), radius))

    def transform(self, chosen: Collection[int], scale: float, about: Points, offset: Points) -> None:
        """Scale and move the chosen strokes, as seen from where they stood when this change began."""
        self.end_stroke()
        before = self._before if self._before is not None else self._strokes
        self._change(transformed(before, chosen, scale, about, offset))

    def end_change(self) -> None:
        """What was rubbed out or moved since the last call is one change, which can be undone."""
        if self._before is not None:
            self._done.append((self._before, self._image))
            self._undone.clear()
            self._before = None
            self.changed.emit()

    def _change(self, drawing: Drawing) -> None:
        if drawing is not self._strokes:
            if self._before is None:
                self._before = self._strokes
            self._strokes = drawing
            self.changed.emit()

    def show_image(self, image: Ink) -> None:
        """Put an image (28, 28) from 0 to 1 on the canvas, in place of what lies there."""
        self._end_all()
        if self._image is None or not np.array_equal(self._image, image):
            self._replace((), image)

    def clear(self) -> None:
        self._end_all()
        if not self.is_empty:
            self._replace(())

    def undo(self) -> None:
        self._end_all()
        if self._done:
            self._undone.append((self._strokes, self._image))
            self._strokes, self._image = self._done.pop()
            self.changed.emit()

    def redo(self) -> None:
        self._end_all()
        if self._undone:
            self._done.append((self._strokes, self._image))
            self._strokes, self._image = self._undone.pop()
            self.changed.emit()

    def _end_all(self) -> None:
        self.end_stroke()
        self.end_change()

    def _replace(self, drawing: Drawing, image: Ink | None = None) -> None:
        self._done.append((self._strokes, self._image))
        self._undone.clear()
        self._strokes, self._image = drawing, image
        self.changed.emit()


class _OpenStroke:
    """The samples of the stroke being drawn, in an array that doubles when it is full.

    A stroke is asked for after each sample, and copying all samples each time would take longer and longer.
    """

    def __init__(self) -> None:
        self._samples = np.empty((64, 4))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def extend(self, samples: Sequence[PenSample]) -> None:
        before, self._count = self._count, self._count + len(samples)
        if self._count > len(self._samples):
            grown = np.empty((2 * self._count, 4))
            grown[:before] = self._samples[:before]
            self._samples = grown
        if samples:
            self._samples[before : self._count] = samples

    def so_far(self) -> Stroke:
        """The samples there are now; those that follow do not change it, since they lie behind them."""
        return Stroke(self._samples[: self._count])
