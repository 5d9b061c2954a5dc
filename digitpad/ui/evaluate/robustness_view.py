"""How the accuracy falls as images become harder to read."""

from collections.abc import Hashable

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from digitpad.core.dataset import class_names
from digitpad.core.drawing.normalise import to_ink_image
from digitpad.core.evaluation.robustness import DISTORTIONS, Curve, Robustness, robustness_task
from digitpad.core.files import Table
from digitpad.core.network import Floats
from digitpad.core.numerals import plain
from digitpad.ui.background_view import BackgroundView, Judged
from digitpad.ui.evaluate.choosers import ModelChoice
from digitpad.ui.evaluate.strength_plot import SERIES, STYLES, ExampleStrip, Series, StrengthPlot
from digitpad.ui.style.type import NAME
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.forms import combo_box, refill
from digitpad.ui.widgets.labels import broken, caption, explanation, named, selectable, text_label
from digitpad.ui.widgets.layouts import ColumnGrid, Stretched, vertical
from digitpad.ui.widgets.painting import Swatch
from digitpad.ui.widgets.titles import distorted_by, distortion_title
from digitpad.workspace.background_task import Request
from digitpad.workspace.model_library import ModelEntry
from digitpad.workspace.workspace import Workspace

_SIZES = (500, 1_000, 2_000, 5_000, 10_000)
_DEFAULT_SIZE = 1_000
_COLUMNS, _LEAST_WIDTH = 4, 168  # pixels of a plot at 100 %
_UNCHANGED = {"scale": 1.0}  # the strength that changes nothing, where that is not 0
_FIRST_EXAMPLE = 7


class RobustnessView(BackgroundView[Robustness]):
    """A plot for each distortion, and below them images at each strength of the one that has the cursor."""

    def __init__(self, workspace: Workspace) -> None:
        working = self.tr("Reading distorted images")
        super().__init__(workspace, self.tr("Robustness"), explanation("robustness"), working, count=self._images_read)
        self._key: Hashable = None
        self._plotted: dict[str, tuple[Curve, ...]] = {}
        self._name = "rotation"
        self._place = 0
        self.first = ModelChoice(workspace.models, self.tr("model in use"), lambda: workspace.models.current)
        self.second = ModelChoice(workspace.models, self.tr("no other"), lambda: None)
        self.count = combo_box(
            [(self.tr("{n} images").format(n=f"{size:,}"), size) for size in _SIZES],
            self.tr("Number of images"),
            self.tr("How many random images of the set are distorted: more take longer but give a more exact result"),
        )
        self.count.setCurrentIndex(_SIZES.index(_DEFAULT_SIZE))
        self.example = combo_box((), self.tr("Digit of the examples"), self.tr("Which digit is shown at each strength"))
        self._add_controls()
        self.plots: dict[str, StrengthPlot] = {}
        self._parts = {name: QWidget() for name in DISTORTIONS}
        self._make_next = QTimer(self, interval=0)  # all at once they take longer than everything else of the view
        self._make_next.timeout.connect(self._make_plot)
        self._make_next.start()
        self.readout = selectable(text_label("", NAME))
        self.strip = ExampleStrip()
        self.strip.setToolTip(
            self.tr(
                "The same image at each strength, and what each model answers. A double click, or Enter on a curve, "
                "puts it on the canvas."
            )
        )
        self.strip.pointed.connect(lambda place: self._point(self._name, place))
        self.strip.activated.connect(self._put_on_canvas)
        self.content.addWidget(ColumnGrid(list(self._parts.values()), _LEAST_WIDTH, _COLUMNS), 1)
        self.content.addWidget(self.readout)
        self.content.addWidget(self.strip)

    def _make_plot(self) -> None:
        """The plot of the next distortion, under its name and unit."""
        name = list(DISTORTIONS)[len(self.plots)]
        plot, title = StrengthPlot(), distortion_title(name)
        plot.setAccessibleName(title.text)
        hint = self.tr("Click, or use the arrow keys, to read values off the curve.")
        plot.setToolTip(broken(f"{title.hint} {hint}"))
        plot.asked.connect(lambda place: self._point(name, place))
        plot.activated.connect(lambda: self._put_on_canvas(0))
        vertical(self._parts[name], caption(title.text), Stretched(plot), gap=SPACE // 2)
        self.plots[name] = plot
        if self.result:
            self._plot(name, self.result)
            self._show_cursor()
        if len(self.plots) == len(DISTORTIONS):
            self._make_next.stop()

    def request(self) -> Request | str:
        items = [item for item in (self.first.item, self.second.item) if item]
        dataset, size = self.workspace.evaluation_set.dataset, self.count.currentData()
        if self.first.item is None:
            return self.tr("Press Train or open a model to see how much distortion it withstands.")
        missing = self.missing_images(*items)
        if dataset is None or missing:
            return missing
        key = tuple(item.key for item in items), dataset, size
        if key != self._key:
            self._key, self.result = key, None  # what was chosen anew is shown as it comes
        models = tuple(item.model for item in items)
        return Request(key, tuple(model.network for model in models), lambda: robustness_task(models, dataset, size))

    def show_partial(self, partial: Robustness) -> None:
        """Show the curves that are complete, but keep those of a network that trains until there are others."""
        shown = self.result
        if shown is None or (shown.models is partial.models and len(shown.curves) < len(partial.curves)):
            self.reveal(partial)

    def show_result(self, result: Robustness) -> None:
        for name in self.plots:
            self._plot(name, result)
        chosen = _FIRST_EXAMPLE if self.example.currentData() is None else self.example.currentData()
        names = class_names(result.images.classes, self.workspace.models.classes)
        refill(self.example, ((names[digit], digit) for digit in result.digits), chosen)
        self._show_cursor()

    def _plot(self, name: str, result: Robustness) -> None:
        curves = result.curves.get(name, ())
        if curves != self._plotted.get(name):  # the others have come one by one
            self._plotted[name] = curves
            self.plots[name].set_series(np.array(DISTORTIONS[name].strengths, np.float64), tuple(map(_series, curves)))

    def about(self, result: Robustness) -> str:
        names = self.tr(" and ").join(f"“{model.name}”" for model in result.models)
        about = self.tr("{models} on {images}; bands: 95\u00a0% intervals")
        return about.format(models=names, images=self.images_text(result.images))

    def judged(self, result: Robustness) -> Judged:
        return Judged(result.models, result.images)

    def chosen(self) -> tuple[ModelEntry, ...]:
        return tuple(item for item in (self.first.item, self.second.item) if item)

    def numbers(self, result: Robustness) -> Table:
        rows = [
            (name, strength, model.name, hits, curve.n, hits / curve.n, *interval)
            for name, curves in result.curves.items()
            for model, curve in zip(result.models, curves, strict=True)
            for strength, hits, interval in zip(curve.strengths, curve.hits, curve.intervals, strict=True)
        ]
        names = "distortion", "strength", "model", "right", "images", "accuracy", "low", "high"
        return {name: [row[column] for row in rows] for column, name in enumerate(names)}

    def _add_controls(self) -> None:
        named(self.first, self.tr("Model"), self.tr("The model whose curves are drawn solid"))
        self.second.setAccessibleName(self.tr("Second model"))
        self.second.setToolTip(self.tr("A model to compare it with, on the same distorted images; drawn dashed"))
        for number, choice in enumerate((self.first, self.second)):
            self.controls.add_together(Swatch(SERIES[number], STYLES[number], 2), choice)
        self.controls.addWidget(self.count)
        self.add_control(self.tr("E&xample"), self.example)
        for box in (self.first, self.second, self.count):
            box.currentIndexChanged.connect(self.invalidate)
        self.example.currentIndexChanged.connect(self._show_cursor)

    def _point(self, name: str, place: int) -> None:
        self._name, self._place = name, place
        self._show_cursor()

    def _show_cursor(self) -> None:
        """The values under the cursor, and the images at all strengths of its distortion."""
        for name, plot in self.plots.items():
            plot.set_place(self._place if name == self._name else None)
        shown = self.result
        if shown is None:
            return
        strength = DISTORTIONS[self._name].strengths[self._place]
        parts = [self.tr("{what}: {strength}").format(what=distortion_title(self._name).text, strength=plain(strength))]
        for model, curve in zip(shown.models, shown.curves.get(self._name, ()), strict=False):
            low, high = (100 * end for end in curve.intervals[self._place])
            share = 100 * curve.accuracies[self._place]
            parts.append(f"“{model.name}” {share:.1f} % ({low:.1f} to {high:.1f} %)")
        self.readout.setText(" · ".join(parts))
        self._say_how_much(shown)
        at = max(self.example.currentIndex(), 0)
        answers = np.stack([each[self._name].answers[:, at] for each in shown.examples])
        names = class_names(shown.images.classes, self.workspace.models.classes)
        self.strip.set_examples(self._images(shown), answers, shown.digits[at], names, SERIES)
        self.strip.set_cursor(self._place)

    def _say_how_much(self, shown: Robustness) -> None:
        """How many images the first model reads as they are, and how many at the cursor."""
        curves = shown.curves.get(self._name, ())
        if not curves:
            return
        curve = curves[0]
        least = int(np.abs(np.array(curve.strengths) - _UNCHANGED.get(self._name, 0.0)).argmin())
        words = {
            "right": f"{curve.hits[least]:,}",
            "count": f"{curve.n:,}",
            "less": f"{100 * curve.accuracies[self._place]:.1f}",
            "distorted": distorted_by(self._name, curve.strengths[self._place]),
        }
        self.headline.say(
            self.tr("{right} of {count} images are read correctly as they are, {less} % {distorted}").format(**words),
            self.tr("{right} of {count} read correctly, {less} % {distorted}").format(**words),
        )

    def _images_read(self) -> int:
        """How many distorted images are to be read, by all models."""
        dataset, count = self.workspace.evaluation_set.dataset, self.count.currentData()
        strengths = sum(len(each.strengths) for each in DISTORTIONS.values())
        return len(self.chosen()) * strengths * min(count, len(dataset)) if dataset else 0

    def _images(self, shown: Robustness) -> Floats:
        """The example for each model at each strength (r, k, 28, 28), from 0 to 1."""
        at = max(self.example.currentIndex(), 0)
        X = np.stack([each[self._name].images[:, at] for each in shown.examples])
        return to_ink_image(X)

    def _put_on_canvas(self, row: int) -> None:
        if self.result:
            self.workspace.document.show_image(self._images(self.result)[row, self._place])


def _series(curve: Curve) -> Series:
    low, high = np.array(curve.intervals).T
    return Series(np.array(curve.accuracies), low, high)
