"""The parts of a report on how much a network bears, and on whether another one is better."""

from collections.abc import Sequence

import numpy as np

from digitpad.core.dataset import Dataset
from digitpad.core.evaluation.distortions import DISTORTIONS
from digitpad.core.evaluation.mcnemar import Group, Verdict, comparison, grouped
from digitpad.core.evaluation.predictions import Predictions
from digitpad.core.evaluation.report_parts import gallery, text
from digitpad.core.evaluation.report_plots import strength_plot
from digitpad.core.evaluation.robustness import Example, examples, robustness
from digitpad.core.evaluation.sample import sample_of
from digitpad.core.models.model import Model
from digitpad.core.work import finished

_IMAGES = 1_000
_EXAMPLE = 4  # the digit that is shown at each strength


def robustness_part(models: Sequence[Model], dataset: Dataset) -> str:
    """A plot of each distortion with a curve for each model, and an image at each strength as the first reads it."""
    images = sample_of(dataset, _IMAGES)
    curves = finished(robustness([model.network for model in models], images))
    of_digit = np.flatnonzero(images.y == _EXAMPLE)
    shown = examples(models[0].network, images, of_digit[:1] if len(of_digit) else np.arange(1))
    parts = []
    for name, distortion in DISTORTIONS.items():
        plot = strength_plot(f"{name}, {distortion.unit}", curves[name], [model.name for model in models])
        parts.append(f"<div>{plot}{_strip(distortion.strengths, shown[name])}</div>")
    return (
        f"<h2>Robustness</h2><p>How many of {len(images):,} of these images are still read rightly when they are made "
        "harder to read, with 95 % intervals; below each plot, an image at each strength, and what is read: strength → "
        f'answer.</p><div class="plots">{"".join(parts)}</div>'
    )


def comparison_part(models: Sequence[Model], dataset: Dataset, both: Sequence[Predictions]) -> str:
    """Whether one of two models is better on the same images, and the images that just one of them reads rightly."""
    a, b = (predictions.given for predictions in both)
    groups = grouped(a, b, dataset.y)
    names = [text(model.name) for model in models]
    parts = [f"<h2>Beside “{names[1]}”</h2><p>{comparison_words(names, both)}</p>"]
    for name, group in zip(names, (Group.ONLY_A, Group.ONLY_B), strict=True):
        indices = groups[group].tolist()
        parts.append(
            f"<p>Read rightly by “{name}” alone, {len(indices):,} images: label → “{names[0]}” | “{names[1]}”</p>"
        )
        parts.append(gallery(dataset.X, indices, lambda i: f"{dataset.y[i]} → {a[i]} | {b[i]}"))
    return "".join(parts)


def comparison_words(names: Sequence[str], both: Sequence[Predictions]) -> str:
    """The verdict of McNemar's exact test in a sentence."""
    a, b = both
    found = comparison(grouped(a.given, b.given, a.y))
    alone = (
        f"“{names[0]}” alone reads {found.counts[Group.ONLY_A]:,} images rightly, "
        f"“{names[1]}” alone {found.counts[Group.ONLY_B]:,}; "
    )
    if found.verdict is Verdict.CHANCE:
        return alone + f"chance would explain that (McNemar's exact test, p = {found.p:.2g})."
    better = names[found.verdict is Verdict.B_BETTER]
    return alone + f"“{better}” is better than chance would explain (McNemar's exact test, p = {found.p:.2g})."


def _strip(strengths: Sequence[float], example: Example) -> str:
    """The first of the images at each strength."""
    return gallery(example.images[:, 0], range(len(strengths)), lambda i: f"{strengths[i]:g} → {example.answers[i, 0]}")
