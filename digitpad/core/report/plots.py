"""Plots as files and for reports, drawn by matplotlib, which is an optional package."""

import html
import importlib.util
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from digitpad.core.errors import DataError, MissingPackage, SettingsError
from digitpad.core.evaluation.confidence import Reliability
from digitpad.core.evaluation.evaluation import CoverageCurve
from digitpad.core.evaluation.robustness import Curve
from digitpad.core.files import check_can_write, explained_write
from digitpad.core.scoring import wilson
from digitpad.core.training.history import History
from digitpad.core.training.rate_finder import RateTried

# Okabe and Ito's colours, which people with any colour vision tell apart.
_BLUE, _ORANGE = "#0072B2", "#D55E00"
_FORMATS = ("png", "svg", "pdf")


def reliability_plot(before: Reliability, after: Reliability | None) -> str:
    """Share of right answers against their mean probability, with 95 % intervals; `after` is with temperature."""
    figure, axes = new_figure()
    axes.plot([0, 100], [0, 100], "--", color="grey", linewidth=1)
    for found, colour, marker, label in ((before, _BLUE, "o", "as it is"), (after, _ORANGE, "D", "with temperature")):
        if found is None:
            continue
        filled = np.flatnonzero(found.counts)
        accuracy = 100 * found.accuracy[filled]
        low, high = 100 * np.array([wilson(int(found.hits[each]), int(found.counts[each])) for each in filled]).T
        # Rounding may leave an end of the interval a hair inside.
        errors = np.maximum([accuracy - low, high - accuracy], 0)
        axes.errorbar(
            100 * found.confidence[filled], accuracy, errors, fmt=marker, color=colour, markersize=4, label=label
        )
    axes.set_xlabel("mean probability of the answers, %")
    axes.set_ylabel("of these correct, %")
    if after is not None:
        axes.legend(frameon=False)
    return _svg(figure, "Reliability: how often answers of each probability are correct")


def coverage_plot(curve: CoverageCurve) -> str:
    """Accuracy on the answered images, by how many are answered."""
    figure, axes = new_figure()
    axes.plot(100 * curve.coverage, 100 * curve.accuracy, color=_BLUE)
    axes.set_xlim(0, 100)
    axes.set_ylim(top=100)
    axes.set_xlabel("images answered, %")
    axes.set_ylabel("of these correct, %")
    return _svg(figure, "Accuracy on the answered images, by how many are answered")


def strength_plot(title: str, curves: Sequence[Curve], names: Sequence[str]) -> str:
    """Accuracy with its 95 % interval against the strength of a distortion, for each of one or two models."""
    figure, axes = new_figure()
    for curve, colour, name in zip(curves, (_BLUE, _ORANGE), names, strict=False):
        low, high = 100 * np.array(curve.intervals).T
        axes.fill_between(curve.strengths, low, high, color=colour, alpha=0.2, linewidth=0)
        axes.plot(
            curve.strengths,
            100 * np.array(curve.accuracies),
            color=colour,
            marker="o",
            markersize=3,
            label=_plain(name),
        )
    axes.set_ylim(0, 102)
    axes.set_xlabel(title)
    axes.set_ylabel("read correctly, %")
    if len(curves) > 1:
        axes.legend(frameon=False)
    return _svg(figure, f"Accuracy against {_plain(title)}")


def new_figure(width: float = 5) -> tuple[Any, Any]:
    """A matplotlib figure of that width and of 4 inches in height, and its axes."""
    from matplotlib.figure import Figure  # takes half a second to load, and only this needs it

    figure = Figure(figsize=(width, 4), layout="constrained")
    axes = figure.subplots()
    _calm(axes)
    return figure, axes


def _calm(axes: Any) -> None:
    """With a faint grid, and without a frame."""
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)


def _plain(name: str) -> str:
    """A name as a label: neither a formula, which dollars would make it, nor left out for a first underscore."""
    return "“" + name.replace("$", r"\$") + "”"


def _svg(figure: Any, name: str) -> str:
    import matplotlib as mpl

    text = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "digitpad", "svg.fonttype": "none"}):  # the same bytes each time
        figure.savefig(text, format="svg", metadata={"Date": None})
    svg = text.getvalue()
    return svg[svg.index("<svg") :].replace("<svg", f'<svg role="img" aria-label="{html.escape(name)}"', 1)


def check_matplotlib() -> None:
    """Raise MissingPackage if matplotlib is not installed."""
    if importlib.util.find_spec("matplotlib") is None:
        raise MissingPackage.of("A plot", "matplotlib", "plots")


def check_plots(path: Path) -> None:
    """Raise, in words, when no plots can be written to `path`.

    That is MissingPackage without matplotlib, SettingsError for another ending, else DataError.
    """
    check_matplotlib()
    if _format(path) not in _FORMATS:
        raise SettingsError(f"Plots can be saved as .png, .svg or .pdf, not as {path.name}; choose another name.")
    check_can_write(path, DataError)


def write_plots(path: Path, history: History) -> None:
    """Write cost and accuracy per epoch, side by side, for the training and validation sets."""
    from matplotlib.figure import Figure  # takes half a second to load, and only this needs it

    figure = Figure(figsize=(10, 4), layout="constrained")
    draw_history(figure, history)
    save_figure(figure, path)


def draw_history(figure: Any, history: History) -> Any:
    """Draw cost and accuracy per epoch on a matplotlib figure, training solid, validation dashed; returns the axes."""
    from matplotlib.ticker import MaxNLocator

    epochs = [each.epoch for each in history.epochs]
    both = figure.subplots(1, 2)
    for axes, quantity, unit in zip(both, ("cost", "accuracy"), (" per image", ""), strict=True):
        for part, colour, style in (("train", _BLUE, "-"), ("validation", _ORANGE, "--")):
            values = [getattr(each, f"{part}_{quantity}") for each in history.epochs]
            marker = "o" if len(epochs) == 1 else ""
            label = "training" if part == "train" else part
            axes.plot(epochs, values, style, color=colour, marker=marker, label=label)
        axes.set_xlabel("epoch")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_ylabel(quantity + unit)
        _calm(axes)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper center", ncols=2, frameon=False)
    return both


def write_rates(path: Path, tried: Sequence[RateTried], suggestion: float | None) -> None:
    """Write the cost over the learning rates that were tried, with the suggested one marked."""
    figure, axes = new_figure(6)
    rates = [each.learning_rate for each in tried]
    axes.plot(rates, [each.cost for each in tried], color=_BLUE, alpha=0.3, label="batches")
    axes.plot(rates, [each.smoothed for each in tried], color=_BLUE, label="smoothed")
    if suggestion:
        axes.axvline(suggestion, color=_ORANGE, linestyle="--", label=f"suggestion, {suggestion:.2g}")
    axes.set_xscale("log")
    axes.set_ylim(0, 1.1 * max((each.smoothed for each in tried), default=1))
    axes.set_xlabel("learning rate")
    axes.set_ylabel("cost per image")
    axes.legend(frameon=False)
    save_figure(figure, path)


def save_figure(figure: Any, path: Path) -> None:
    """Write a matplotlib figure in the format of the name's ending. Raises DataError when that cannot be done."""
    with explained_write(path, DataError) as file:
        figure.savefig(file, format=_format(path), dpi=150)


def _format(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")
