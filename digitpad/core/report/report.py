"""A report on a model: one HTML file that needs no other."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from digitpad import __version__, paths
from digitpad.core.dataset import Dataset
from digitpad.core.errors import OutputError
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
from digitpad.core.files import check_can_write, explained_write, make_folder
from digitpad.core.models.model import Model
from digitpad.core.network import CLASSES
from digitpad.core.readers.catalogue import learned_from
from digitpad.core.report.html import comparison_part, confusion_table, gallery, names_of, robustness_part, table, text
from digitpad.core.report.plots import check_matplotlib, coverage_plot, reliability_plot

NAME = "report.html"
_MOST_IMAGES = 2_000
_THRESHOLDS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999)


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
    models, names = [model, *([other[0]] if other else [])], names_of(model, dataset)
    parts = [
        _figures(model, found, learned_from(model, dataset), names),
        _confusion(found, names),
        _trust(model, predictions, validation),
    ]
    parts += [robustness_part(models, dataset)]
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
        (names[digit], f"{found.confusion[digit].sum():,}", *(_per_cent(share[digit]) for share in _shares(found)))
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


def _confusion(found: Metrics, names: Sequence[str]) -> str:
    words = "<h2>Confusion</h2><p>Rows are what the images are, columns what was read.</p>"
    return words + confusion_table(found.confusion, names)


def _trust(model: Model, predictions: Predictions, validation: Dataset | None) -> str:
    before, after = reliability(predictions.confidence, predictions.hits), None
    words = f"Calibration error (15 bins of equal width): {100 * before.error:.2f} %."
    if validation and not learned_from(model, validation):
        kept = predict(model.network, validation.X, validation.y)
        T = fit_temperature(kept.Z, kept.y)
        calibrated = Predictions.of(predictions.Z, predictions.y, T)
        after = reliability(calibrated.confidence, calibrated.hits)
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
        + table(("minimum confidence", "images answered", "of these right"), rows)
    )


def _misreads(dataset: Dataset, predictions: Predictions, names: Sequence[str]) -> str:
    indices = misreads(predictions)
    y, given, confidence = predictions.y, predictions.given, predictions.confidence
    first = "" if len(indices) <= _MOST_IMAGES else f" Here are the first {_MOST_IMAGES:,}."
    return (
        f"<h2>Misreads</h2><p>{len(indices):,} of {len(predictions):,} images were misread, the surest mistakes "
        f"first: label → answer, and how probable the network held it to be.{first}</p>"
    ) + gallery(
        dataset.X,
        indices[:_MOST_IMAGES].tolist(),
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
        indices[:_MOST_IMAGES].tolist(),
        lambda i: f"{names[predictions.y[i]]} → {names[looks_like[i]]}",
        lambda i: f"labelled {names[predictions.y[i]]}, looks like {names[looks_like[i]]}",
    )


def _shares(found: Metrics) -> tuple[np.ndarray, ...]:
    return found.precision, found.recall, found.f1


def _per_cent(share: float | None) -> str:
    return "–" if share is None or np.isnan(share) else f"{100 * share:.2f} %"
