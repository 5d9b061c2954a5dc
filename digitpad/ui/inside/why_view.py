"""Why? The evidence for the answer against a rival, the smallest change that turns it, the nearest training images."""

from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from digitpad.core.dataset import class_names
from digitpad.core.drawing.normalise import to_ink_image, to_input
from digitpad.core.files import Table
from digitpad.core.inspection.counterfactual import Counterfactual, counterfactual_task
from digitpad.core.inspection.evidence import Evidence, evidence
from digitpad.core.inspection.hidden_units import NearestImages, nearest_images_task
from digitpad.core.network import SIDE, Floats
from digitpad.ui.inside.change_panel import ChangePanel
from digitpad.ui.inside.evidence_panel import EvidencePicture, EvidenceSums, evidence_sentence
from digitpad.ui.style.type import NAME
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.forms import digit_box, name_digits
from digitpad.ui.widgets.images import Thumbnails, grey
from digitpad.ui.widgets.labels import text_label
from digitpad.ui.widgets.layouts import SideBySide, vertical
from digitpad.ui.widgets.legends import add_for_and_against
from digitpad.workspace.background_task import BackgroundTask, Request, Status
from digitpad.workspace.drawing.drawing_classifier import DrawingPrediction
from digitpad.workspace.workspace import Workspace

tr = partial(QCoreApplication.translate, "why_view")

_NEIGHBOURS = 10
_NEIGHBOUR = 56  # pixels at 100 %
_NEIGHBOURS_EVERY = 1_000  # milliseconds
_PICTURE, _SUMS = 304, 372  # pixels of width at 100 %


class WhyView(View):
    """The evidence follows at once; the other two are worked out in the background."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Why?"), _explanation())
        self._prediction: DrawingPrediction | None = None  # the one that is shown
        self._evidence: Evidence | None = None
        self.digit = self._choice(self.tr("Digit"), self.tr("the answer"), self.tr("The digit to find evidence for"))
        self.rival = self._choice(self.tr("Rival"), self.tr("the runner-up"), self.tr("The digit it might be instead"))
        self.evidence = EvidencePicture()
        self.sums = EvidenceSums()
        self.change = ChangePanel()
        self.neighbours = Thumbnails(_NEIGHBOUR, _NEIGHBOURS)
        self.neighbours.setAccessibleName(self.tr("The most similar training images"))
        self.neighbours.setToolTip(
            self.tr("The training images that the network finds most like the drawing; labels that differ are bold")
        )
        self.neighbours_title = text_label("", NAME)
        self._has_change = self._has_neighbours = False
        self._stopped = self.tr("Stopped before the end.")
        self._change_task = self.new_task()
        self._change_task.finished.connect(self._show_change)
        self._neighbours_task = self.new_task(_NEIGHBOURS_EVERY)
        self._neighbours_task.finished.connect(self._show_neighbours)
        self._lay_out()
        workspace.classifier.predicted.connect(self.invalidate)
        workspace.data.changed.connect(self.invalidate)

    def refresh(self) -> None:
        item = self.workspace.models.current
        self._prediction = prediction = self.workspace.classifier.latest
        if prediction is None or prediction.probabilities is None or item is None:
            self.page.hide()
            self.headline.setText(self.tr("Draw a digit to see why the network answers as it does"))
            return
        self.page.show()
        network = item.model.network
        X = to_input(prediction.seen).astype(network.dtype, copy=False)
        digit, rival = self._digits(prediction.probabilities)
        self._evidence = found = evidence(network, X, digit, rival)
        names = self.workspace.models.classes
        named = names[digit], names[rival]
        self.headline.setText(evidence_sentence(found.pixels, prediction.seen, *named))
        self.evidence.set_evidence(found, prediction.seen)
        self.sums.set_evidence(found, *named)
        for word, each in zip(self.words, named, strict=True):
            word.setText(self.tr("speaks for {digit}").format(digit=each))
        answer = int(prediction.probabilities.argmax())
        seen = prediction.seen.tobytes()
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
        if self._evidence is None or self._prediction is None:
            return {}
        rows, columns = np.divmod(np.arange(SIDE * SIDE), SIDE)
        return {
            "row": rows.tolist(),
            "column": columns.tolist(),
            "ink": self._prediction.seen.ravel().tolist(),
            "evidence": self._evidence.pixels.tolist(),
        }

    def _choice(self, name: str, automatic: str, hint: str) -> QComboBox:
        combo = digit_box(automatic, name, hint)
        combo.activated.connect(self.invalidate)
        return combo

    def _lay_out(self) -> None:
        for text, combo in ((self.tr("Evidence f&or"), self.digit), (self.tr("&rather than"), self.rival)):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            self.add_control(text, combo)
        self.controls.addStretch()
        self.words = add_for_and_against(self.controls, "", "")
        right = QWidget()
        column = _column(right)
        column.addWidget(self.sums)
        column.addSpacing(SPACE)
        column.addWidget(self.change)
        column.addWidget(self._bar(self._change_task, self.tr("Searching for the smallest change")))
        column.addStretch(1)
        self.page = QWidget()
        column = _column(self.page)
        column.addWidget(SideBySide(self.evidence, right, _SUMS, _PICTURE, line=False, grows=True))
        column.addSpacing(SPACE)
        column.addWidget(self.neighbours_title)
        column.addWidget(self.neighbours)
        column.addWidget(self._bar(self._neighbours_task, self.tr("Searching the training images")))
        self.body.addWidget(self.page)
        self.body.addStretch(1)

    def _bar(self, task: BackgroundTask, what: str) -> QWidget:
        bar = self.add_task(task, what)
        task.changed.connect(self._show_waiting)
        return bar

    def _digits(self, P: Floats) -> tuple[int, int]:
        """The digit and its rival, as chosen; a rival that is the digit itself gives way to the most probable other."""
        best, second = (int(each) for each in np.argsort(-P, kind="stable")[:2])
        chosen, rival = self.digit.currentData(), self.rival.currentData()
        digit = best if chosen is None else chosen
        other = best if digit != best else second
        names = self.workspace.models.classes
        for combo, text, each in (
            (self.digit, self.tr("{digit}, the answer"), best),
            (self.rival, self.tr("{digit}, the runner-up"), other),
        ):
            name_digits(combo, names)
            combo.setItemText(0, text.format(digit=names[each]))
        return digit, other if rival is None or rival == digit else rival

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
        self.change.set_change(found, self.workspace.models.classes)

    def _show_neighbours(self, nearest: NearestImages) -> None:
        self._has_neighbours = True
        digit, indices, training = nearest.answer, nearest.indices, nearest.dataset
        self.neighbours_title.setText(
            self.tr("Its nearest relatives among {n} training images").format(n=f"{len(training):,}")
        )
        labels = training.y[indices].tolist()
        pictures = grey(to_ink_image(training.X[indices]), 1.0)
        names = class_names(training.classes)
        named = [names[label] for label in labels]
        self.neighbours.set_pictures(pictures, named, [label != digit for label in labels])
        self.neighbours.setAccessibleDescription(
            self.tr("Labels of the nearest training images: {labels}").format(labels=", ".join(named))
        )


def _column(widget: QWidget) -> QVBoxLayout:
    return vertical(widget, gap=SPACE)


def _explanation() -> str:
    return tr(
        "<p>A unit with relu that fires passes its sum on; one that does not gives 0. While the same units fire, "
        "the network is therefore linear, and the difference of two logits is a sum over the pixels: "
        "<b>z<sub>4</sub> − z<sub>9</sub> = Σ<sub>p</sub> (x<sub>p</sub> + 1) v<sub>p</sub> + rest</b>, with "
        "<b>v<sub>p</sub> = Σ<sub>j</sub> W1<sub>pj</sub> (W2<sub>j4</sub> − W2<sub>j9</sub>)</b> over the units j "
        "that fire. Paper is −1, so pixels without ink add nothing; the rest comes from the biases. For other "
        "activations, v is the average slope on the way from a blank page to the drawing (integrated "
        "gradients).</p>"
        "<p>The sentence above adds the evidence up in nine parts of the drawing, and names the strongest.</p>"
        "<p><i>The smallest change</i> goes straight to where the rival becomes as probable as the answer, again "
        "and again, because other units fire on the way; ink stays between none and full. That so little is "
        "enough is what makes adversarial examples possible.</p>"
        "<p><i>The nearest training images</i> are those whose hidden activations A2 lie nearest to those of the "
        "drawing: what the network finds most alike. Labels that are not the answer are bold.</p>"
    )
