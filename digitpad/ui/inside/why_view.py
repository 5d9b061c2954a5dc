"""Why? The evidence for the answer against a rival, the smallest change that turns it, the nearest training images."""

from functools import partial

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from digitpad.core.drawing.normalise import to_ink_image, to_input
from digitpad.core.files import Table
from digitpad.core.inspection.counterfactual import Counterfactual, counterfactual_task
from digitpad.core.inspection.evidence import Evidence, evidence
from digitpad.core.inspection.neighbours import NearestImages, nearest_images_task
from digitpad.core.network import SIDE, Floats, Network
from digitpad.ui.inside.evidence_panel import ChangePanel, EvidencePanel
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.forms import digit_box
from digitpad.ui.widgets.image_list import SmallPictures
from digitpad.ui.widgets.images import grey
from digitpad.ui.widgets.progress_bar import WorkBar
from digitpad.workspace.background_task import BackgroundTask, Request, Status
from digitpad.workspace.drawing_classifier import DrawingPrediction
from digitpad.workspace.workspace import Workspace

_NEIGHBOURS = 12
_FRAME = (230, 120, 30)
_NEIGHBOURS_EVERY = 1_000  # milliseconds


class WhyView(View):
    """The evidence follows at once; the other two are worked out in the background."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, self.tr("Why?"), self._explained(), parent)
        current = workspace.models.current
        self._network: Network | None = current.model.network if current else None
        self._reading = workspace.classifier.latest
        self._evidence: Evidence | None = None
        self.digit = self._choice(self.tr("Digit"), self.tr("the answer"), self.tr("The digit to find evidence for"))
        self.rival = self._choice(self.tr("Rival"), self.tr("the runner-up"), self.tr("The digit it might be instead"))
        self.evidence = EvidencePanel()
        self.change = ChangePanel()
        self.neighbours = SmallPictures(_NEIGHBOURS, pixel=2)
        self.neighbours.setAccessibleName(self.tr("The most similar training images"))
        self.neighbours.setToolTip(self.tr("The training images that the network finds most like the drawing"))
        self.neighbours_title = QLabel()
        self._has_change = self._has_neighbours = False
        self._stopped = self.tr("Stopped before the end.")
        self._change_task = self.new_task()
        self._change_task.finished.connect(self._show_change)
        self._neighbours_task = self.new_task(_NEIGHBOURS_EVERY)
        self._neighbours_task.finished.connect(self._show_neighbours)
        self.pages = QStackedWidget()
        self._lay_out()
        workspace.classifier.predicted.connect(self._on_predicted)
        workspace.models.in_use.connect(lambda item: self._use(item.model.network))
        workspace.data.changed.connect(self.invalidate)

    def refresh(self) -> None:
        reading, network = self._reading, self._network
        if reading is None or reading.probabilities is None or network is None:
            self.pages.setCurrentIndex(0)
            return
        self.pages.setCurrentIndex(1)
        X = to_input(reading.seen).astype(network.dtype, copy=False)
        digit, rival = self._digits(reading.probabilities)
        self._evidence = evidence(network, X, digit, rival)
        self.evidence.set_evidence(self._evidence, reading.seen, digit, rival)
        answer = int(reading.probabilities.argmax())
        seen = reading.seen.tobytes()
        other = digit if rival == answer else rival
        self._change_task.request(Request((seen, other), network, partial(counterfactual_task, network, X, other)))
        datasets = self.workspace.data.planned()
        if datasets:
            training = datasets.training
            work = partial(nearest_images_task, network, X, training, _NEIGHBOURS)
            self._neighbours_task.request(Request((seen, training), network, work))
        self._show_waiting()

    def table(self) -> Table:
        """A row for each pixel."""
        if self._evidence is None or self._reading is None:
            return {}
        rows, columns = np.divmod(np.arange(SIDE * SIDE), SIDE)
        return {
            "row": rows.tolist(),
            "column": columns.tolist(),
            "ink": self._reading.seen.ravel().tolist(),
            "evidence": self._evidence.pixels.tolist(),
        }

    def _explained(self) -> str:
        return self.tr(
            "<p>A unit with relu that fires passes its sum on; one that does not gives 0. While the same units fire, "
            "the network is therefore linear, and the difference of two logits is a sum over the pixels: "
            "<b>z<sub>4</sub> − z<sub>9</sub> = Σ<sub>p</sub> (x<sub>p</sub> + 1) v<sub>p</sub> + rest</b>, with "
            "<b>v<sub>p</sub> = Σ<sub>j</sub> W1<sub>pj</sub> (W2<sub>j4</sub> − W2<sub>j9</sub>)</b> over the units j "
            "that fire. Paper is −1, so pixels without ink add nothing; the rest comes from the biases. For other "
            "activations, v is the average slope on the way from a blank page to the drawing (integrated "
            "gradients).</p>"
            "<p><i>The smallest change</i> goes straight to where the rival becomes as probable as the answer, again "
            "and again, because other units fire on the way; ink stays between none and full. That so little is "
            "enough is what makes adversarial examples possible.</p>"
            "<p><i>The nearest training images</i> are those whose hidden activations A2 lie nearest to those of the "
            "drawing: what the network finds most alike. A frame marks those whose label is not the answer.</p>"
        )

    def _choice(self, name: str, automatic: str, hint: str) -> QComboBox:
        combo = digit_box(automatic, name, hint)
        combo.activated.connect(self.invalidate)
        return combo

    def _lay_out(self) -> None:
        for text, combo in ((self.tr("Evidence f&or"), self.digit), (self.tr("&rather than"), self.rival)):
            label = QLabel(text)
            label.setBuddy(combo)
            self.controls.addWidget(label)
            self.controls.addWidget(combo)
        nothing = QLabel(self.tr("Draw a digit to see why the network answers as it does."))
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        above = QHBoxLayout()
        above.setSpacing(3 * SPACE)
        above.addWidget(self.evidence, 1)
        right = QVBoxLayout()
        right.setSpacing(SPACE)
        right.addWidget(self.change)
        right.addWidget(self._bar(self._change_task, self.tr("Searching")))
        right.addStretch(1)
        above.addLayout(right)
        heading = QHBoxLayout()
        heading.addWidget(self.neighbours_title)
        heading.addStretch(1)
        heading.addWidget(self._bar(self._neighbours_task, self.tr("Searching")))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(above)
        column.addStretch(1)
        column.addLayout(heading)
        column.addWidget(self.neighbours)
        self.pages.addWidget(nothing)
        self.pages.addWidget(page)
        self.body.addWidget(self.pages)

    def _bar(self, task: BackgroundTask, what: str) -> WorkBar:
        bar = self.add_task(task, what)
        task.changed.connect(self._show_waiting)
        bar.setFixedWidth(44 * SPACE)
        return bar

    def _on_predicted(self, reading: DrawingPrediction) -> None:
        self._reading = reading
        self.invalidate()

    def _use(self, network: Network) -> None:
        self._network = network  # the reading with it comes at the end of the turn

    def _digits(self, P: Floats) -> tuple[int, int]:
        """The digit and its rival, as chosen; a rival that is the digit itself gives way to the most probable other."""
        best, second = (int(each) for each in np.argsort(-P, kind="stable")[:2])
        chosen, rival = self.digit.currentData(), self.rival.currentData()
        digit = best if chosen is None else chosen
        if rival is None or rival == digit:
            rival = best if digit != best else second
        return digit, rival

    def _show_waiting(self) -> None:
        """Say what is going on where nothing is shown yet."""
        if not self._has_change:
            stopped = self._change_task.status is Status.STOPPED
            self.change.set_waiting(self._stopped if stopped else self.tr("Searching for the smallest change…"))
        if not self._has_neighbours:
            self.neighbours_title.setText(self._neighbours_state())

    def _neighbours_state(self) -> str:
        if self._neighbours_task.status is Status.STOPPED:
            return self._stopped
        if self.workspace.data.is_unusable:
            return self.tr("The training images cannot be read.")
        if self._neighbours_task.status is Status.RUNNING:
            return self.tr("Searching for the nearest training images…")
        return self.tr("Reading the training images…")

    def _show_change(self, found: Counterfactual) -> None:
        self._has_change = True
        self.change.set_change(found)

    def _show_neighbours(self, nearest: NearestImages) -> None:
        self._has_neighbours = True
        digit, found, training = nearest.answer, nearest.found, nearest.dataset
        self.neighbours_title.setText(
            self.tr(
                "<b>The nearest of {n} training images</b>, by their hidden activations: label and distance"
            ).format(n=f"{len(training):,}")
        )
        labels = training.y[found.indices]
        pictures = grey(to_ink_image(training.X[found.indices]), 1.0)
        for edge in (np.s_[:, [0, -1]], np.s_[:, :, [0, -1]]):
            framed = pictures[labels != digit]
            framed[edge] = _FRAME
            pictures[labels != digit] = framed
        captions = [f"{label} · {far:.1f}" for label, far in zip(labels, found.distances, strict=True)]
        self.neighbours.set_pictures(pictures, captions)
        self.neighbours.setAccessibleName(
            self.tr("Labels of the nearest training images: {labels}").format(labels=", ".join(map(str, labels)))
        )
