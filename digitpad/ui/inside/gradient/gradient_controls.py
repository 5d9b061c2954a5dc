"""The controls of the gradient check: mistakes to switch on or to find, and what is measured."""

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QWidget,
)

from digitpad.core.inspection.gradient_mistakes import MISTAKES
from digitpad.ui.inside.gradient.gradient_texts import mistake_words
from digitpad.ui.style.type import NAME, TEXT
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.forms import RateSpinBox
from digitpad.ui.widgets.labels import caption, label_of, text_label
from digitpad.ui.widgets.layouts import horizontal, vertical


class GradientControls(QWidget):
    """A column of them; what they do is left to connect."""

    def __init__(self) -> None:
        super().__init__()
        self.mistakes = {name: QRadioButton(mistake_words(name).title) for name in ("", *MISTAKES)}
        self.hide_one = QPushButton(self.tr("Hide &one"))
        self.answer = QPushButton(self.tr("&Answer"))
        self.verdict = text_label("", TEXT)
        self.units, self.images = QSpinBox(), QSpinBox()
        self.decay, self.reduction = RateSpinBox(0.0, 10.0), QComboBox()
        self.large = QCheckBox(self.tr("&Large logits"))
        self.again = QPushButton(self.tr("&Measure again"))
        self._name()
        self._lay_out()

    @property
    def chosen(self) -> str:
        """The name of the mistake that is chosen, empty for none."""
        return next(name for name, button in self.mistakes.items() if button.isChecked())

    def _lay_out(self) -> None:
        column = vertical(self, gap=SPACE)
        column.addWidget(text_label(self.tr("A mistake in the formula"), NAME))
        group = QButtonGroup(self)
        choices = vertical(None, gap=0)
        for button in self.mistakes.values():
            group.addButton(button)
            choices.addWidget(button)
        column.addLayout(choices)
        game = horizontal(None, gap=SPACE)
        game.addWidget(self.hide_one, 1)
        game.addWidget(self.answer, 1)
        column.addLayout(game)
        column.addWidget(
            caption(
                self.tr(
                    "“Hide one” switches on one of the mistakes, or none, without saying which. Find it by the "
                    "pictures, choose it above, and press “Answer”."
                )
            )
        )
        column.addWidget(self.verdict)
        column.addWidget(text_label(self.tr("What is measured"), NAME))
        column.addLayout(self._settings())
        column.addWidget(self.large)
        column.addWidget(self.again)
        column.addStretch(1)

    def _settings(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(SPACE)
        grid.setColumnStretch(0, 1)
        for row, (text, control, hint) in enumerate(
            (
                (self.tr("Hidden &units"), self.units, self.tr("How many of the network's busiest units are kept")),
                (self.tr("Ima&ges"), self.images, self.tr("How many training images the cost is computed on")),
                (self.tr("&Weight decay"), self.decay, self.tr("λ in λ (ΣW1² + ΣW2²), a part of the cost")),
                (self.tr("&Reduction"), self.reduction, self.tr("Whether the images' costs are summed or averaged")),
            )
        ):
            name = label_of(control, text)
            control.setAccessibleName(text.replace("&", ""))
            control.setToolTip(hint)
            grid.addWidget(name, row, 0)
            grid.addWidget(control, row, 1)
        return grid

    def _name(self) -> None:
        for box, most, value in ((self.units, 32, 8), (self.images, 32, 8)):
            box.setRange(1, most)
            box.setValue(value)
            box.setKeyboardTracking(False)
        self.decay.setValue(0.01)
        for text, reduction in ((self.tr("sum"), "sum"), (self.tr("mean"), "mean")):
            self.reduction.addItem(text, reduction)
        self.reduction.setCurrentIndex(self.reduction.findData("mean"))
        self.mistakes[""].setChecked(True)
        for name, button in self.mistakes.items():
            button.setToolTip(mistake_words(name).sign)
        self.hide_one.setToolTip(self.tr("Secretly switch on one of the mistakes, or none: find out which"))
        self.answer.setToolTip(self.tr("Guess the one chosen above, and see whether you are right"))
        self.large.setToolTip(
            self.tr("Add 750 to all logits: the probabilities stay the same, but exp of such numbers overflows")
        )
        self.again.setToolTip(self.tr("Take the network in use as it is now, and measure its gradients"))
