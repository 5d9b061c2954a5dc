"""The user's own drawings: kept with a label, and changed, without keeping the window waiting."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject

from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import CollectedDrawing, Source, from_prediction
from digitpad.core.drawing.normalise import Ink
from digitpad.core.drawing.strokes import Drawing
from digitpad.core.pictures.layer import PictureLayer
from digitpad.core.recognition.boxes import Box, parts_in
from digitpad.core.recognition.predict import Prediction, predict_drawing
from digitpad.workspace.collection.access import CollectionAccess
from digitpad.workspace.drawing.drawing_classifier import DrawingClassifier, DrawingPrediction
from digitpad.workspace.drawing.drawing_document import DrawingDocument
from digitpad.workspace.model_library import ModelLibrary

Labels = Mapping[int, int | None]
_REMEMBERED = 64  # drawings that are known again when they come back to the canvas


@dataclass
class _Row:
    """The number of a drawing in the collection, once it is there, and whether it was removed from it."""

    number: int | None = None
    removed: bool = False


@dataclass(frozen=True, eq=False)
class Kept:
    """A drawing, or an image, of the canvas that is in the collection, or on its way; `before`: as another label.

    `box`: which digit of a number it is.
    """

    label: int | None
    drawing: Drawing
    image: Ink | PictureLayer | None
    box: Box | None = None
    before: "Kept | None" = None
    row: _Row = field(default_factory=_Row)

    def lies_on(self, document: DrawingDocument) -> bool:
        """Whether the canvas shows it."""
        return self.drawing == document.drawing and self.image is document.image and not document.is_empty


class DrawingsRelabelled(NamedTuple):
    """The labels that drawings had before, by their numbers."""

    before: Labels


class DrawingsRemoved(NamedTuple):
    """The numbers of drawings, by which they come back."""

    numbers: tuple[int, ...]


class KeptDrawings(CollectionAccess):
    """Keeps what lies on the canvas with a label, and changes what is in the collection, in the background.

    `happened` tells what was done once it is: Kept, DrawingsRelabelled or DrawingsRemoved.
    """

    def __init__(
        self,
        path: Path,
        document: DrawingDocument,
        classifier: DrawingClassifier,
        models: ModelLibrary,
        parent: QObject,
    ) -> None:
        super().__init__(path, parent)
        self._document, self._classifier, self._models = document, classifier, models
        self._recent: list[Kept] = []
        self._waiting: tuple[int | None, Source, Callable[[Kept], object]] | None = None  # until the drawing was read
        classifier.predicted.connect(self._keep_waiting)

    @property
    def kept(self) -> Kept | None:
        """What the canvas shows, if that is kept."""
        box = box_of(self._classifier.latest)
        there = (each for each in reversed(self._recent) if each.box == box and not each.row.removed)
        return next((each for each in there if each.lies_on(self._document)), None)

    def keep(
        self, label: int | None, source: Source = Source.DRAWING, then: Callable[[Kept], object] = lambda _: None
    ) -> None:
        """Keep what lies on the canvas as this digit, or None for no digit; what is kept already gets this label.

        Nothing happens as long as the pen is down, or the canvas is empty. `then` the canvas may be emptied.
        """
        kept = self.kept
        if kept is not None:
            if kept.label != label:
                self._label(replace(kept, label=label, before=kept))
        elif not self._document.is_empty and not self._document.pen_is_down:
            self._waiting = label, source, then
            if self._is_read(self._classifier.latest):
                self._keep_waiting()

    def put_on_canvas(self, number: int) -> None:
        """Put a drawing of the collection on the canvas, where a key changes its label."""

        def show(drawing: CollectedDrawing) -> None:
            image = None if drawing.strokes else drawing.ink
            self._remember(Kept(drawing.label, drawing.strokes, image, row=_Row(number)))
            if image is None:
                self._document.show_drawing(drawing.strokes)
            else:
                self._document.show_image(image)

        self.read(lambda collection: collection.drawing(number), show)

    def undo(self, kept: Kept) -> None:
        """Take back what was kept, or the label it was given last."""
        if kept.before is not None:
            self._label(kept.before, tell=False)
            return
        row = kept.row
        self._forget(lambda each: each.row is row)
        self.write(lambda collection: collection.remove([] if row.number is None else [row.number]))

    def relabel(self, labels: Labels, tell: bool = True) -> None:
        """Give drawings other labels, by their numbers."""
        for each in self._recent:
            if each.row.number is not None and each.row.number in labels:
                self._remember(replace(each, label=labels[each.row.number]))
        self.write(
            lambda collection: collection.relabel(labels),
            lambda before: self.happened.emit(DrawingsRelabelled(before)) if tell else None,
        )

    def remove(self, numbers: Sequence[int]) -> None:
        """Remove drawings."""
        gone = tuple(numbers)
        self._mark(gone, removed=True)
        self.write(lambda collection: collection.remove(gone), lambda _: self.happened.emit(DrawingsRemoved(gone)))

    def restore(self, numbers: Sequence[int]) -> None:
        """Bring removed drawings back."""
        self._mark(numbers, removed=False)
        self.write(lambda collection: collection.restore(numbers))

    def _is_read(self, latest: DrawingPrediction | None) -> bool:
        if latest is None:
            return False
        image = self._document.image
        if image is None:
            return latest.drawing == self._document.drawing
        return latest.ink is image or latest.picture is image

    def _keep_waiting(self) -> None:
        latest, waiting, self._waiting = self._classifier.latest, self._waiting, None
        if waiting is None or latest is None or not self._is_read(latest):
            return
        label, source, then = waiting
        item, writer, strokes = self._models.current, self.writer, self._document.drawing
        kept = Kept(label, strokes, self._document.image, box_of(latest))
        own = strokes
        alone = source is Source.SESSION  # one digit, whatever it is read as
        if latest.number and strokes and not alone:
            own = parts_in(strokes, [each.box for each in latest.number.digits])[latest.chosen]
        source = source if kept.image is None else Source.PICTURE

        def add(collection: Collection) -> None:
            model = item.model if item else None
            answer: Prediction = latest
            if latest.number and alone and model:
                answer = predict_drawing(replace(model.recogniser, normalisation=latest.normalisation), strokes)
            drawing = from_prediction(answer, model, label=label, writer=writer, strokes=own, source=source)
            kept.row.number = collection.add(drawing)

        self._remember(kept)
        self.write(add, lambda _: self.happened.emit(kept), lambda: self._forget(lambda each: each.row is kept.row))
        then(kept)

    def _label(self, kept: Kept, tell: bool = True) -> None:
        """Give a drawing that is kept, or on its way, the label of `kept`."""
        row = kept.row

        def change(collection: Collection) -> None:
            if row.number is not None:
                collection.relabel({row.number: kept.label})

        self._forget(lambda each: each.row is row)
        self._remember(kept)
        self.write(change, lambda _: self.happened.emit(kept) if tell else None)

    def _remember(self, kept: Kept) -> None:
        self._recent = [*self._recent[1 - _REMEMBERED :], kept]

    def _mark(self, numbers: Sequence[int], removed: bool) -> None:
        for each in self._recent:
            if each.row.number in numbers:
                each.row.removed = removed

    def _forget(self, which: Callable[[Kept], bool]) -> None:
        self._recent = [each for each in self._recent if not which(each)]


def box_of(latest: DrawingPrediction | None) -> Box | None:
    """Which digit of a number the answer is to."""
    return latest.number.digits[latest.chosen].box if latest and latest.number else None
