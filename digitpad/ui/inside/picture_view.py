"""The network's picture: what goes from the image through the hidden units that matter to the ten outputs."""

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication

from digitpad.core.dataset import Dataset, class_names
from digitpad.core.derivation.matrix_table import number
from digitpad.core.drawing.normalise import to_ink_image, to_input
from digitpad.core.files import Table
from digitpad.core.inspection.hidden_units import (
    UnitOnImages,
    contributions,
    ink_contributions,
    top_units,
    unit_on_images_task,
)
from digitpad.core.network import CLASSES, Activations, Floats, Network
from digitpad.core.tasks import Task
from digitpad.ui.inside.diagram_layout import Flow, Neuron
from digitpad.ui.inside.network_diagram import NetworkDiagram
from digitpad.ui.inside.smaller_model import SmallerModel
from digitpad.ui.inside.unit_card import STRONGEST, UnitCard, UnitFacts
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.forms import digit_box, name_digits, whole_box
from digitpad.ui.widgets.images import grey
from digitpad.ui.widgets.labels import caption, explanation, per_cent
from digitpad.ui.widgets.layouts import SPRING, SideBySide, Stretched, fill, holder, vertical
from digitpad.ui.widgets.painting import add_for_and_against
from digitpad.workspace.background_task import Request, Status
from digitpad.workspace.drawing.drawing_classifier import DrawingPrediction
from digitpad.workspace.workspace import Workspace

tr = partial(QCoreApplication.translate, "picture_view")

_MOST_UNITS = 60
_USUAL_UNITS = 10
_INTERVAL_MS = 1_000  # between two looks at all images, while the network learns
_COLUMN, _DIAGRAM = 232, 440  # pixels of width at 100 %


class _Seen(NamedTuple):
    """A drawing that was read, by which network, and what was computed on the way."""

    network: Network
    prediction: DrawingPrediction
    X: Floats
    activations: Activations
    digit: int
    answer: int


class PictureView(View):
    """Joins the diagram and its explanations to the drawing, the network in use and the training images."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Picture"), explanation("picture"))
        self.diagram = NetworkDiagram(self.invalidate)
        self._hint = self.tr("Point at a unit to have it explained; a click keeps it. Or use the arrow keys and Enter.")
        self.diagram.setAccessibleName(self.tr("The network"))
        self.diagram.setAccessibleDescription(self._hint)  # no tool tip, which would lie over the units
        self.card = UnitCard(self.tr("What it adds to each answer"), with_images=True)
        self.units = whole_box(1, _MOST_UNITS, _USUAL_UNITS)
        self.digit = digit_box(
            self.tr("the answer"),
            self.tr("Digit"),
            self.tr("The digit the units are chosen for: the network’s answer, or one of your choice"),
        )
        self._seen: _Seen | None = None
        self._training: Dataset | None = None
        self._uses: dict[int, UnitOnImages] = {}  # what each unit did when it was last looked at
        self.task = self.new_task(_INTERVAL_MS)
        self.work = self.add_task(self.task, self.tr("Reading images"))
        self.arithmetic = caption()
        self.smaller = SmallerModel(workspace.models)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        self._seen = seen = self._see()
        self.both.setVisible(seen is not None)
        if seen is None:
            self.headline.say(self.tr("Draw a digit to see what every unit makes of it"))
            return
        name_digits(self.digit, self.workspace.models.classes)
        for each in (self.diagram, self.card.bars):
            each.set_names(self.workspace.models.classes)
        flow = self._flow(seen)
        self.headline.say(*self._sentences(seen, flow))
        self.diagram.set_flow(flow)
        self._explain(seen, self.diagram.current)

    def table(self) -> Table:
        seen = self._seen
        if seen is None:
            return {}
        terms = contributions(seen.network, seen.activations.A2[0])
        order = top_units(seen.network, seen.activations.A2[0], seen.digit, seen.network.hidden_units)
        table: dict[str, Any] = {"unit": order, "b1": seen.network.b1[order]}
        table |= {"A1": seen.activations.A1[0][order], "A2": seen.activations.A2[0][order]}
        return table | {f"adds to {digit}": terms[order, digit] for digit in range(CLASSES)}

    def _connect(self) -> None:
        self.invalidate_on(self.workspace.classifier.predicted, self.workspace.data.changed)
        self.invalidate_on(self.units.valueChanged, self.digit.currentIndexChanged)
        self.task.finished.connect(self._on_used)
        self.invalidate_with(self.task)

    def _see(self) -> _Seen | None:
        """The drawing as the network in use sees it; None without either."""
        item, prediction = self.workspace.models.current, self.workspace.classifier.latest
        if item is None or prediction is None or prediction.probabilities is None:
            return None
        network = item.model.network
        X = to_input(prediction.seen).astype(network.dtype, copy=False)
        activations = network.forward(X)
        answer, chosen = int(activations.Z.argmax()), self.digit.currentData()
        return _Seen(network, prediction, X, activations, answer if chosen is None else int(chosen), answer)

    def _flow(self, seen: _Seen) -> Flow:
        network, A2 = seen.network, seen.activations.A2[0]
        units = top_units(network, A2, seen.digit, self.units.value())
        into_outputs = contributions(network, A2)[units]
        return Flow(
            ink=seen.prediction.seen,
            units=units,
            into_units=ink_contributions(network, seen.X[0], units),
            activations=A2[units],
            into_outputs=into_outputs,
            probabilities=network.predict_proba(seen.X)[0],
            strongest=int(units[into_outputs[:, seen.digit].argmax()]),
            hidden_units=network.hidden_units,
        )

    def _sentences(self, seen: _Seen, flow: Flow) -> tuple[str, str]:
        """What is seen, and the same in fewer words."""
        terms = flow.into_outputs[:, seen.digit]
        against = int(flow.units[terms.argmin()])
        short = ""
        if terms.max() <= 0 <= terms.min():
            text = self.tr("No unit shown speaks for {digit} or against it")
        elif terms.max() <= 0:
            text = self.tr("No unit shown speaks for {digit}, unit {against} speaks most against it")
        elif terms.min() >= 0:
            text = self.tr("Unit {unit} speaks most for {digit}, no unit shown against it")
        else:
            text = self.tr("Unit {unit} speaks most for {digit}, unit {against} most against it")
            short = self.tr("Unit {unit} speaks most for {digit}, unit {against} against")
        digit = self.tr("your {digit}") if seen.digit == seen.answer else "{digit}"
        words = {"unit": flow.strongest, "against": against, "digit": digit.format(digit=self._class(seen.digit))}
        return text.format(**words), short.format(**words)

    def _class(self, digit: int) -> str:
        return self.workspace.models.classes[digit]

    def _explain(self, seen: _Seen, neuron: Neuron | None) -> None:
        if neuron and neuron.layer == "output":
            self._explain_output(seen, neuron.number)
        elif neuron and neuron.number < seen.network.hidden_units:
            self._explain_unit(seen, neuron.number)
        self.diagram.setAccessibleDescription(self.arithmetic.text())

    def _name(self, name: str, arithmetic: str) -> None:
        """Say what is explained, and how its number came about."""
        self.card.set_text(name)
        self.arithmetic.setText(f"{name}: {arithmetic}")

    def _explain_output(self, seen: _Seen, digit: int) -> None:
        Z, b2 = float(seen.activations.Z[0, digit]), float(seen.network.b2[digit])
        text = self.tr("units {sum} + bias {bias} = logit {logit}; softmax over all ten makes it {probability}").format(
            sum=number(Z - b2),
            bias=number(b2),
            logit=number(Z),
            probability=f"{seen.network.predict_proba(seen.X)[0, digit]:.1%}",
        )
        self._name(self.tr("Output {digit}").format(digit=self._class(digit)), text)
        self.card.set_unit(None)

    def _explain_unit(self, seen: _Seen, unit: int) -> None:
        network = seen.network
        A1, A2, b1 = float(seen.activations.A1[0, unit]), float(seen.activations.A2[0, unit]), float(network.b1[unit])
        kept = self.diagram.kept == Neuron("hidden", unit)
        name = self.tr("Unit {unit}, kept") if kept else self.tr("Unit {unit}")
        text = self.tr(
            "weighted sum {sum} + bias {bias} = {A1}; {function} makes it the activation {A2}; it adds "
            "{A2} × {weight} = {term} to the {digit}"
        ).format(
            sum=number(A1 - b1),
            bias=number(b1),
            A1=number(A1),
            function=network.activation,
            A2=number(A2),
            weight=number(network.W2[unit, seen.digit]),
            term=number(A2 * float(network.W2[unit, seen.digit])),
            digit=self._class(seen.digit),
        )
        self._name(name.format(unit=unit), text)
        from_pixels = ink_contributions(network, seen.X[0], np.array([unit]))[:, 0]
        self.card.set_unit(UnitFacts(network.W1[:, unit], A2 * network.W2[unit], from_pixels), seen.digit)
        self._show_use(network, unit)

    def _show_use(self, network: Network, unit: int) -> None:
        """What the unit does on the training images, which is found out in the background."""
        datasets = self.workspace.data.planned()
        training = datasets.training if datasets else None
        if training is not self._training:
            self._training = training
            self._uses.clear()
        if training is None:
            self.card.set_use("", self.without_data())
            return
        X = training.X
        self.task.request(Request((unit, training), network, lambda: _use_task(network, unit, X)))
        use = self._uses.get(unit)
        if use is None:
            stopped = self.task.status is Status.STOPPED
            self.card.set_use("", self.tr("Stopped.") if stopped else self.tr("Looking at the training images…"))
            return
        self.card.set_use(
            self.tr("fires on {share} of images").format(share=per_cent(use.fires)),
            self.tr("Of {count} training images, it answers to these most").format(count=f"{len(training):,}"),
            grey(to_ink_image(training.X[use.strongest]), 1.0),
            [class_names(training.classes)[label] for label in training.y[use.strongest]],
        )

    def _on_used(self, result: tuple[int, UnitOnImages]) -> None:
        unit, use = result
        self._uses[unit] = use
        self.invalidate()

    def _lay_out(self) -> None:
        add_for_and_against(self.controls, self.tr("speaks for"), self.tr("speaks against"))
        self.controls.addStretch()
        hint = self.tr("How many are shown: those that add most to the digit’s logit, or take most from it")
        self.add_control(self.tr("&Units"), self.units, hint)
        self.add_control(self.tr("f&or"), self.digit)
        left = holder(vertical(None, Stretched(self.diagram), self.arithmetic, caption(self._hint), gap=SPACE))
        side = holder(vertical(None, self.card, self.work, SPRING, gap=SPACE))
        self.both = SideBySide(left, side, _COLUMN, _DIAGRAM)
        fill(self.body, self.smaller, Stretched(self.both), Stretched(None, 0))


def _use_task(network: Network, unit: int, X: Floats) -> Task[tuple[int, UnitOnImages]]:
    return unit, (yield from unit_on_images_task(network, unit, X, STRONGEST))
