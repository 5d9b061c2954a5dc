"""Pieces of HTML for a report; whatever is put into them is escaped here."""

import base64
import html
import io
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad.core.dataset import Dataset, class_names
from digitpad.core.evaluation.comparison import Group, Verdict, comparison, grouped
from digitpad.core.evaluation.evaluation import Predictions
from digitpad.core.evaluation.robustness import DISTORTIONS, Example, curves_task, examples, sample_of
from digitpad.core.models.model import Model
from digitpad.core.network import CLASSES, SIDE, Floats
from digitpad.core.report.plots import strength_plot
from digitpad.core.tasks import run_to_completion


def text(value: object) -> str:
    """Any value as text of a page; characters that cannot be seen become a mark."""
    return html.escape("".join(each if each.isprintable() else "\ufffd" for each in str(value)))


def table(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with names above its columns; the first column names the rows."""
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in names)
    return f'<div class="wide"><table><tr>{head}</tr>{"".join(_row(row) for row in rows)}</table></div>'


def confusion_table(confusion: npt.NDArray[np.int64], names: Sequence[str]) -> str:
    """The confusion matrix (10, 10) with true classes in rows; mistakes are the deeper orange the more there are."""
    most = max(int((confusion - np.diag(np.diag(confusion))).max()), 1)
    rows = []
    for true in range(CLASSES):
        cells = [f'<th scope="row">{text(names[true])}</th>']
        for given in range(CLASSES):
            count = int(confusion[true, given])
            colour = "0, 114, 178, 0.25" if true == given else f"213, 94, 0, {0.6 * count / most:.2f}"
            cells.append(f'<td style="background: rgba({colour})">{count or "·"}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = "".join(f'<th scope="col">{text(names[given])}</th>' for given in range(CLASSES))
    return f'<div class="wide"><table class="counts"><tr><td></td>{head}</tr>{"".join(rows)}</table></div>'


def gallery(X: Floats, indices: Sequence[int], caption: Callable[[int], str], name: Callable[[int], str]) -> str:
    """The images X[indices] (m, 784), values -1 to 1, each with a caption, and its name, which is the same in words."""
    figures = [
        f'<figure><img src="{_png(X[index])}" alt="{text(name(index))}" width="56" height="56">'
        f'<figcaption aria-hidden="true">{text(caption(index))}</figcaption></figure>'
        for index in indices
    ]
    return f'<div class="gallery">{"".join(figures)}</div>'


def _row(row: Sequence[object]) -> str:
    first, *others = row
    return f'<tr><th scope="row">{text(first)}</th>{"".join(f"<td>{text(each)}</td>" for each in others)}</tr>'


def _png(pixels: Floats) -> str:
    grey = np.round((pixels.reshape(SIDE, SIDE) + 1) * 127.5).astype(np.uint8)
    data = io.BytesIO()
    Image.fromarray(grey).save(data, format="PNG")
    return f"data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}"


_IMAGES = 1_000
_EXAMPLE = 4  # the digit that is shown at each strength


def robustness_part(models: Sequence[Model], dataset: Dataset) -> str:
    """A plot of each distortion with a curve for each model, and an image at each strength as the first reads it."""
    images = sample_of(dataset, _IMAGES)
    curves = run_to_completion(curves_task([model.network for model in models], images))
    of_digit = np.flatnonzero(images.y == _EXAMPLE)
    shown = examples(models[0].network, images, of_digit[:1] if len(of_digit) else np.arange(1))
    names = names_of(models[0], dataset)
    parts = []
    for name, distortion in DISTORTIONS.items():
        plot = strength_plot(f"{name}, {distortion.unit}", curves[name], [model.name for model in models])
        parts.append(f"<div>{plot}{_strip(distortion.strengths, shown[name], names)}</div>")
    return (
        f"<h2>Robustness</h2><p>How many of {len(images):,} of these images are still read correctly when they are "
        "made harder to read, with 95 % intervals; below each plot, an image at each strength, and what is read: "
        f'strength → answer.</p><div class="plots">{"".join(parts)}</div>'
    )


def comparison_part(models: Sequence[Model], dataset: Dataset, both: Sequence[Predictions]) -> str:
    """Whether one of two models is better on the same images, and the images that just one of them reads correctly."""
    a, b = (predictions.given for predictions in both)
    groups = grouped(a, b, dataset.y)
    names, classes = [text(model.name) for model in models], names_of(models[0], dataset)
    parts = [f"<h2>Beside “{names[1]}”</h2><p>{comparison_words(names, both)}</p>"]
    for name, group in zip(names, (Group.ONLY_A, Group.ONLY_B), strict=True):
        indices = groups[group].tolist()
        parts.append(
            f"<p>Read correctly by “{name}” alone, {len(indices):,} images: label → “{names[0]}” | “{names[1]}”</p>"
        )
        parts.append(
            gallery(
                dataset.X,
                indices,
                lambda i: f"{classes[dataset.y[i]]} → {classes[a[i]]} | {classes[b[i]]}",
                lambda i: f"{classes[dataset.y[i]]}, read as {classes[a[i]]} and as {classes[b[i]]}",
            )
        )
    return "".join(parts)


def comparison_words(names: Sequence[str], both: Sequence[Predictions]) -> str:
    """The verdict of McNemar's exact test in a sentence."""
    a, b = both
    found = comparison(grouped(a.given, b.given, a.y))
    alone = (
        f"“{names[0]}” alone reads {found.counts[Group.ONLY_A]:,} images correctly, "
        f"“{names[1]}” alone {found.counts[Group.ONLY_B]:,}; "
    )
    if found.verdict is Verdict.CHANCE:
        return alone + f"the difference could be chance (McNemar's exact test, p = {found.p:.2g})."
    better = names[found.verdict is Verdict.B_BETTER]
    return alone + f"“{better}” is better by more than chance would explain (McNemar's exact test, p = {found.p:.2g})."


def _strip(strengths: Sequence[float], example: Example, names: Sequence[str]) -> str:
    """The first of the images at each strength."""
    answers = [names[answer] for answer in example.answers[:, 0]]
    return gallery(
        example.images[:, 0],
        range(len(strengths)),
        lambda i: f"{strengths[i]:g} → {answers[i]}",
        lambda i: f"at {strengths[i]:g}, read as {answers[i]}",
    )


def names_of(model: Model, dataset: Dataset) -> tuple[str, ...]:
    """What the ten classes are called."""
    return class_names(dataset.classes, model.classes)
