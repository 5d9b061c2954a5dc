"""What lies on the canvas: strokes, an image of the data or what was found on a picture, with undo and redo."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from digitpad.core.drawing.edit import Points, erase, transformed
from digitpad.core.drawing.normalise import Ink
from digitpad.core.drawing.strokes import Drawing, PenSample, Stroke
from digitpad.core.pictures.layer import PictureLayer
from digitpad.core.recognition.boxes import Box

Boxes = tuple[Box, ...]


class _State(NamedTuple):
    strokes: Drawing = ()
    image: Ink | PictureLayer | None = None
    boxes: Boxes | None = None


class DrawingDocument(QObject):
    """Strokes come in sample by sample; every finished change can be undone. `changed` tells of each sample.

    An image takes the place of the strokes, and the next stroke takes the place of the image.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._state = _State()
        self._open = _OpenStroke()
        self._before: _State | None = None  # as it was before a change that has not ended
        self._undone: list[_State] = []
        self._done: list[_State] = []

    @property
    def drawing(self) -> Drawing:
        """All strokes, the one being drawn included."""
        strokes = self._state.strokes
        return (*strokes, self._open.so_far()) if self.pen_is_down else strokes

    @property
    def image(self) -> Ink | PictureLayer | None:
        """What lies there instead of strokes, if any: an image (28, 28) from 0 to 1, or what a picture shows."""
        return None if self.pen_is_down else self._state.image

    @property
    def boxes(self) -> Boxes | None:
        """The boxes of the digits, in canvas units, if they were placed by hand."""
        return None if self.pen_is_down else self._state.boxes

    @property
    def is_empty(self) -> bool:
        return not self._state.strokes and not self.pen_is_down and self._state.image is None

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

    def extend_stroke(self, samples: Sequence[PenSample], device: str = "") -> None:
        """Add to the stroke being drawn, with this device; the first sample begins it."""
        self.end_change()
        self._open.device = device
        self._open.extend(samples)
        self.changed.emit()

    def end_stroke(self) -> None:
        """The pen was lifted."""
        if self.pen_is_down:
            drawing = self.drawing
            self._open = _OpenStroke()
            self._replace(_State(drawing))

    def erase(self, start: PenSample, end: PenSample, radius: float) -> None:
        """Rub out what lies within `radius` of a move of the eraser; `end_change` ends what is undone at once."""
        self.end_stroke()
        self._draw(erase(self._state.strokes, np.array(start[:2]), np.array(end[:2]), radius))

    def transform(self, chosen: Collection[int], scale: float, about: Points, offset: Points) -> None:
        """Scale and move the chosen strokes, as seen from where they stood when this change began."""
        self.end_stroke()
        self._draw(transformed((self._before or self._state).strokes, chosen, scale, about, offset))

    def place_boxes(self, boxes: Boxes | None) -> None:
        """Read what lies in these boxes as a digit each; None: find the digits again."""
        self.end_stroke()
        if boxes != self._state.boxes:
            self._change(self._state._replace(boxes=boxes))

    def end_change(self) -> None:
        """What was rubbed out, moved or placed since the last call is one change, which can be undone."""
        if self._before is not None:
            self._done.append(self._before)
            self._undone.clear()
            self._before = None
            self.changed.emit()

    def _draw(self, drawing: Drawing) -> None:
        if drawing is not self._state.strokes:
            self._change(_State(drawing, self._state.image))

    def _change(self, state: _State) -> None:
        if self._before is None:
            self._before = self._state
        self._state = state
        self.changed.emit()

    def show_image(self, image: Ink | PictureLayer) -> None:
        """Put an image (28, 28) from 0 to 1, or a picture, on the canvas, in place of what lies there."""
        self._end_all()
        if not _same(self._state.image, image):
            self._replace(_State(image=image))

    def show_drawing(self, drawing: Drawing) -> None:
        """Put strokes on the canvas, in place of what lies there."""
        self._end_all()
        self._replace(_State(drawing))

    def clear(self) -> None:
        self._end_all()
        if not self.is_empty:
            self._replace(_State())

    def undo(self) -> None:
        self._end_all()
        self._step(self._done, self._undone)

    def redo(self) -> None:
        self._end_all()
        self._step(self._undone, self._done)

    def _step(self, come: list[_State], gone: list[_State]) -> None:
        if come:
            gone.append(self._state)
            self._state = come.pop()
            self.changed.emit()

    def _end_all(self) -> None:
        self.end_stroke()
        self.end_change()

    def _replace(self, state: _State) -> None:
        self._done.append(self._state)
        self._undone.clear()
        self._state = state
        self.changed.emit()


def _same(one: Ink | PictureLayer | None, other: Ink | PictureLayer) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    return one is other


class _OpenStroke:
    """The samples of the stroke being drawn, in an array that doubles when it is full.

    A stroke is asked for after each sample, and copying all samples each time would take longer and longer.
    """

    def __init__(self) -> None:
        self._samples = np.empty((64, 4))
        self._count = 0
        self.device = ""

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
        return Stroke(self._samples[: self._count], self.device)
