"""Fields with their names and a few plain words beside them, in as many columns as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QGridLayout, QLabel, QWidget

from digitpad.ui.style.type import BUTTON, CAPTION, FIGURE, px, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.labels import label_of, text_label
from digitpad.ui.widgets.layouts import horizontal, vertical

_WIDTH = 320  # pixels of a column at 100 %
_BOX = 168
_WIDEST = 216  # pixels of a list: a long file name shall not widen it further
_MOST = 3  # columns


class Field(QWidget):
    """A name, below it a caption that gives way to what is wrong with the number typed, and the box at the right."""

    def __init__(self, label: QLabel, box: QWidget, caption: str = "") -> None:
        super().__init__()
        self.label, self.box = label, box
        self._usual = caption
        self.caption = text_label(caption, CAPTION, quiet=True)
        set_role(label, BUTTON)
        texts = vertical(None, gap=0)
        texts.addStretch(1)
        texts.addWidget(label)
        texts.addWidget(self.caption)
        texts.addStretch(1)
        self._fit_box()
        row = horizontal(self, gap=SPACE)
        row.addLayout(texts, 1)
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignVCenter)

    @classmethod
    def named(cls, name: str, box: QWidget, caption: str) -> "Field":
        """A field with a label of this name, in which & stands before the access key."""
        label = label_of(box, name)
        return cls(label, box, caption)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.FontChange:
            self._fit_box()
        super().changeEvent(event)

    def _fit_box(self) -> None:
        """All boxes are of one width; one with a long choice, or a button beside it, is wider."""
        if isinstance(self.box, QAbstractSpinBox):
            self.box.setFixedWidth(px(_BOX))
        elif isinstance(self.box, QComboBox):
            self.box.setFixedWidth(min(max(px(_BOX), self.box.sizeHint().width()), px(_WIDEST)))
        else:
            self.box.setMinimumWidth(px(_BOX))

    @property
    def problem(self) -> str:
        """What is wrong with the number typed; empty if nothing is."""
        return "" if self.caption.text() == self._usual else self.caption.text()

    def show_problem(self, text: str) -> None:
        """Say what is wrong with the number typed, instead of the caption; an empty text brings that back."""
        if text == self.problem:
            return
        self.caption.setText(text or self._usual)
        set_role(self.caption, FIGURE if text else CAPTION)
        self.caption.setProperty("quiet", not text)
        for each, name in ((self.caption, "problem"), (self.box, "wrong")):
            each.setProperty(name, bool(text))
            each.style().polish(each)


class FieldGrid(QWidget):
    """Lays fields out in columns of equal width; in a narrower window there are fewer."""

    def __init__(self, fields: Sequence[QWidget]) -> None:
        super().__init__()
        self._fields = fields
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, SPACE, 0, 0)
        self._grid.setHorizontalSpacing(4 * SPACE)
        self._grid.setVerticalSpacing(SPACE)
        self._place(_MOST)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(_BOX) + px(_BOX), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(min(max((self.width() + 4 * SPACE) // (px(_WIDTH) + 4 * SPACE), 1), _MOST))
        super().resizeEvent(event)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        grid, self._columns = self._grid, columns
        for number, field in enumerate(self._fields):
            grid.addWidget(field, *divmod(number, columns))
        for column in range(_MOST):
            grid.setColumnStretch(column, int(column < columns))
        for row in range(grid.rowCount()):
            grid.setRowStretch(row, 0)
        grid.setRowStretch(grid.rowCount(), 1)  # a page with few fields does not spread them
