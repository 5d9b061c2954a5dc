"""Why? The evidence for the answer against a rival, the smallest change that turns it, the nearest training images."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from digitpad.core.dataset import class_names
from digitpad.core.drawing.normalise import to_ink_image, to_input
from digitpad.core.files import Table
from digitpad.core.inspection.evidence import Counterfactual, Evidence, counterfactual_task, evidence
from digitpad.core.inspection.hidden_units import NearestImages, nearest_images_task
from digitpad.core.network import SIDE, Floats
from digitpad.ui.inside.evidence_panel import EvidencePicture, EvidenceSums, evidence_sentence
from digitpad.ui.style.type import FIGURE, NAME, TITLE, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.forms import digit_box, name_digits
from digitpad.ui.widgets.images import Thumbnails, grey, signed_colours
from digitpad.ui.widgets.labels import caption, explanation, named, per_cent, text_label
from digitpad.ui.widgets.layouts import SPRING, SideBySide, grid_layout, holder, vertical
from digitpad.ui.widgets.painting import add_for_and_against
from digitpad.ui.widgets.pixel_map import PixelMap
from digitpad.workspace.background_task import BackgroundTask, Request, Status
from digitpad.workspace.drawing.drawing_classifier import DrawingPrediction
from digitpad.workspace.workspace import Workspace

tr = partial(QCoreApplication.translate, "why_view")

_NEIGHBOURS = 10
_NEIGHBOUR = 56  # pixels at 100 %
_NEIGHBOURS_EVERY = 1_000  # milliseconds
_PICTURE, _SUMS, _CHANGE = 304, 372, 92  # pixels of width at 100 %


class ChangePanel(QWidget):
    """Three pictures as a sum, with captions; in their place is kept until there is a change to show."""

    def __init__(self) -> None:
        super().__init__()
        self.title = text_label("", NAME)
        self.drawn, self.change, self.changed = (PixelMap(_CHANGE) for _ in range(3))
        self.captions = [QLabel() for _ in range(3)]
        self.text = caption()
        self._pictures = QWidget()
        policy = self._pictures.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._pictures.setSizePolicy(policy)
        self._pictures.hide()
        grid = grid_layout(self._pictures, SPACE, SPACE // 2)
        names = (self.tr("What the network sees"), self.tr("Ink added and removed"), self.tr("The changed drawing"))
        for number, (picture, name) in enumerate(zip((self.drawn, self.change, self.changed), names, strict=True)):
            named(picture, name, name)
            words = self.captions[number]
            set_role(words, FIGURE)
            grid.addWidget(picture, 0, 2 * number)
            grid.addWidget(words, 1, 2 * number, Qt.AlignmentFlag.AlignHCenter)
        for number, text in enumerate("+="):
            sign = QLabel(text)
            set_role(sign, TITLE)
            sign.setProperty("quiet", True)
            grid.addWidget(sign, 0, 2 * number + 1)
        grid.setColumnStretch(5, 1)
        self.change.setToolTip(self.tr("Blue: ink added; orange: ink removed"))
        vertical(self, self.title, self._pictures, self.text, gap=SPACE)

    def set_waiting(self, text: str) -> None:
        """Say what is going on until there is a change to show."""
        self.title.setText(text)

    def set_change(self, found: Counterfactual, names: Sequence[str]) -> None:
        """Show the change, its image before and after, and the probabilities of both, for classes of these names."""
        before, after, rival = found.before, found.after, names[found.rival]
        self._pictures.show()
        shown = before if after is None else after
        difference = (shown - before) / 2
        largest = float(np.abs(difference).max())
        self.drawn.set_colours(grey(to_ink_image(before), 1.0))
        self.changed.set_colours(grey(to_ink_image(shown), 1.0))
        self.change.set_colours(signed_colours(difference.reshape(SIDE, SIDE), max(largest, 0.1)))
        for words, P in ((self.captions[0], found.P_before), (self.captions[2], found.P_after)):
            words.setText(f"{names[int(P.argmax())]} · {per_cent(float(P.max()))}")
        self.captions[1].setText(self.tr("≤ {share} % of ink").format(share=f"{100 * largest:.0f}"))
        if after is None:
            self.title.setText(self.tr("No drawing near this one is read as {rival}").format(rival=rival))
            self.text.clear()
            return
        self.title.setText(self.tr("The smallest change that has it read as {rival}").format(rival=rival))
        text = self.tr("{added} pixels of full ink added, {removed} removed, no pixel by more than {share}\u00a0%.")
        removed, added = -difference.clip(max=0).sum(), difference.clip(0).sum()
        self.text.setText(text.format(added=f"{added:.1f}", removed=f"{removed:.1f}", share=f"{100 * largest:.0f}"))


class WhyView(View):
    """The evidence follows at once; the other two are worked out in the background."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Why?"), explanation("why"))
        self._prediction: DrawingPrediction | None = None  # the one that is shown
        self._evidence: Evidence | None = None
        self.digit = self._choice(self.tr("Digit"), self.tr("the answer"), self.tr("The digit to find evidence for"))
        self.rival = self._choice(self.tr("Rival"), self.tr("the runner-up"), self.tr("The digit it might be instead"))
        self.evidence = EvidencePicture()
        self.sums = EvidenceSums()
        self.change = ChangePanel()
        hint = self.tr("The training images that the network finds most like the drawing; labels that differ are bold")
        self.neighbours = named(Thumbnails(_NEIGHBOUR, _NEIGHBOURS), self.tr("The most similar training images"), hint)
        self.neighbours_title = text_label("", NAME)
        self._has_change = self._has_neighbours = False
        self._stopped = self.tr("Stopped before the end.")
        self._change_task = self.new_task()
        self._change_task.finished.connect(self._show_change)
        self._neighbours_task = self.new_task(_NEIGHBOURS_EVERY)
        self._neighbours_task.finished.connect(self._show_neighbours)
        self._lay_out()
        self.invalidate_on(workspace.classifier.predicted, workspace.data.changed)

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
        pair = names[digit], names[rival]
        self.headline.setText(evidence_sentence(found.pixels, prediction.seen, *pair))
        self.evidence.set_evidence(found, prediction.seen)
        self.sums.set_evidence(found, *pair)
        for word, each in zip(self.words, pair, strict=True):
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
            self.add_control(text, combo)
        self.controls.addStretch()
        self.words = add_for_and_against(self.controls, "", "")
        right = QWidget()
        changing = self._bar(self._change_task, self.tr("Searching for the smallest change"))
        vertical(right, self.sums, SPACE, self.change, changing, SPRING, gap=SPACE)
        both = SideBySide(self.evidence, right, _SUMS, _PICTURE, line=False, grows=True)
        looking = self._bar(self._neighbours_task, self.tr("Searching the training images"))
        self.page = holder(vertical(None, both, SPACE, self.neighbours_title, self.neighbours, looking, gap=SPACE))
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
        texts = [names[label] for label in labels]
        self.neighbours.set_pictures(pictures, texts, [label != digit for label in labels])
        self.neighbours.setAccessibleDescription(
            self.tr("Labels of the nearest training images: {labels}").format(labels=", ".join(texts))
        )
