"""A report on a model: one HTML file that needs no other. Whatever is put into it is escaped."""

import base64
import html
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad import __version__, paths
from digitpad.core.dataset import Dataset, class_names
from digitpad.core.errors import OutputError
from digitpad.core.evaluation.comparison import Group, Verdict, comparison, grouped
from digitpad.core.evaluation.confidence import fit_temperature, reliability
from digitpad.core.evaluation.evaluation import (
    Metrics,
    Predictions,
    coverage_curve,
    covered,
    metrics,
    misreads,
    predict,
    suspect_labels,
)
from digitpad.core.evaluation.robustness import DISTORTIONS, Example, curves_task, examples, sample_of
from digitpad.core.files import check_can_write, explained_write, make_folder
from digitpad.core.images import to_bytes
from digitpad.core.models.model import Model
from digitpad.core.network import CLASSES, SIDE, Floats
from digitpad.core.readers.catalogue import learned_from
from digitpad.core.report.plots import check_matplotlib, coverage_plot, reliability_plot, strength_plot
from digitpad.core.tasks import run_to_completion

NAME = "report.html"
_DISTORTED_IMAGES = 1_000
_EXAMPLE_DIGIT = 4  # shown at each strength of a distortion
_MAX_SHOWN = 2_000  # images of a gallery
_THRESHOLDS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999)  # of the probability that an answer must have


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
    data = io.BytesIO()
    Image.fromarray(to_bytes(pixels).reshape(SIDE, SIDE)).save(data, format="PNG")
    return f"data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}"


def robustness_part(models: Sequence[Model], dataset: Dataset) -> str:
    """A plot of each distortion with a curve for each model, and an image at each strength as the first reads it."""
    images = sample_of(dataset, _DISTORTED_IMAGES)
    curves = run_to_completion(curves_task([model.network for model in models], images))
    of_digit = np.flatnonzero(images.y == _EXAMPLE_DIGIT)
    shown = examples(models[0].network, images, of_digit[:1] if len(of_digit) else np.arange(1))
    names = class_names(dataset.classes, models[0].classes)
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
    a, b = (predictions.y_pred for predictions in both)
    groups = grouped(a, b, dataset.y)
    names, classes = [text(model.name) for model in models], class_names(dataset.classes, models[0].classes)
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
    found = comparison(grouped(a.y_pred, b.y_pred, a.y))
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


def check_report(folder: Path) -> None:
    """Make the folder if it is not there. Raises, in words, when no report can be written to it.

    That is MissingPackage without matplotlib, else OutputError.
    """
    check_matplotlib()
    make_folder(folder, OutputError)
    check_can_write(folder / NAME, OutputError)


def write_report(
    folder: Path,
    model: Model,
    dataset: Dataset,
    predictions: Predictions,
    validation: Dataset | None = None,
    other: tuple[Model, Predictions] | None = None,
) -> Path:
    """Write the report on a model evaluated on a data set, whole or not at all; returns the file's path.

    A temperature is fitted on the images of `validation`, unless the model learned from them, and the model is compared
    with an `other` one. Raises OutputError when it cannot be written.
    """
    check_report(folder)
    page = report(model, dataset, predictions, validation, other)
    with explained_write(folder / NAME, OutputError) as file:
        file.write(page.encode(errors="replace"))
    return folder / NAME


def report(
    model: Model,
    dataset: Dataset,
    predictions: Predictions,
    validation: Dataset | None = None,
    other: tuple[Model, Predictions] | None = None,
) -> str:
    """The report as a page of HTML."""
    found, style = metrics(predictions), (paths.WEB / "report.css").read_text(encoding="utf-8")
    title = f"“{text(model.name)}” on {text(dataset.name)}"
    models, names = [model, *([other[0]] if other else [])], class_names(dataset.classes, model.classes)
    parts = [
        _figures(model, found, learned_from(model, dataset), names),
        "<h2>Confusion</h2><p>Rows are what the images are, columns what was read.</p>",
        confusion_table(found.confusion, names),
        _trust(model, predictions, validation),
        robustness_part(models, dataset),
    ]
    parts += [comparison_part(models, dataset, (predictions, other[1]))] if other else []
    parts += [_misreads(dataset, predictions, names), _suspects(dataset, predictions, names)]
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>\n{style}</style></head><body><h1>{title}</h1>{''.join(parts)}"
        f"<p>digitpad {__version__}</p></body></html>\n"
    )


def _figures(model: Model, found: Metrics, known: bool, names: Sequence[str]) -> str:
    about = [f"{model.network.hidden_units} hidden units, {model.network.activation}"]
    about += [f"trained on {model.trained_on}"] if model.trained_on else []
    about += [f"{model.epochs} epochs"] if model.epochs else []
    low, high = found.interval
    rows = [
        (
            names[digit],
            f"{found.confusion[digit].sum():,}",
            *(_per_cent(share[digit]) for share in (found.precision, found.recall, found.f1)),
        )
        for digit in range(CLASSES)
    ]
    return (
        f"<p>{text(', '.join(about))}</p>"
        f'<p class="big">{100 * found.accuracy:.2f} %</p>'
        f"<p>accuracy on {found.n:,} images; 95 % interval (Wilson) {100 * low:.2f} % to {100 * high:.2f} %; "
        f"cost per image {found.cost:.4f}, the mean of −log P of the right answer</p>"
        + ("<p>The model learned from some of these images: this does not tell how good it is.</p>" if known else "")
        + "<h2>Class by class</h2><p>Precision is the share of the images read as a class that are of it, recall the "
        "share of its images that were read as it, F1 the harmonic mean of both.</p>"
        + table(("class", "images", "precision", "recall", "F1"), rows)
    )


def _trust(model: Model, predictions: Predictions, validation: Dataset | None) -> str:
    before, after = reliability(predictions.confidence, predictions.correct), None
    words = f"Calibration error (15 bins of equal width): {100 * before.error:.2f} %."
    if validation and not learned_from(model, validation):
        kept = predict(model.network, validation.X, validation.y)
        T = fit_temperature(kept.Z, kept.y)
        calibrated = Predictions.of(predictions.Z, predictions.y, T)
        after = reliability(calibrated.confidence, calibrated.correct)
        words += f" With temperature {T:.3f}, fitted on {validation.name} alone: {100 * after.error:.2f} %, and the "
        words += f"cost per image {metrics(calibrated).cost:.4f}."
    points = [(threshold, covered(predictions, threshold)) for threshold in _THRESHOLDS]
    rows = [
        (f"{100 * threshold:g} %", _per_cent(point.coverage), _per_cent(point.accuracy)) for threshold, point in points
    ]
    return (
        "<h2>Trust</h2><p>Left: how often answers given with a certain probability are correct. A network that is as "
        "sure as it is right lies on the diagonal. Right: if it only answers when it is sure enough, how many images "
        f"it answers, and how many of these correctly.</p><p>{text(words)}</p>"
        f'<div class="plots">{reliability_plot(before, after)}{coverage_plot(coverage_curve(predictions))}</div>'
        + table(("minimum confidence", "images answered", "of these correct"), rows)
    )


def _misreads(dataset: Dataset, predictions: Predictions, names: Sequence[str]) -> str:
    indices = misreads(predictions)
    y, given, confidence = predictions.y, predictions.y_pred, predictions.confidence
    first = "" if len(indices) <= _MAX_SHOWN else f" Here are the first {_MAX_SHOWN:,}."
    return (
        f"<h2>Misreads</h2><p>{len(indices):,} of {len(predictions):,} images were misread, the surest mistakes "
        f"first: label → answer, and how probable the network held it to be.{first}</p>"
    ) + gallery(
        dataset.X,
        indices[:_MAX_SHOWN].tolist(),
        lambda i: f"{names[y[i]]} → {names[given[i]]} · {confidence[i]:.0%}",
        lambda i: f"{names[y[i]]}, read as {names[given[i]]}, {confidence[i]:.0%} sure",
    )


def _suspects(dataset: Dataset, predictions: Predictions, names: Sequence[str]) -> str:
    indices, digits = suspect_labels(predictions)
    looks_like = dict(zip(indices.tolist(), digits.tolist(), strict=True))
    return (
        f"<h2>Likely wrong labels</h2><p>{len(indices):,} labels may be wrong, by confident learning (Northcutt and "
        "others, 2021); the likeliest first: label → looks like. It is a hint, not a proof.</p>"
    ) + gallery(
        dataset.X,
        indices[:_MAX_SHOWN].tolist(),
        lambda i: f"{names[predictions.y[i]]} → {names[looks_like[i]]}",
        lambda i: f"labelled {names[predictions.y[i]]}, looks like {names[looks_like[i]]}",
    )


def _per_cent(share: float | None) -> str:
    return "–" if share is None or np.isnan(share) else f"{100 * share:.2f} %"
