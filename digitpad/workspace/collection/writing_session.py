"""A guided session: digits to write, one after the other, kept with the labels that were asked for."""

from random import Random

from PySide6.QtCore import QObject, Signal

from digitpad.core.collection.drawing import Source
from digitpad.core.network import CLASSES
from digitpad.workspace.collection.kept_drawings import Kept, KeptDrawings
from digitpad.workspace.drawing.drawing_document import DrawingDocument


def balanced_order(count: int, rng: Random) -> list[int]:
    """`count` digits in random order, each as often as any other, up to one; none follows itself."""
    order: list[int] = []
    while len(order) < count:
        some = rng.sample(range(CLASSES), CLASSES)
        if order and some[0] == order[-1]:
            some.append(some.pop(0))
        order += some
    return order[:count]


class WritingSession(QObject):
    """Asks for digits and keeps what is written on the canvas."""

    changed = Signal()

    def __init__(self, collection: KeptDrawings, document: DrawingDocument, parent: QObject) -> None:
        super().__init__(parent)
        self._collection, self._document = collection, document
        self._order: list[int] = []
        self._kept: list[Kept | None] = []  # of each digit so far; None was skipped
        self.is_running = False
        self.goes_on = True  # when the pen rests
        collection.happened.connect(lambda event: self.stop() if isinstance(event, Exception) else None)

    @property
    def count(self) -> int:
        """How many digits are asked for."""
        return len(self._order)

    @property
    def place(self) -> int:
        """How many have been written or skipped."""
        return len(self._kept)

    @property
    def kept_count(self) -> int:
        return sum(each is not None for each in self._kept)

    @property
    def wanted(self) -> int | None:
        """The digit that is to be written now."""
        return self._order[self.place] if self.is_running else None

    def start(self, count: int, seed: int | None = None) -> None:
        """Ask for `count` digits, on an empty canvas."""
        self._order, self._kept = balanced_order(count, Random(seed)), []
        self.is_running = count > 0
        self._document.clear()
        self.changed.emit()

    def keep_and_go_on(self) -> None:
        """Keep what is on the canvas, and ask for the next digit; nothing happens while nothing is there."""
        wanted, kept = self.wanted, self._collection.kept
        if wanted is None:
            return
        if kept is not None:  # by the key of a digit, which says what it is
            self._go_on(kept)
        else:
            self._collection.keep(wanted, Source.SESSION, self._go_on)

    def skip(self) -> None:
        """Ask for the next digit instead."""
        if self.is_running:
            self._go_on(None)

    def write_again(self) -> None:
        """Empty the canvas; if it is empty, ask for the digit before again and take back what was kept of it."""
        if self.is_running and not self._document.is_empty:
            self._document.clear()
        elif self._kept and self._order:
            kept = self._kept.pop()
            if kept:
                self._collection.undo(kept)
            self.is_running = True
            self.changed.emit()

    def stop(self) -> None:
        """Ask for no more; what was written stays."""
        self.is_running = False
        self.changed.emit()

    def _go_on(self, kept: Kept | None) -> None:
        if not self.is_running:
            return
        self._kept.append(kept)
        self.is_running = self.place < self.count
        self._document.clear()
        self.changed.emit()
