"""The curves of a run as a picture for a report, drawn without a window."""

from pathlib import Path

from digitpad.core.errors import DataError
from digitpad.core.files import check_can_write, explained_write
from digitpad.core.training.history import History

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
    with explained_write(path, DataError) as file:
        figure.savefig(file, format=_format(path), dpi=150)


def _format(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")
