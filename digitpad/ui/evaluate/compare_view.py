"""Two models side by side on the same images, and whether one is better."""

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from digitpad.core.drawing.normalise import to_ink_image
from digitpad.core.evaluation.comparison import Comparison, Group, ModelComparison, Verdict, compare_task
from digitpad.core.files import Table
from digitpad.ui.background_view import BackgroundView, caution
from digitpad.ui.evaluate.choosers import ModelChoice
from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.widgets.image_list import ImageList
from digitpad.workspace.background_task import Request
from digitpad.workspace.model_library import ModelEntry
from digitpad.workspace.workspace import Workspace

translate = QCoreApplication.translate


class CompareView(BackgroundView):
    """A table of who reads how many images rightly; each of its cells shows its images."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        working = translate("compare_view", "Reading the images …")
        super().__init__(workspace, translate("compare_view", "Two models"), _explanation(), working, parent)
        self._shown: ModelComparison | None = None
        self.first = ModelChoice(workspace.models, self.tr("model in use"), lambda: workspace.models.current)
        self.second = ModelChoice(workspace.models, self.tr("the first of the others"), self._first_other)
        for text, choice, hint in (
            (self.tr("&A"), self.first, self.tr("One of the models to compare")),
            (self.tr("&B"), self.second, self.tr("The model to compare it with")),
        ):
            choice.setAccessibleName(self.tr("Model {letter}").format(letter=text.replace("&", "")))
            choice.setToolTip(hint)
            choice.currentIndexChanged.connect(self.invalidate)
            label = QLabel(text)
            label.setBuddy(choice)
            self.controls.addWidget(label)
            self.controls.addWidget(choice)
        self.verdict, self.figures, self.caption = QLabel(), QLabel(), QLabel()
        self.verdict.setFont(scaled(self.font(), 1.3))
        self.figures.setFont(scaled(self.font(), 1.0))
        for label in (self.verdict, self.figures):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMinimumWidth(1)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.cells = {group: _Cell() for group in Group}
        self.gallery = ImageList()
        self.gallery.setAccessibleName(self.tr("Images of the chosen cell"))
        self.gallery.setToolTip(
            self.tr(
                "Label → answer of A | answer of B. A click, or Enter, puts an image on the canvas; a double click, or "
                "Shift and Enter, opens Inside as well."
            )
        )
        self.gallery.chosen.connect(self._put_on_canvas)
        self.gallery.opened.connect(self._look_inside)
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
        self._shown = result
        a, b = (model.name for model in result.models)
        share_a, share_b = (100 * share for share in result.result.accuracies)
        self.figures.setText(
            self.tr("A, “{a}”, reads {share_a:.2f} % correctly, and B, “{b}”, {share_b:.2f} %.").format(
                a=a, b=b, share_a=share_a, share_b=share_b
            )
        )
        self.verdict.setText(self._verdict(result.result))
        for group, cell in self.cells.items():
            cell.setText(f"{result.result.counts[group]:,}")
        self._show_images()

    def about(self) -> str:
        shown = self._shown
        if shown is None:
            return ""
        about = self.tr("On {images}").format(images=shown.images.name_and_size)
        return about + caution(shown.models, shown.images)

    def table(self) -> Table:
        shown = self._shown
        if shown is None:
            return {}
        group_of = np.empty(len(shown.images), object)
        for group, places in shown.groups.items():
            group_of[places] = group.value
        return {
            "image": range(len(shown.images)),
            "label": shown.images.y.tolist(),
            "right": group_of.tolist(),
            "A": shown.a.given.tolist(),
            "A's probability": shown.a.confidence.tolist(),
            "B": shown.b.given.tolist(),
            "B's probability": shown.b.confidence.tolist(),
        }

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(SPACE // 2)
        for number, text in enumerate((self.tr("B right"), self.tr("B wrong"))):
            grid.addWidget(QLabel(text), 0, number + 1, Qt.AlignmentFlag.AlignCenter)
        for number, text in enumerate((self.tr("A right"), self.tr("A wrong"))):
            grid.addWidget(QLabel(text), number + 1, 0)
        together = QButtonGroup(self)
        for (group, cell), (text, hint) in zip(self.cells.items(), self._group_texts(), strict=True):
            cell.setCheckable(True)
            cell.setFont(scaled(self.font(), 1.6))
            cell.setFixedSize(12 * SPACE, 8 * SPACE)
            cell.setAccessibleName(text)
            cell.setToolTip(hint)
            place = list(Group).index(group)
            grid.addWidget(cell, place // 2 + 1, place % 2 + 1)
            together.addButton(cell)
        self.cells[Group.ONLY_A].setChecked(True)
        together.buttonToggled.connect(self._show_images)
        left = QVBoxLayout()
        left.addLayout(grid)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(SPACE)
        right.addWidget(self.caption)
        right.addWidget(self.gallery, 1)
        both = QHBoxLayout()
        both.setSpacing(3 * SPACE)
        both.addLayout(left)
        both.addLayout(right, 1)
        self.content.addWidget(self.verdict)
        self.content.addWidget(self.figures)
        self.content.addSpacing(SPACE)
        self.content.addLayout(both, 1)

    def _group_texts(self) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("Read correctly by both"), self.tr("Images both models read correctly, the least certain first")),
            (self.tr("Read correctly by A only"), self.tr("Images A reads and B misreads, B's surest mistakes first")),
            (self.tr("Read correctly by B only"), self.tr("Images B reads and A misreads, A's surest mistakes first")),
            (self.tr("Misread by both"), self.tr("Images both models misread, the surest mistakes first")),
        )

    def _verdict(self, result: Comparison) -> str:
        p = self.tr("p < 0.001") if result.p < 0.001 else self.tr("p = {p:.3f}").format(p=result.p)
        if result.verdict is Verdict.CHANCE:
            return self.tr("Chance alone may explain the difference between A and B, {p}.").format(p=p)
        better = "A" if result.verdict is Verdict.A_BETTER else "B"
        return self.tr("{better} is better than chance would explain, {p}.").format(better=better, p=p)

    def _show_images(self) -> None:
        shown = self._shown
        if shown is None:
            return
        group = next(group for group, cell in self.cells.items() if cell.isChecked())
        y, a, b = shown.images.y, shown.a.given, shown.b.given
        self.caption.setText(self.tr("{what}: label → A | B").format(what=self.cells[group].accessibleName()))
        self.gallery.set_images(shown.images.X, shown.groups[group], lambda at: f"{y[at]} → {a[at]} | {b[at]}")

    def _put_on_canvas(self, place: int) -> None:
        if self._shown:
            self.workspace.show_image(to_ink_image(self._shown.images.X[place]))

    def _look_inside(self, place: int) -> None:
        self._put_on_canvas(place)
        self.workspace.look_inside()

    def _first_other(self) -> ModelEntry | None:
        a = self.first.item
        return next((item for item in self.workspace.models.items if a and item.key != a.key), None)


class _Cell(QToolButton):
    """A button with a frame while it is chosen, which Fusion hardly shows."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            painter = QPainter(self)
            painter.setPen(QPen(self.palette().accent().color(), 3))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
            painter.end()


def _explanation() -> str:
    return translate(
        "compare_view",
        "<p>Two models read the same images. Where both are right, or both wrong, nothing is learned about which is "
        "better; only the images that <b>just one</b> of them reads correctly count. If the models were equally good, "
        "each of these n images would be A's or B's like the toss of a coin.</p>"
        "<p><b>McNemar's exact test</b> (1947) says how probable it is that n tosses come out at least as unevenly: "
        "with k the smaller of both numbers, p = 2 · Σ<sub>i ≤ k</sub> (n choose i) / 2<sup>n</sup>. Below 0.05, that "
        "is rare enough to say that chance does not explain it.</p>"
        "<p>p is not the probability that a model is better, and a small difference may be real without p being "
        "small: more images tell more. If you compare many models on the same images, some p will be small by "
        "chance.</p>",
    )
