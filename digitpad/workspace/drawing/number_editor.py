"""The user's say in which ink is a digit: boxes are split, joined and moved, and the answers follow."""

import numpy as np
from PySide6.QtCore import QObject

from digitpad.core.network import SIDE
from digitpad.core.pictures.layer import PictureLayer
from digitpad.core.recognition.boxes import Box, around, centre, joined, points_of, split
from digitpad.workspace.drawing.drawing_classifier import DrawingClassifier
from digitpad.workspace.drawing.drawing_document import DrawingDocument

_LEAST = 1.0  # canvas units: the sides of a box
_MOST = 20  # digits


class NumberEditor(QObject):
    """Changes the boxes of the digits on the canvas; each change can be undone. A single digit is split into two."""

    def __init__(self, document: DrawingDocument, classifier: DrawingClassifier, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._classifier = classifier

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Those of the digits from left to right, in canvas units; none where there is nothing to be read."""
        latest = self._classifier.latest
        if self._document.boxes:
            return self._document.boxes
        if latest and latest.number:
            return tuple(each.box for each in latest.number.digits)
        points, _ = self._ink()
        return (around(points),) if len(points) else ()

    @property
    def count(self) -> int:
        """How many digits have a box, for which no ink is looked through: it is asked for after each answer."""
        latest, image = self._classifier.latest, self._document.image
        if self._document.boxes:
            return len(self._document.boxes)
        if latest and latest.number:
            return len(latest.number.digits)
        return int(bool(len(image.points) if isinstance(image, PictureLayer) else self._document.drawing))

    @property
    def can_split(self) -> bool:
        return 0 < self.count < _MOST

    @property
    def can_join(self) -> bool:
        return self.count > 1

    @property
    def placed_by_hand(self) -> bool:
        return self._document.boxes is not None

    def split(self) -> None:
        """Make two digits of the chosen one."""
        if self.can_split:
            boxes, at = self.boxes, self._at
            self._place([*boxes[:at], *split(*self._ink(), boxes[at]), *boxes[at + 1 :]], at)
            self._document.end_change()

    def join(self) -> None:
        """Join the chosen digit and the next into one, or, if it is the last, the last two."""
        if self.can_join:
            boxes = self.boxes
            at = min(self._at, len(boxes) - 2)
            self._place([*boxes[:at], joined(*boxes[at : at + 2]), *boxes[at + 2 :]], at)
            self._document.end_change()

    def place(self, box: Box) -> None:
        """Put the chosen digit's box there; `end_change` of the document ends what is undone at once."""
        left, top, right, bottom = np.clip(box, 0, SIDE).tolist()
        if right - left >= _LEAST and bottom - top >= _LEAST:
            boxes = [*self.boxes]
            boxes[self._at] = left, top, right, bottom
            self._place(boxes, self._at)

    def change(self, left: float, top: float, right: float, bottom: float) -> None:
        """Move the sides of the chosen digit's box by so much."""
        if self.boxes:
            box = self.boxes[self._at]
            self.place((box[0] + left, box[1] + top, box[2] + right, box[3] + bottom))
            self._document.end_change()

    def find_again(self) -> None:
        """Find out again which ink belongs to which digit."""
        self._document.place_boxes(None)
        self._document.end_change()

    @property
    def _at(self) -> int:
        return min(self._classifier.chosen, len(self.boxes) - 1)

    def _place(self, boxes: list[Box], at: int) -> None:
        ordered = tuple(sorted(boxes, key=centre))
        self._document.place_boxes(ordered)
        self._classifier.choose(ordered.index(boxes[at]))

    def _ink(self) -> tuple[np.ndarray, np.ndarray]:
        """Points (n, 2) of all ink, and the piece (n,) of each."""
        image = self._document.image
        if isinstance(image, PictureLayer):
            return image.points, image.point_pieces
        return points_of(self._document.drawing)
