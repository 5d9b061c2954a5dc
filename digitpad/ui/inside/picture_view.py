"""The network's picture: what goes from the image through the hidden units that matter to the ten outputs."""

from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from digitpad.core.dataset import Dataset
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
from digitpad.ui.inside.network_diagram import Flow, NetworkDiagram, Neuron
from digitpad.ui.inside.unit_card import STRONGEST, UnitCard, UnitFacts
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.images import grey
from digitpad.workspace.background_task import Request, Status
from digitpad.workspace.drawing_classifier import DrawingPrediction
from digitpad.workspace.workspace import Workspace

_MOST_UNITS = 60
_INTERVAL_MS = 1_000  # between two looks at all images, while the network learns


class _Seen(NamedTuple):
    """A drawing that was read, by which network, and what was computed on the way."""

    network: Network
    reading: DrawingPrediction
    X: Floats
    activations: Activations
    digit: int


class PictureView(View):
    """Joins the diagram and its explanations to the drawing, the network in use and the training images."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, self.tr("Picture"), self._text(), parent)
        self.diagram = NetworkDiagram()
        self._hint = self.tr(
            "Point at a unit, or go to it with the arrow keys, to have it explained; click, or Enter, keeps it."
        )
        self.diagram.setAccessibleName(self.tr("The network"))
        self.diagram.setAccessibleDescription(self._hint)  # no tool tip, which would lie over the units
        self.card = UnitCard()
        self.units = QSpinBox()
        self.units.setRange(1, _MOST_UNITS)
        self.units.setValue(32)
        self.digit = QComboBox()
        self._name_controls()
        self._reading: DrawingPrediction | None = None
        self._seen: _Seen | None = None
        self._training: Dataset | None = None
        self._uses: dict[int, UnitOnImages] = {}  # what each unit did when it was last looked at
        self.task = self.new_task(_INTERVAL_MS)
        self.work = self.add_task(self.task, self.tr("Reading images"))
        right = QVBoxLayout()
        right.addWidget(self.card, 1)
        right.addWidget(self.work)
        both = QHBoxLayout()
        both.setSpacing(2 * SPACE)
        both.addWidget(self.diagram, 1)
        both.addLayout(right)
        self.body.addLayout(both, 1)
        self._connect()

    def refresh(self) -> None:
        self._seen = self._see()
        seen = self._seen
        if seen is None:
            self.diagram.set_flow(None, self.tr("Draw a digit to see what every unit makes of it."))
            self.card.set_text("", "")
            self.card.set_unit(None)
            self.card.set_use("")
            return
        self.diagram.set_flow(self._flow(seen))
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
        self.workspace.classifier.predicted.connect(self._on_predicted)
        self.workspace.data.changed.connect(self.invalidate)
        self.diagram.pointed.connect(self.invalidate)
        self.diagram.kept.connect(self.invalidate)
        self.units.valueChanged.connect(self.invalidate)
        self.digit.currentIndexChanged.connect(self.invalidate)
        self.task.finished.connect(self._on_used)
        self.task.changed.connect(self._on_task_changed)

    @Slot(DrawingPrediction)
    def _on_predicted(self, reading: DrawingPrediction) -> None:
        self._reading = reading
        self.invalidate()

    def _see(self) -> _Seen | None:
        """The drawing as the network in use sees it; None without either."""
        item, reading = self.workspace.models.current, self._reading
        if item is None or reading is None or reading.probabilities is None:
            return None
        network = item.model.network
        X = to_input(reading.seen).astype(network.dtype, copy=False)
        activations = network.forward(X)
        chosen = self.digit.currentData()
        digit = int(activations.Z.argmax()) if chosen is None else int(chosen)
        return _Seen(network, reading, X, activations, digit)

    def _flow(self, seen: _Seen) -> Flow:
        network, A2 = seen.network, seen.activations.A2[0]
        units = top_units(network, A2, seen.digit, self.units.value())
        probabilities = network.predict_proba(seen.X)[0]
        into_outputs = contributions(network, A2)[units]
        into_units = ink_contributions(network, seen.X[0], units)
        return Flow(seen.reading.seen, units, into_units, A2[units], into_outputs, probabilities)

    def _explain(self, seen: _Seen, neuron: Neuron | None) -> None:
        if neuron is None:
            self.card.set_text(
                self.tr("The {units} hidden units that matter most for the {digit}").format(
                    units=min(self.units.value(), seen.network.hidden_units), digit=seen.digit
                ),
                self.tr("Brighter is more active. Orange lines raise what they lead to, blue ones lower it."),
            )
        if neuron is None or neuron.layer == "output":
            self.card.set_unit(None)
            self.card.set_use(self._hint)
        if neuron and neuron.layer == "output":
            self._explain_output(seen, neuron.number)
        elif neuron and neuron.number < seen.network.hidden_units:
            self._explain_unit(seen, neuron.number)
        self.diagram.setAccessibleDescription(f"{self.card.title.text()} {self.card.arithmetic.text()}")

    def _explain_output(self, seen: _Seen, digit: int) -> None:
        Z, b2 = float(seen.activations.Z[0, digit]), float(seen.network.b2[digit])
        text = self.tr("units {sum} + bias {bias} = logit {logit}<br>softmax over all ten: {probability}").format(
            sum=f"{Z - b2:.3f}",
            bias=f"{b2:.3f}",
            logit=f"{Z:.3f}",
            probability=f"{seen.network.predict_proba(seen.X)[0, digit]:.1%}",
        )
        self.card.set_text(self.tr("Output {digit}").format(digit=digit), text)

    def _explain_unit(self, seen: _Seen, unit: int) -> None:
        network = seen.network
        A1, A2, b1 = float(seen.activations.A1[0, unit]), float(seen.activations.A2[0, unit]), float(network.b1[unit])
        kept = self.diagram.kept_neuron == Neuron("hidden", unit)
        title = self.tr("Hidden unit {unit}, kept") if kept else self.tr("Hidden unit {unit}")
        text = self.tr(
            "weighted sum {sum} + bias {bias} = {A1}<br>{function} makes it the activation {A2}<br>"
            "adds {A2} × {weight} = {term} to the {digit}"
        ).format(
            sum=f"{A1 - b1:.3f}",
            bias=f"{b1:.3f}",
            A1=f"{A1:.3f}",
            function=network.activation,
            A2=f"{A2:.3f}",
            weight=f"{network.W2[unit, seen.digit]:.3f}",
            term=f"{A2 * float(network.W2[unit, seen.digit]):.3f}",
            digit=seen.digit,
        )
        self.card.set_text(title.format(unit=unit), text)
        from_pixels = ink_contributions(network, seen.X[0], np.array([unit]))[:, 0]
        largest = float(np.abs(network.W2).max())
        self.card.set_unit(UnitFacts(network.W1[:, unit], from_pixels, network.W2[unit], largest), seen.digit)
        self._show_use(network, unit)

    def _show_use(self, network: Network, unit: int) -> None:
        """What the unit does on the training images, which is found out in the background."""
        datasets = self.workspace.data.planned()
        training = datasets.training if datasets else None
        if training is not self._training:
            self._training = training
            self._uses.clear()
        if training is None:
            unusable = self.workspace.data.is_unusable
            self.card.set_use(
                self.tr("The data cannot be read.") if unusable else self.tr("Reading the training images…")
            )
            return
        X = training.X
        self.task.request(Request((unit, training), network, lambda: _use_task(network, unit, X)))
        use = self._uses.get(unit)
        if use is None:
            stopped = self.task.status is Status.STOPPED
            self.card.set_use(self.tr("Stopped.") if stopped else self.tr("Looking at the training images…"))
            return
        text = self.tr("fires on {share} of {count} training images, most strongly on:").format(
            share=f"{use.fires:.1%}", count=f"{len(training):,}"
        )
        ink = to_ink_image(training.X[use.strongest])
        self.card.set_use(text, grey(ink, 1.0), [str(label) for label in training.y[use.strongest]])

    @Slot(object)
    def _on_used(self, result: tuple[int, UnitOnImages]) -> None:
        unit, use = result
        self._uses[unit] = use
        self.invalidate()

    def _on_task_changed(self) -> None:
        if self.task.status is not Status.RUNNING or not self.task.progress.done:  # it has begun, or ended
            self.invalidate()

    def _name_controls(self) -> None:
        for label, control, hint in (
            (
                self.tr("Hidden &units"),
                self.units,
                self.tr("How many are shown: those that add most to the digit's logit, or take most from it"),
            ),
            (
                self.tr("that matter f&or"),
                self.digit,
                self.tr("The digit the units are chosen for: the network's answer, or one of your choice"),
            ),
        ):
            name = QLabel(label)
            name.setBuddy(control)
            control.setAccessibleName(label.replace("&", ""))
            control.setToolTip(hint)
            self.controls.addWidget(name)
            self.controls.addWidget(control)
        self.digit.addItem(self.tr("the answer"), None)
        for digit in range(CLASSES):
            self.digit.addItem(str(digit), digit)

    def _text(self) -> str:
        return self.tr(
            "<p>Left is the image, in the middle are the hidden units that matter most for the answer, right the ten "
            "outputs. Each hidden unit multiplies every pixel with a weight of its own, adds the products and a bias, "
            "and passes on what is above zero (if its activation is ReLU). Each output does the same with the hidden "
            "units, and softmax turns the ten sums into probabilities.</p>"
            "<p><i>A1<sub>j</sub> = Σ<sub>p</sub> X<sub>p</sub> W1<sub>pj</sub> + b1<sub>j</sub>, A2<sub>j</sub> = "
            "relu(A1<sub>j</sub>), Z<sub>k</sub> = Σ<sub>j</sub> A2<sub>j</sub> W2<sub>jk</sub> + "
            "b2<sub>k</sub></i></p>"
            "<p>Brightness is activation. A line to an output is one term A2<sub>j</sub> W2<sub>jk</sub>; a line to a "
            "unit is what one pixel's ink adds to its sum, compared with a blank page. Orange raises, blue lowers, "
            "and of both only the strongest are drawn. The units shown have the largest |A2<sub>j</sub> "
            "W2<sub>jk</sub>| for the digit k. “Fires” means that A1 is above zero.</p>"
        )


def _use_task(network: Network, unit: int, X: Floats) -> Task[tuple[int, UnitOnImages]]:
    return unit, (yield from unit_on_images_task(network, unit, X, STRONGEST))
