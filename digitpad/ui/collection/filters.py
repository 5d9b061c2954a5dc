"""Which drawings of the collection are shown, and in which order."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QWidget

from digitpad.core.collection.query import Filter, Order
from digitpad.core.network import CLASSES
from digitpad.ui.widgets.forms import combo_box, refill

_NONE = -1  # stands for no digit, as None does for any
_ALIKE = "alike"


class Filters(QObject):
    """A row of boxes, the last of which is for the order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        tr = self.tr
        digits = [(str(digit), digit) for digit in range(CLASSES)]
        self.label = combo_box(
            [(tr("all digits"), None), *digits, (tr("no digit"), _NONE)],
            tr("Label"),
            tr("Show only what was meant as this digit"),
        )
        self.writer = combo_box([(tr("everyone"), None)], tr("Writer"), tr("Show only what this person has written"))
        answers = (tr("right or wrong"), None), (tr("read wrong"), False), (tr("read right"), True)
        self.right = combo_box(
            [*answers, (tr("near-duplicates"), _ALIKE)],
            tr("Right or wrong"),
            tr("Whether a drawing was read as what was meant, when it was kept; or those that look like copies"),
        )
        self.since = combo_box(
            [(tr("any day"), None), (tr("today"), 0), (tr("last 7 days"), 6), (tr("last 30 days"), 29)],
            tr("Date"),
            tr("Show only what was written since"),
        )
        self.order = combo_box(
            [
                (tr("newest first"), Order.NEWEST),
                (tr("oldest first"), Order.OLDEST),
                (tr("least sure first"), Order.LEAST_SURE),
                (tr("surest first"), Order.SUREST),
            ],
            tr("Order"),
            tr("In which order, by date or by how sure the model was when a drawing was kept"),
        )

    @property
    def boxes(self) -> tuple[QComboBox, ...]:
        return self.label, self.writer, self.right, self.since, self.order

    @property
    def which(self) -> Filter:
        """What is meant by the boxes."""
        right = None if self.wants_alike else self.right.currentData()
        label, writer, days = self.label.currentData(), self.writer.currentData(), self.since.currentData()
        today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        return Filter(
            labels=None if label is None else frozenset({None if label == _NONE else label}),
            writers=None if writer is None else frozenset({writer}),
            since=None if days is None else today - timedelta(days=days),
            right=right,
        )

    @property
    def wants_alike(self) -> bool:
        """Whether only drawings are meant that look like copies of one another."""
        return bool(self.right.currentData() == _ALIKE)

    def set_writers(self, names: Sequence[str]) -> None:
        """Whom one can choose; who is chosen stays."""
        everyone = self.tr("everyone"), None
        refill(self.writer, [everyone, *((name, name) for name in names)], self.writer.currentData())

    def show_all(self) -> None:
        """Leave nothing out."""
        for box in self.boxes[:-1]:
            box.setCurrentIndex(0)
