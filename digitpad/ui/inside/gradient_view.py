"""The gradient check laboratory: formula against measurement, and mistakes to switch on or to find."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from digitpad.core.files import Table
from digitpad.core.inspection.gradient_check import MISTAKES, GradientCase, relative_errors
from digitpad.core.network import Gradients, Reduction
from digitpad.ui.inside.gradient_pictures import AGREE, GradientPictures
from digitpad.ui.style.type import NAME, TEXT
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.forms import RateSpinBox, combo_box, whole_box
from digitpad.ui.widgets.labels import caption, check_box, explanation, label_of, push_button, text_label
from digitpad.ui.widgets.layouts import SPRING, SideBySide, Stretched, fill, grid_layout, holder, horizontal, vertical
from digitpad.workspace.background_task import Request, Status
from digitpad.workspace.workspace import Workspace

tr = partial(QCoreApplication.translate, "gradients")

_CHOICES, _PICTURES = 264, 400  # pixels of width at 100 %


class _MistakeWords(NamedTuple):
    """What a mistake is called, and how it shows up."""

    title: str
    sign: str


def _mistake_words(name: str) -> _MistakeWords:
    words = {
        "": _MistakeWords(tr("No mistake"), tr("formula and differences agree up to rounding, everywhere")),
        "forgotten two": _MistakeWords(
            tr("Weight decay without its 2"),
            tr("W1 and W2 are wrong, more where weights are large; the biases are right"),
        ),
        "decayed biases": _MistakeWords(
            tr("The biases decay too"), tr("only b1 and b2 are wrong, and only with weight decay")
        ),
        "mask from the wrong side": _MistakeWords(
            tr("ReLU's mask from the wrong side"),
            tr("W1 and b1 are completely wrong: images that make a unit fire do not change it"),
        ),
        "sum and mean mixed": _MistakeWords(
            tr("Sum and mean mixed up"), tr("everything is too large or too small by the number of images")
        ),
        "softmax without maximum": _MistakeWords(
            tr("Softmax without the maximum"),
            tr("all is right until the logits are large: then exp overflows, and no result is a number"),
        ),
        "transposed product": _MistakeWords(
            tr("W2 reshaped, not transposed"), tr("W1 and b1 are wrong without any pattern; W2 and b2 are right")
        ),
    }
    return words.get(name, _MistakeWords(name, ""))


def _result_sentence(errors: Mapping[str, float], count: int) -> str:
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
        self.mistakes = {name: QRadioButton(_mistake_words(name).title) for name in ("", *MISTAKES)}
        self.mistakes[""].setChecked(True)
        for name, button in self.mistakes.items():
            button.setToolTip(_mistake_words(name).sign)
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
            grid.addWidget(label_of(control, text, hint), row, 0)
            grid.addWidget(control, row, 1)
        fill(column, grid, self.large, self.again, SPRING)


class GradientView(View):
    """Joins the pictures of gradients to the network in use, and plays the game of finding a mistake."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Gradient check"), explanation("gradient-check"))
        self.pictures = GradientPictures()
        self.choices = GradientControls()
        self.unit = whole_box(0, 0, 0)
        self._hidden: str | None = None
        self._found = self._tried = 0
        self._rng = np.random.default_rng()
        self._case: GradientCase | None = None
        self._cases = 0
        self._measured: Gradients | None = None
        self.task = self.new_task()
        self.work = self.add_task(self.task, self.tr("Measuring"))
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        if self._case is None:
            self._begin()
        mistake = self._shown_mistake()
        self.unit.setMaximum(self._case.network.hidden_units - 1 if self._case else 0)
        formula = self._case.gradients(mistake) if self._case else None
        self.pictures.set_gradients(formula, self._measured, self.unit.value())
        worst = self.pictures.worst_errors
        self.headline.setText(_result_sentence(worst, self._numbers()) if worst else self._state())
        self.choices.answer.setEnabled(self._hidden is not None)

    def table(self) -> Table:
        if self._case is None or self._measured is None:
            return {}
        formula, measured = self._case.gradients(self._shown_mistake()), self._measured
        names = [name for name in measured._fields for _ in range(getattr(measured, name).size)]
        places = [",".join(map(str, at)) for part in measured for at in np.ndindex(part.shape)]
        a, b = (np.concatenate([part.ravel() for part in gradients]) for gradients in (formula, measured))
        numbers = {"formula": a.tolist(), "measured": b.tolist(), "relative error": relative_errors(a, b).tolist()}
        return {"parameter": names, "place": places, **numbers}

    def _shown_mistake(self) -> str:
        return self.choices.chosen if self._hidden is None else self._hidden

    def _state(self) -> str:
        """What is waited for, as long as nothing is measured."""
        if self.workspace.models.current is None:
            return self.tr("Press Train or open a model to check its gradient.")
        if self._case is None:
            return self.without_data()
        return self.tr("Stopped.") if self.task.status is Status.STOPPED else self.tr("Measuring…")

    def _numbers(self) -> int:
        return sum(part.size for part in self._measured) if self._measured else 0

    def _begin(self) -> None:
        """Measure the network in use on the training images, as soon as there are some."""
        item, datasets = self.workspace.models.current, self.workspace.data.planned()
        if item is None or datasets is None:
            return
        reduction: Reduction = self.choices.reduction.currentData()
        sizes = self.choices.units.value(), self.choices.images.value()
        self._case = GradientCase.of(
            item.model.network,
            datasets.training,
            *sizes,
            self.choices.decay.value(),
            reduction,
            self.choices.large.isChecked(),
        )
        self._cases += 1
        self.task.request(Request(self._cases, None, self._case.measure_task))

    def _measure_anew(self) -> None:
        self.task.request(None)  # else what it delivers before the view is refreshed would be of other sizes
        self._case = self._measured = None
        self.invalidate()

    def _on_measured(self, gradients: Gradients) -> None:
        self._measured = gradients
        self.invalidate()

    def _hide(self) -> None:
        """Switch on a mistake, or none, without saying which."""
        self._hidden = str(self._rng.choice(["", *MISTAKES]))
        self.choices.verdict.setText(self.tr("One of them, or none, is switched on. Choose which, then press Answer."))
        self.choices.mistakes[""].setChecked(True)
        self.invalidate()

    def _check_answer(self) -> None:
        """Compare the guess with what was hidden, and say how one could have known."""
        if self._hidden is None:
            return
        hidden, guess = self._hidden, self.choices.chosen
        self._tried += 1
        self._found += hidden == guess
        text = self.tr("Right!") if hidden == guess else self.tr("No.")
        words = _mistake_words(hidden)
        self.choices.verdict.setText(
            self.tr("{verdict} It was “{title}”: {sign}. ({found} of {tried} found)").format(
                verdict=text, title=words.title, sign=words.sign, found=self._found, tried=self._tried
            )
        )
        self._hidden = None
        self.choices.hide_one.setFocus()  # or the focus would go where nobody looks, as Answer is greyed out
        self.choices.mistakes[hidden].setChecked(True)
        self.invalidate()

    def _choose(self) -> None:
        if self._hidden is None:
            self.choices.verdict.setText(_mistake_words(self.choices.chosen).sign)
            self.invalidate()

    def _connect(self) -> None:
        self.invalidate_on(self.workspace.data.changed, self.workspace.models.changed, self.unit.valueChanged)
        for button in self.choices.mistakes.values():
            button.clicked.connect(self._choose)
        self.choices.hide_one.clicked.connect(self._hide)
        self.choices.answer.clicked.connect(self._check_answer)
        for box in (self.choices.units, self.choices.images, self.choices.decay):
            box.valueChanged.connect(self._measure_anew)
        self.choices.reduction.currentIndexChanged.connect(self._measure_anew)
        self.choices.large.toggled.connect(self._measure_anew)
        self.choices.again.clicked.connect(self._measure_anew)
        self.task.finished.connect(self._on_measured)
        self.invalidate_with(self.task)

    def _lay_out(self) -> None:
        hint = self.tr("The hidden unit whose 784 weights are shown as a picture")
        self.add_control(self.tr("W1 of un&it"), self.unit, hint)
        left = holder(vertical(None, self.pictures, self.work, SPRING, gap=SPACE))
        self.body.addWidget(SideBySide(left, self.choices, _CHOICES, _PICTURES))
        self.body.addStretch(1)
