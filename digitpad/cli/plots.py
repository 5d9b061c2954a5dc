"""The curves of a run as a picture for a report, drawn without a window."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from digitpad.core.errors import DataError
from digitpad.core.files import check_can_write, explained_write
from digitpad.core.training.history import History
from digitpad.core.training.range_test import RateTried

_FORMATS = ("png", "svg", "pdf")
# Okabe and Ito's colours, which people with any colour vision tell apart.
_TRAINING, _VALIDATION = "#0072B2", "#D55E00"


def check_plots(path: Path) -> None:
    """Raise DataError, in words, when no plots can be written to `path`."""
    if _format(path) not in _FORMATS:
        raise DataError(f"{path} is of no format for plots; let its name end in .{', .'.join(_FORMATS)}.")
    check_can_write(path, DataError)


def write_plots(path: Path, history: History) -> None:
    """Write cost and accuracy per epoch, side by side, for the training and validation sets."""
    from matplotlib.figure import Figure  # takes half a second to load, and only this needs it
    from matplotlib.ticker import MaxNLocator

    epochs = [each.epoch for each in history.epochs]
    figure = Figure(figsize=(10, 4), layout="constrained")
    for axes, quantity, unit in zip(figure.subplots(1, 2), ("cost", "accuracy"), (" per image", ""), strict=True):
        for part, colour, style in (("train", _TRAINING, "-"), ("validation", _VALIDATION, "--")):
            values = [getattr(each, f"{part}_{quantity}") for each in history.epochs]
            marker = "o" if len(epochs) == 1 else ""
            label = "training" if part == "train" else part
            axes.plot(epochs, values, style, color=colour, marker=marker, label=label)
        axes.set_xlabel("epoch")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_ylabel(quantity + unit)
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper center", ncols=2, frameon=False)
    _save(figure, path)


def write_rates(path: Path, tried: Sequence[RateTried], suggestion: float | None) -> None:
    """Write the cost over the learning rates of a range test, with the suggested one marked."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    rates = [each.learning_rate for each in tried]
    axes.plot(rates, [each.cost for each in tried], color=_TRAINING, alpha=0.3, label="batches")
    axes.plot(rates, [each.smoothed for each in tried], color=_TRAINING, label="smoothed")
    if suggestion:
        axes.axvline(suggestion, color=_VALIDATION, linestyle="--", label=f"suggestion, {suggestion:.2g}")
    axes.set_xscale("log")
    axes.set_ylim(0, 1.1 * max((each.smoothed for each in tried), default=1))
    axes.set_xlabel("learning rate")
    axes.set_ylabel("cost per image")
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    _save(figure, path)


def _save(figure: Any, path: Path) -> None:
    with explained_write(path, DataError) as file:
        figure.savefig(file, format=_format(path), dpi=150)


def _format(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")
