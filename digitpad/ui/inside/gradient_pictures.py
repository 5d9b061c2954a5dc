"""Two gradients side by side, and where they differ."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from digitpad.core.inspection.gradient_check import relative_errors
from digitpad.core.network import SIDE, Floats, Gradients
from digitpad.core.numerals import compact
from digitpad.ui.style.type import NAME, TEXT, px, set_role
from digitpad.ui.theme import SPACE, follow_look
from digitpad.ui.widgets.images import signed_colours
from digitpad.ui.widgets.labels import caption, text_label
from digitpad.ui.widgets.layouts import grid_layout
from digitpad.ui.widgets.pixel_map import MatrixPicture

AGREE = 1e-4  # the largest relative error that is rounding, large logits included
_LARGEST = 200  # pixels of a picture's height at 100 %
_SMALLEST = -8.0  # the power of ten at which nothing is seen
_HEIGHTS = {"W1": 1.0, "W2": 0.8, "b1": 0.0, "b2": 0.0}  # times the width of a column, and
_LEAST = 24  # pixels at 100 %
_COLUMNS = 3


class GradientPictures(QWidget):
    """For each parameter what the formula gives, what was measured, and the relative error; of W1 one unit's part."""

    def __init__(self) -> None:
        super().__init__()
        self._formula: Gradients | None = None
        self._measured: Gradients | None = None
        self._unit = 0
        self._at: tuple[str, int, int] | None = None
        self.names: dict[str, QLabel] = {}
        self.worst: dict[str, QLabel] = {}
        self.worst_errors: dict[str, float] = {}  # the largest relative error of each gradient, once it is measured
        self.pictures: dict[str, tuple[MatrixPicture, ...]] = {}
        self._hint = self.tr("Point at a number, or go to it with the arrow keys, to read it.")
        self.readout = caption()
        self.readout.setTextFormat(Qt.TextFormat.RichText)
        grid = grid_layout(self)
        heads = self.tr("formula"), self.tr("measured"), self.tr("relative error"), self.tr("worst")
        for column, text in enumerate(heads, start=1):
            head = caption(text)
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(head, 0, column)
        for row, name in enumerate(_HEIGHTS, start=1):
            self._add_row(grid, row, name, heads)
        for column in range(1, _COLUMNS + 1):
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.readout, len(_HEIGHTS) + 1, 0, 1, -1)
        self._show_readout()
        follow_look(self, self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Have pictures as high as their squares need."""
        around = max(label.width() for label in self.names.values()) + max(each.width() for each in self.worst.values())
        column = max((self.width() - around) // _COLUMNS - 2 * SPACE, 1)
        for name, pictures in self.pictures.items():
            for picture in pictures:
                picture.setFixedHeight(max(round(_HEIGHTS[name] * min(column, px(_LARGEST))), px(_LEAST)))

    def set_gradients(self, formula: Gradients | None, measured: Gradients | None, unit: int) -> None:
        """Show gradients; `unit` is the hidden unit whose part of W1 is shown."""
        self._formula, self._measured, self._unit = formula, measured, unit
        self.worst_errors = {}
        for name, pictures in self.pictures.items():
            self.names[name].setText(f"dW1, {unit}" if name == "W1" else f"d{name}")
            a = None if formula is None else self._shown(name, formula)
            b = None if measured is None else self._shown(name, measured)
            limit = max((_largest(each) for each in (a, b) if each is not None), default=0.0)
            pictures[0].set_colours(None if a is None else signed_colours(np.nan_to_num(a), limit))
            pictures[1].set_colours(None if b is None else signed_colours(b, limit))
            if a is None or b is None or formula is None or measured is None:
                pictures[2].set_colours(None)
                self.worst[name].setText("")
                continue
            pictures[2].set_colours(_error_colours(relative_errors(a, b)))
            error = float(np.max(relative_errors(getattr(formula, name), getattr(measured, name))))
            self.worst_errors[name] = error
            self.worst[name].setText(self._in_words(error))
            set_role(self.worst[name], TEXT if error < AGREE else NAME)
        self._show_readout()

    def _add_row(self, grid: QGridLayout, row: int, name: str, heads: tuple[str, ...]) -> None:
        self.names[name] = label = text_label(f"d{name}", TEXT)
        self.worst[name] = worst = text_label("", TEXT)
        worst.setMinimumWidth(px(96))
        worst.setToolTip(self.tr("The largest relative error of all its numbers"))
        label.setMinimumWidth(px(60))
        self.pictures[name] = tuple(MatrixPicture() for _ in range(_COLUMNS))
        grid.addWidget(label, row, 0)
        for column, picture in enumerate(self.pictures[name]):
            picture.setAccessibleName(f"d{name}, {heads[column]}")
            picture.setAccessibleDescription(self._hint)  # no tool tip, which would lie over the numbers
            picture.pointed.connect(lambda at, which=name: self._point(which, at))
            grid.addWidget(picture, row, column + 1)
        grid.addWidget(worst, row, _COLUMNS + 1)

    def _shown(self, name: str, gradients: Gradients) -> Floats:
        values: Floats = getattr(gradients, name)
        if name == "W1":
            return values[:, self._unit].reshape(SIDE, SIDE)
        return values.reshape(-1, values.shape[-1])

    def _point(self, name: str, at: tuple[int, int] | None) -> None:
        self._at = None if at is None else (name, *at)
        for each, pictures in self.pictures.items():
            for picture in pictures:
                picture.mark(at if each == name else None)
        self._show_readout()

    def _show_readout(self) -> None:
        """The numbers pointed at."""
        if self._formula is None or self._measured is None:
            self.readout.clear()
            return
        if self._at is None:
            self.readout.setText(self._hint)
            return
        name, row, column = self._at
        a, b = self._shown(name, self._formula), self._shown(name, self._measured)
        if row >= a.shape[0] or column >= a.shape[1]:
            return
        place = f"{row},{column}" if name != "b1" and name != "b2" else f"{column}"
        self.readout.setText(
            self.tr("d{name}<sub>{place}</sub>: formula {a}, measured {b}, relative error {error}").format(
                name=name,
                place=place,
                a=compact(a[row, column]),
                b=compact(b[row, column]),
                error=compact(relative_errors(a, b)[row, column], 2),
            )
        )

    def _in_words(self, error: float) -> str:
        if not np.isfinite(error):
            return f"✗ {self.tr('not a number')}"
        return f"{'✓' if error < AGREE else '✗'} {compact(error, 2)}"


def _largest(values: Floats) -> float:
    return float(np.max(np.abs(values), initial=0.0, where=np.isfinite(values)))


def _error_colours(errors: Floats) -> npt.NDArray[np.uint8]:
    """The page's colour for rounding, full orange for an error of 1 or more, and for what is not a number."""
    powers = np.log10(np.maximum(np.nan_to_num(errors, nan=1.0), 10**_SMALLEST))
    return signed_colours(_SMALLEST - powers, -_SMALLEST)
