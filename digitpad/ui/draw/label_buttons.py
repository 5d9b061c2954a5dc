"""Buttons that say which digit the drawing is, ten below their bars and one for none; and who writes."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QActionGroup, QPainter
from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton, QToolButton, QWidget

from digitpad.core.network import Floats
from digitpad.ui.draw.label_actions import NO_DIGIT, LabelActions
from digitpad.ui.style.icons import show_icon
from digitpad.ui.style.type import CAPTION, NAME, TEXT, px, rounded, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.class_names import are_digits
from digitpad.ui.widgets.labels import label_of
from digitpad.ui.widgets.layouts import SPRING, horizontal
from digitpad.ui.widgets.probability_bars import ProbabilityBars
from digitpad.workspace.collection.kept_drawings import KeptDrawings

_HEIGHT = 32  # pixels of a button at 100 %
_ARROW = 16  # pixels


class LabelLine(QWidget):
    """*No digit*, and who writes."""

    def __init__(self, actions: LabelActions, collection: KeptDrawings) -> None:
        super().__init__()
        self._collection = collection
        self.no_digit = QToolButton()
        self.no_digit.setDefaultAction(actions[NO_DIGIT])
        self.no_digit.setAccessibleName(actions[NO_DIGIT].text())
        self.no_digit.setProperty("label", "words")
        self.no_digit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_role(self.no_digit, TEXT)
        self.writer = QPushButton()
        self.writer.setProperty("flat", True)
        self.writer.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow at the right
        self.writer.setToolTip(self.tr("Whose digits these are: what you keep has this name"))
        menu = QMenu(self.writer)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self.writer.setMenu(menu)
        label = label_of(self.writer, self.tr("Written by"))
        label.setProperty("quiet", True)
        set_role(label, CAPTION)
        horizontal(self, self.no_digit, SPRING, label, self.writer, gap=SPACE)
        show_icon(self.writer, "down", side=_ARROW)
        collection.changed.connect(self._show)
        self._show()

    def ask_for_writer(self) -> None:
        """Ask for the name of another writer, who writes from now on."""
        name, accepted = QInputDialog.getText(self, self.tr("Add a writer"), self.tr("Name, or a number:"))
        if accepted:
            self._collection.set_writer(name)

    def ask_for_name(self) -> None:
        """Ask for another name for who writes, which all that they have kept gets."""
        title, label = self.tr("Rename {writer}").format(writer=self._collection.writer), self.tr("Name, or a number:")
        name, accepted = QInputDialog.getText(self, title, label)
        if accepted:
            self._collection.rename(name)

    def _show(self) -> None:
        name = self._collection.writer
        metrics = self.writer.fontMetrics()
        self.writer.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, px(120)).replace("&", "&&"))
        self.writer.setAccessibleName(self.tr("Written by {name}").format(name=name))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        group = QActionGroup(menu)
        for name in self._collection.writers:
            action = menu.addAction(name.replace("&", "&&"), partial(self._collection.set_writer, name))
            action.setCheckable(True)
            action.setChecked(name == self._collection.writer)
            group.addAction(action)
        menu.addSeparator()
        menu.addAction(self.tr("Add a writer…"), self.ask_for_writer)
        rename = self.tr("Rename “{writer}”…").format(writer=self._collection.writer.replace("&", "&&"))
        menu.addAction(rename, self.ask_for_name)


class LabelBars(ProbabilityBars):
    """Ten bars with a button below each, that of the answer bold; a name instead where classes are no digits."""

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
        if not are_digits(self._names):  # or the buttons do
            super()._paint_digit(painter, place, digit, best)

    def _place(self) -> None:
        super()._place()
        for button, column in zip(self.buttons, self._columns, strict=False):
            button.setGeometry(column.digit)
            button.setVisible(are_digits(self._names))
