"""The controls of the gradient check, and its words: mistakes, how they show up, and the result in a sentence."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from digitpad.core.inspection.gradient_check import MISTAKES
from digitpad.ui.style.type import NAME, TEXT
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.forms import RateSpinBox, combo_box, whole_box
from digitpad.ui.widgets.labels import caption, check_box, label_of, named, push_button, text_label
from digitpad.ui.widgets.layouts import SPRING, Stretched, fill, grid_layout, horizontal, vertical

tr = partial(QCoreApplication.translate, "gradients")

AGREE = 1e-4  # the largest relative error that is rounding, large logits included


class MistakeWords(NamedTuple):
    """What a mistake is called, and how it shows up."""

    title: str
    sign: str


def mistake_words(name: str) -> MistakeWords:
    words = {
        "": MistakeWords(tr("No mistake"), tr("formula and differences agree up to rounding, everywhere")),
        "forgotten two": MistakeWords(
            tr("Weight decay without its 2"),
            tr("W1 and W2 are wrong, more where weights are large; the biases are right"),
        ),
        "decayed biases": MistakeWords(
            tr("The biases decay too"), tr("only b1 and b2 are wrong, and only with weight decay")
        ),
        "mask from the wrong side": MistakeWords(
            tr("ReLU's mask from the wrong side"),
            tr("W1 and b1 are completely wrong: images that make a unit fire do not change it"),
        ),
        "sum and mean mixed": MistakeWords(
            tr("Sum and mean mixed up"), tr("everything is too large or too small by the number of images")
        ),
        "softmax without maximum": MistakeWords(
            tr("Softmax without the maximum"),
            tr("all is right until the logits are large: then exp overflows, and no result is a number"),
        ),
        "transposed product": MistakeWords(
            tr("W2 reshaped, not transposed"), tr("W1 and b1 are wrong without any pattern; W2 and b2 are right")
        ),
    }
    return words.get(name, MistakeWords(name, ""))


def result_sentence(errors: Mapping[str, float], count: int) -> str:
    """What the largest relative error of each parameter shows; `count` numbers were compared."""
    wrong = [f"d{name}" for name, error in errors.items() if not error < AGREE]
    if not wrong:
        return tr("Formula and measurement agree in all {count} numbers").format(count=f"{count:,}")
    if not all(np.isfinite(error) for error in errors.values()):
        return tr("The formula overflows: {names} are not numbers").format(names=", ".join(wrong))
    largest = max(errors.values())
    if len(wrong) == 1:
        text = tr("{names} is wrong by up to {share}, the others are right")
    elif len(wrong) < len(errors):
        text = tr("{names} are wrong by up to {share}, the others are right")
    else:
        text = tr("All four gradients are wrong, by up to {share}")
    return text.format(names=tr(" and ").join(wrong), share=f"{100 * largest:.0f}\u00a0%")


class GradientControls(QWidget):
    """A column of them; what they do is left to connect."""

    def __init__(self) -> None:
        super().__init__()
        self.mistakes = {name: QRadioButton(mistake_words(name).title) for name in ("", *MISTAKES)}
        self.mistakes[""].setChecked(True)
        for name, button in self.mistakes.items():
            button.setToolTip(mistake_words(name).sign)
        self.hide_one = push_button(
            self.tr("Hide &one"), self.tr("Secretly switch on one of the mistakes, or none: find out which")
        )
        self.answer = push_button(
            self.tr("&Answer"), self.tr("Guess the one chosen above, and see whether you are right")
        )
        self.verdict = text_label("", TEXT)
        self.units, self.images = whole_box(1, 32, 8), whole_box(1, 32, 8)
        self.decay = RateSpinBox(0.0, 10.0)
        self.decay.setValue(0.01)
        self.reduction = combo_box(((self.tr("sum"), "sum"), (self.tr("mean"), "mean")))
        self.reduction.setCurrentIndex(1)
        self.large = check_box(
            self.tr("&Large logits"),
            self.tr("Add 750 to all logits: the probabilities stay the same, but exp of such numbers overflows"),
        )
        self.again = push_button(
            self.tr("&Measure again"), self.tr("Take the network in use as it is now, and measure its gradients")
        )
        self._lay_out()

    @property
    def chosen(self) -> str:
        """The name of the mistake that is chosen, empty for none."""
        return next(name for name, button in self.mistakes.items() if button.isChecked())

    def _lay_out(self) -> None:
        column = vertical(self, text_label(self.tr("A mistake in the formula"), NAME), gap=SPACE)
        group = QButtonGroup(self)
        choices = vertical(None, gap=0)
        for button in self.mistakes.values():
            group.addButton(button)
            choices.addWidget(button)
        column.addLayout(choices)
        column.addLayout(horizontal(None, Stretched(self.hide_one), Stretched(self.answer), gap=SPACE))
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
        grid = grid_layout(None)
        grid.setColumnStretch(0, 1)
        for text, control, hint in (
            (self.tr("Hidden &units"), self.units, self.tr("How many of the network’s busiest units are kept")),
            (self.tr("Ima&ges"), self.images, self.tr("How many training images the cost is computed on")),
            (self.tr("&Weight decay"), self.decay, self.tr("λ in λ (ΣW1² + ΣW2²), a part of the cost")),
            (self.tr("&Reduction"), self.reduction, self.tr("Whether the images’ costs are summed or averaged")),
        ):
            row = grid.rowCount()
            grid.addWidget(label_of(control, text), row, 0)
            grid.addWidget(named(control, text.replace("&", ""), hint), row, 1)
        fill(column, grid, self.large, self.again, SPRING)
