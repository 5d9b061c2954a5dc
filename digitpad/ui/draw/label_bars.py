"""The probabilities on the desk: the digits below the bars are buttons that say which one the drawing is."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QToolButton

from digitpad.core.network import Floats
from digitpad.ui.style.type import NAME, TEXT, rounded, set_role
from digitpad.ui.widgets.probability_bars import ProbabilityBars

_HEIGHT = 32  # pixels of a button at 100 %


class LabelBars(ProbabilityBars):
    """Ten bars with a button below each, that of the answer bold."""

    def __init__(self) -> None:
        self.buttons: list[QToolButton] = []
        super().__init__()
        self._best: int | None = None

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """The ten buttons do these; of checkable ones that is marked which is checked."""
        for action in actions:
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setAccessibleName(action.text())
            button.setProperty("label", "digit")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # ten more stops for Tab, where each digit's key does it
            set_role(button, TEXT)
            self.buttons.append(button)
        self._place()

    def set_probabilities(self, probabilities: Floats | None, answered: bool = True) -> None:
        super().set_probabilities(probabilities, answered)
        best = None if probabilities is None or not answered else int(probabilities.argmax())
        if best != self._best:
            for digit, button in enumerate(self.buttons):
                if digit in (best, self._best):
                    button.setProperty("label", "best" if digit == best else "digit")
                    button.style().unpolish(button)  # for the style sheet to look again
                    set_role(button, NAME if digit == best else TEXT)
            self._best = best

    def _digit_height(self) -> int:
        return rounded(_HEIGHT)

    def _paint_digit(self, painter: QPainter, place: QRect, digit: int, best: bool) -> None:
        """The buttons do."""

    def _place(self) -> None:
        super()._place()
        for button, column in zip(self.buttons, self._columns, strict=False):
            button.setGeometry(column.digit)
