"""The gradient check laboratory: formula against measurement, and mistakes to switch on or to find."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from digitpad.core.files import Table
from digitpad.core.inspection.gradient_check import GradientCase, relative_errors
from digitpad.core.inspection.gradient_mistakes import MISTAKES
from digitpad.core.network import Gradients, Reduction
from digitpad.ui.inside.gradient_pictures import GradientPictures
from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.view import View
from digitpad.ui.widgets.forms import RateSpinBox
from digitpad.workspace.background_task import Request, Status
from digitpad.workspace.workspace import Workspace

translate = QCoreApplication.translate


class MistakeWords(NamedTuple):
    """What a mistake is called, and how it shows up."""

    title: str
    sign: str


def mistake_words(name: str) -> MistakeWords:
    words = {
        "": MistakeWords(
            translate("gradients", "No mistake"),
            translate("gradients", "formula and differences agree up to rounding, everywhere"),
        ),
        "forgotten two": MistakeWords(
            translate("gradients", "The 2 in the weight decay forgotten"),
            translate("gradients", "W1 and W2 are wrong, more where weights are large; the biases are right"),
        ),
        "decayed biases": MistakeWords(
            translate("gradients", "The biases decay too"),
            translate("gradients", "only b1 and b2 are wrong, and only with weight decay"),
        ),
        "mask from the wrong side": MistakeWords(
            translate("gradients", "ReLU's mask from the wrong side"),
            translate("gradients", "W1 and b1 are completely wrong: images that make a unit fire do not change it"),
        ),
        "sum and mean mixed": MistakeWords(
            translate("gradients", "Sum and mean mixed up"),
            translate("gradients", "everything is too large or too small by the number of images"),
        ),
        "softmax without maximum": MistakeWords(
            translate("gradients", "Softmax without the maximum"),
            translate(
                "gradients", "all is right until the logits are large: then exp overflows, and no result is a number"
            ),
        ),
        "transposed product": MistakeWords(
            translate("gradients", "W2 reshaped, not transposed"),
            translate("gradients", "W1 and b1 are wrong without any pattern; W2 and b2 are right"),
        ),
    }
    return words.get(name, MistakeWords(name, ""))


def explanation() -> str:
    return translate(
        "gradients",
        "<p>A gradient says how the cost changes with one parameter w. So it can be measured: change w slightly in "
        "both directions, compute the cost twice, and divide.</p>"
        "<p><i>dw ≈ (cost(w + ε) − cost(w − ε)) / 2ε, &nbsp; ε = 10<sup>−5</sup></i></p>"
        "<p>What the formula gives must agree with that up to rounding: a relative error <i>|a − b| / max(|a|, |b|, "
        "10<sup>−3</sup>)</i> of less than about 10<sup>−6</sup>. Here every parameter of a small network is "
        "measured: the busiest hidden units of the network in use, in double precision, on a few training images. "
        "Switch a mistake on to see how it shows up, or have one hidden and find it. In the right column black is "
        "agreement, white is an error as large as the number itself.</p>",
    )


_WIDTH = 256


class GradientView(View):
    """Joins the pictures of gradients to the network in use, and plays the game of finding a mistake."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, self.tr("Gradient check"), explanation(), parent)
        self.pictures = GradientPictures()
        self.mistakes = {name: QRadioButton(mistake_words(name).title) for name in ("", *MISTAKES)}
        self.hide_one = QPushButton(self.tr("Hide &one"))
        self.answer = QPushButton(self.tr("&Answer"))
        self.verdict = QLabel()
        self.units, self.images, self.unit = QSpinBox(), QSpinBox(), QSpinBox()
        self.decay, self.reduction = RateSpinBox(0.0, 10.0), QComboBox()
        self.large = QCheckBox(self.tr("&Large logits"))
        self.again = QPushButton(self.tr("&Measure again"))
        self._hidden: str | None = None
        self._found = self._tried = 0
        self._rng = np.random.default_rng()
        self._case: GradientCase | None = None
        self._cases = 0
        self._measured: Gradients | None = None
        self.task = self.new_task()
        self.work = self.add_task(self.task, self.tr("Measuring"))
        self._name_controls()
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        if self._case is None:
            self._begin()
        mistake = self._shown_mistake()
        self.unit.setMaximum(self._case.network.hidden_units - 1 if self._case else 0)
        formula = self._case.gradients(mistake) if self._case else None
        self.pictures.set_gradients(formula, self._measured, self.unit.value(), self._state())
        self.answer.setEnabled(self._hidden is not None)

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
        return self._chosen() if self._hidden is None else self._hidden

    def _chosen(self) -> str:
        return next(name for name, button in self.mistakes.items() if button.isChecked())

    def _state(self) -> str:
        """What is waited for, as long as nothing is measured."""
        if self.workspace.models.current is None:
            return self.tr("Press Train or open a model to check its gradient.")
        if self._case is None:
            unusable = self.workspace.data.is_unusable
            return self.tr("The data cannot be read.") if unusable else self.tr("Reading the training images…")
        return self.tr("Stopped.") if self.task.status is Status.STOPPED else self.tr("Measuring…")

    def _begin(self) -> None:
        """Measure the network in use on the training images, as soon as there are some."""
        item, datasets = self.workspace.models.current, self.workspace.data.planned()
        if item is None or datasets is None:
            return
        reduction: Reduction = self.reduction.currentData()
        sizes = self.units.value(), self.images.value()
        self._case = GradientCase.of(
            item.model.network, datasets.training, *sizes, self.decay.value(), reduction, self.large.isChecked()
        )
        self._cases += 1
        self.task.request(Request(self._cases, None, self._case.measure_task))

    def _measure_anew(self) -> None:
        self._case = self._measured = None
        self.invalidate()

    @Slot(object)
    def _on_measured(self, gradients: Gradients) -> None:
        self._measured = gradients
        self.invalidate()

    def _on_task_changed(self) -> None:
        if self.task.status is not Status.RUNNING or not self.task.progress.done:  # it has begun, or ended
            self.invalidate()

    def _hide(self) -> None:
        """Switch on a mistake, or none, without saying which."""
        self._hidden = str(self._rng.choice(["", *MISTAKES]))
        self.verdict.setText(self.tr("One of them, or none, is switched on. Choose which, then press Answer."))
        self.mistakes[""].setChecked(True)
        self.invalidate()

    def _check_answer(self) -> None:
        """Compare the guess with what was hidden, and say how one could have known."""
        if self._hidden is None:
            return
        hidden, guess = self._hidden, self._chosen()
        self._tried += 1
        self._found += hidden == guess
        text = self.tr("Right!") if hidden == guess else self.tr("No.")
        words = mistake_words(hidden)
        self.verdict.setText(
            self.tr("{verdict} It was “{title}”: {sign}. ({found} of {tried} found)").format(
                verdict=text, title=words.title, sign=words.sign, found=self._found, tried=self._tried
            )
        )
        self._hidden = None
        self.hide_one.setFocus()  # or the focus would go where nobody looks, as Answer is greyed out
        self.mistakes[hidden].setChecked(True)
        self.invalidate()

    def _choose(self) -> None:
        if self._hidden is None:
            self.verdict.setText(mistake_words(self._chosen()).sign)
            self.invalidate()

    def _connect(self) -> None:
        self.workspace.data.changed.connect(self.invalidate)
        self.workspace.models.changed.connect(self.invalidate)
        for button in self.mistakes.values():
            button.clicked.connect(self._choose)
        self.hide_one.clicked.connect(self._hide)
        self.answer.clicked.connect(self._check_answer)
        self.unit.valueChanged.connect(self.invalidate)
        for box in (self.units, self.images, self.decay):
            box.valueChanged.connect(self._measure_anew)
        self.reduction.currentIndexChanged.connect(self._measure_anew)
        self.large.toggled.connect(self._measure_anew)
        self.again.clicked.connect(self._measure_anew)
        self.task.finished.connect(self._on_measured)
        self.task.changed.connect(self._on_task_changed)

    def _lay_out(self) -> None:
        self.verdict.setWordWrap(True)
        self.verdict.setMinimumHeight(5 * self.verdict.fontMetrics().lineSpacing())
        left = QVBoxLayout()
        left.setSpacing(SPACE // 2)
        group = QButtonGroup(self)
        for button in self.mistakes.values():
            group.addButton(button)
            left.addWidget(button)
        game = QHBoxLayout()
        game.addWidget(self.hide_one)
        game.addWidget(self.answer)
        left.addSpacing(SPACE)
        left.addLayout(game)
        left.addWidget(self.verdict)
        left.addLayout(self._settings())
        left.addWidget(self.large)
        left.addWidget(self.again)
        left.addStretch(1)
        left.addWidget(self.work)
        side = QWidget()
        side.setFixedWidth(_WIDTH)
        left.setContentsMargins(0, 0, 0, 0)
        side.setLayout(left)
        both = QHBoxLayout()
        both.setSpacing(2 * SPACE)
        both.addWidget(side)
        both.addWidget(self.pictures, 1)
        self.body.addLayout(both, 1)

    def _settings(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(SPACE // 2)
        for row, (text, control, hint) in enumerate(
            (
                (self.tr("Hidden &units"), self.units, self.tr("How many of the network's busiest units are kept")),
                (self.tr("Ima&ges"), self.images, self.tr("How many training images the cost is computed on")),
                (self.tr("&Weight decay"), self.decay, self.tr("λ in λ (ΣW1² + ΣW2²), a part of the cost")),
                (self.tr("&Reduction"), self.reduction, self.tr("Whether the images' costs are summed or averaged")),
            )
        ):
            name = QLabel(text)
            name.setBuddy(control)
            control.setAccessibleName(text.replace("&", ""))
            control.setToolTip(hint)
            grid.addWidget(name, row, 0)
            grid.addWidget(control, row, 1)
        return grid

    def _name_controls(self) -> None:
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
            button.setFont(scaled(button.font(), 1.0))
        self.hide_one.setToolTip(self.tr("Secretly switch on one of the mistakes, or none: find out which"))
        self.answer.setToolTip(self.tr("Guess the one chosen above, and see whether you are right"))
        self.large.setToolTip(
            self.tr("Add 750 to all logits: the probabilities stay the same, but exp of such numbers overflows")
        )
        self.again.setToolTip(self.tr("Take the network in use as it is now, and measure its gradients"))
        label = QLabel(self.tr("W1 of un&it"))
        label.setBuddy(self.unit)
        self.unit.setAccessibleName(self.tr("Unit"))
        self.unit.setToolTip(self.tr("The hidden unit whose 784 weights are shown as a picture"))
        self.controls.addWidget(label)
        self.controls.addWidget(self.unit)
