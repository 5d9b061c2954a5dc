"""The drawing at hand: strokes, with undo and redo."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from digitpad.core.drawing.strokes import Drawing, PenSample, Stroke


class DrawingDocument(QObject):
    """Strokes come in sample by sample; every finished change can be undone. `changed` tells of each sample."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._strokes: Drawing = ()
        self._open: list[PenSample] = []
        self._undone: list[Drawing] = []
        self._done: list[Drawing] = []

    @property
    def drawing(self) -> Drawing:
        """All strokes, the one being drawn included."""
        return (*self._strokes, Stroke.of(self._open)) if self._open else self._strokes

    @property
    def is_empty(self) -> bool:
        return not self._strokes and not self._open

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

    def clear(self) -> None:
        self.end_stroke()
        if self._strokes:
            self._replace(())

    def undo(self) -> None:
        self.end_stroke()
        if self._done:
            self._undone.append(self._strokes)
            self._strokes = self._done.pop()
            self.changed.emit()

    def redo(self) -> None:
        self.end_stroke()
        if self._undone:
            self._done.append(self._strokes)
            self._strokes = self._undone.pop()
            self.changed.emit()

    def _replace(self, drawing: Drawing) -> None:
        self._done.append(self._strokes)
        self._undone.clear()
        self._strokes = drawing
        self.changed.emit()
