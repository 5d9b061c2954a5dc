"""Two models side by side on the same images, and whether one is better."""

import numpy as np
from PySide6.QtWidgets import QButtonGroup

from digitpad.core.dataset import class_names
from digitpad.core.evaluation.comparison import Comparison, Group, ModelComparison, Verdict, compare_task
from digitpad.core.files import Table
from digitpad.ui.background_view import BackgroundView, Judged
from digitpad.ui.evaluate.choosers import ModelChoice
from digitpad.ui.style.type import TEXT
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.image_list import ImageList
from digitpad.ui.widgets.labels import caption, explanation, named, selectable, text_label
from digitpad.ui.widgets.layouts import Stretched, fill, horizontal
from digitpad.ui.widgets.painted_buttons import Card
from digitpad.workspace.background_task import Request
from digitpad.workspace.model_library import ModelEntry
from digitpad.workspace.workspace import Destination, Workspace


class CompareView(BackgroundView[ModelComparison]):
    """How many images each model reads correctly, alone or as the other does; each of these groups shows its images."""

    def __init__(self, workspace: Workspace) -> None:
        working = self.tr("Reading images")
        super().__init__(workspace, self.tr("Two models"), explanation("two-models"), working, count=self._images_read)
        self.first = ModelChoice(workspace.models, self.tr("model in use"), lambda: workspace.models.current)
        self.second = ModelChoice(workspace.models, self.tr("the first of the others"), self._first_other)
        for text, choice, hint in (
            (self.tr("&A"), self.first, self.tr("One of the models to compare")),
            (self.tr("&B"), self.second, self.tr("The model to compare it with")),
        ):
            named(choice, self.tr("Model {letter}").format(letter=text.replace("&", "")), hint)
            choice.currentIndexChanged.connect(self.invalidate)
            self.add_control(text, choice)
        self.figures = selectable(text_label("", TEXT))
        self.caption = caption()
        self.cells = {group: Card("", text) for group, (text, _) in self._group_texts().items()}
        hint = self.tr(
            "Label → answer of A | answer of B. A click, or Enter, puts an image on the canvas; a double click, or "
            "Shift and Enter, opens Inside as well."
        )
        self.gallery = named(ImageList(), self.tr("Images of the chosen group"), hint)
        self.gallery.chosen.connect(self._show_compared)
        self.gallery.opened.connect(lambda index: self._show_compared(index, Destination.INSIDE))
        self._lay_out()

    def request(self) -> Request | str:
        a, b, dataset = self.first.item, self.second.item, self.workspace.evaluation_set.dataset
        if a is None or b is None:
            return self.tr("Train or open a second model, and the two are compared here.")
        missing = self.missing_images(a, b)
        if dataset is None or missing:
            return missing
        models = a.model, b.model
        networks = a.model.network, b.model.network
        return Request((a.key, b.key, dataset), networks, lambda: compare_task(models, dataset))

    def show_result(self, result: ModelComparison) -> None:
        a, b = (model.name for model in result.models)
        share_a, share_b = (100 * share for share in result.result.accuracies)
        self.figures.setText(
            self.tr("A, “{a}”, reads {share_a:.2f}\u00a0% correctly, and B, “{b}”, {share_b:.2f}\u00a0%.").format(
                a=a, b=b, share_a=share_a, share_b=share_b
            )
        )
        self.headline.say(*self._verdict(result.result))
        for group, (text, hint) in self._group_texts().items():
            self.cells[group].set_words(f"{result.result.counts[group]:,}", text)
            named(self.cells[group], text, hint)
        self._show_images()

    def about(self, result: ModelComparison) -> str:
        return self.tr("On {images}").format(images=result.images.name_and_size)

    def judged(self, result: ModelComparison) -> Judged:
        return Judged(result.models, result.images)

    def chosen(self) -> tuple[ModelEntry, ...]:
        return tuple(item for item in (self.first.item, self.second.item) if item)

    def numbers(self, result: ModelComparison) -> Table:
        group_of = np.empty(len(result.images), object)
        for group, places in result.groups.items():
            group_of[places] = group.value
        return {
            "image": range(len(result.images)),
            "label": result.images.y.tolist(),
            "right": group_of.tolist(),
            "A": result.a.y_pred.tolist(),
            "A's probability": result.a.confidence.tolist(),
            "B": result.b.y_pred.tolist(),
            "B's probability": result.b.confidence.tolist(),
        }

    def _lay_out(self) -> None:
        groups = horizontal(None, gap=SPACE)
        together = QButtonGroup(self)
        for group, cell in self.cells.items():
            text, hint = self._group_texts()[group]
            named(cell, text, hint)
            groups.addWidget(cell, 1)
            together.addButton(cell)
        self.cells[Group.ONLY_A].setChecked(True)
        together.buttonToggled.connect(self._show_images)
        fill(self.content, self.figures, groups, self.caption, Stretched(self.gallery))

    def _group_texts(self) -> dict[Group, tuple[str, str]]:
        return {
            Group.BOTH: (self.tr("Both right"), self.tr("Images both models read correctly, the least certain first")),
            Group.ONLY_A: (
                self.tr("Only A right"),
                self.tr("Images A reads and B misreads, B’s surest mistakes first"),
            ),
            Group.ONLY_B: (
                self.tr("Only B right"),
                self.tr("Images B reads and A misreads, A’s surest mistakes first"),
            ),
            Group.NEITHER: (self.tr("Both wrong"), self.tr("Images both models misread, the surest mistakes first")),
        }

    def _verdict(self, result: Comparison) -> tuple[str, str]:
        """Which is better, at length and in short."""
        p = self.tr("p\u00a0<\u00a00.001") if result.p < 0.001 else self.tr("p\u00a0=\u00a0{p:.3f}").format(p=result.p)
        if result.verdict is Verdict.CHANCE:
            text = self.tr("Chance alone may explain the difference between A and B on these images ({p})")
            short = self.tr("Chance alone may explain the difference ({p})")
            return text.format(p=p), short.format(p=p)
        better, other = ("A", "B") if result.verdict is Verdict.A_BETTER else ("B", "A")
        text = self.tr("{better} is better than {other} on these images ({p})")
        short = self.tr("{better} is better on these images ({p})")
        return text.format(better=better, other=other, p=p), short.format(better=better, p=p)

    def _show_images(self) -> None:
        shown = self.result
        if shown is None:
            return
        group = next(group for group, cell in self.cells.items() if cell.isChecked())
        y, a, b = shown.images.y, shown.a.y_pred, shown.b.y_pred
        names = class_names(shown.images.classes, self.workspace.models.classes)
        what, _ = self._group_texts()[group]
        self.caption.setText(self.tr("{what}: label → answer of A | answer of B").format(what=what))
        self.gallery.set_images(
            shown.images.X, shown.groups[group], lambda at: f"{names[y[at]]} → {names[a[at]]} | {names[b[at]]}"
        )

    def _show_compared(self, index: int, then: Destination | None = None) -> None:
        if self.result:
            self.put_on_canvas(self.result.images, index, then)

    def _images_read(self) -> int:
        dataset = self.workspace.evaluation_set.dataset
        return 2 * len(dataset) if dataset else 0

    def _first_other(self) -> ModelEntry | None:
        a = self.first.item
        return next((item for item in self.workspace.models.items if a and item.key != a.key), None)
