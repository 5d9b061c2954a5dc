"""The gradient check laboratory: formula against measurement, and mistakes to switch on or to find."""

import numpy as np
from PySide6.QtCore import Slot

from digitpad.core.files import Table
from digitpad.core.inspection.gradient_check import MISTAKES, GradientCase, relative_errors
from digitpad.core.network import Gradients, Reduction
from digitpad.ui.inside.gradient_controls import GradientControls, mistake_words, result_sentence
from digitpad.ui.inside.gradient_pictures import GradientPictures
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.forms import whole_box
from digitpad.ui.widgets.labels import explanation
from digitpad.ui.widgets.layouts import SPRING, SideBySide, holder, vertical
from digitpad.workspace.background_task import Request, Status
from digitpad.workspace.workspace import Workspace

_CHOICES, _PICTURES = 264, 400  # pixels of width at 100 %


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
        self.headline.setText(result_sentence(worst, self._numbers()) if worst else self._state())
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

    @Slot(object)
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
        words = mistake_words(hidden)
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
            self.choices.verdict.setText(mistake_words(self.choices.chosen).sign)
            self.invalidate()

    def _connect(self) -> None:
        self.invalidate_on(self.workspace.data.changed, self.workspace.models.changed)
        for button in self.choices.mistakes.values():
            button.clicked.connect(self._choose)
        self.choices.hide_one.clicked.connect(self._hide)
        self.choices.answer.clicked.connect(self._check_answer)
        self.unit.valueChanged.connect(self.invalidate)
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
