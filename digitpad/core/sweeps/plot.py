"""The picture of a sweep, drawn by matplotlib, which is an optional package."""

from pathlib import Path
from typing import Any

from digitpad.core.report.plots import save_figure
from digitpad.core.runs.comparison import Spread
from digitpad.core.runs.title import shown_value
from digitpad.core.sweeps.results import SweepResults

_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")  # Okabe and Ito's


def write_sweep_plot(path: Path, results: SweepResults) -> None:
    """Write validation accuracies, solid, and test accuracies, hollow, with a deviation to each side, over the values.

    Raises DataError when that cannot be done.
    """
    from matplotlib.figure import Figure  # takes half a second to load, and only this needs it

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    first = results.settings[0]
    rows = next(iter(results.lines.values()))
    for number, (label, line) in enumerate(results.lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        for name, spreads, marker, face in (
            ("validation", [row.group.validation for row in line], "o-", colour),
            ("test", [row.group.test for row in line], "D", "none"),
        ):
            _draw(axes, spreads, ", ".join(filter(None, (label, name))), marker, colour, face)
    axes.set_xticks(range(len(rows)), [shown_value(first, row.values[0]) for row in rows])
    axes.set_xlabel(first.title.lower())
    axes.set_ylabel("read correctly, %")
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    save_figure(figure, path)


def _draw(axes: Any, spreads: list[Spread], label: str, marker: str, colour: str, face: str) -> None:
    known = [(at, each) for at, each in enumerate(spreads) if each.mean is not None]
    places, means = [at for at, _ in known], [100 * (each.mean or 0) for _, each in known]
    errors = [100 * (each.deviation or 0) for _, each in known]
    axes.errorbar(places, means, errors, fmt=marker, color=colour, markerfacecolor=face, capsize=3, label=label)
