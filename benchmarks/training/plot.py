"""The picture docs/speed.png."""

from pathlib import Path

import matplotlib

matplotlib.use("agg")

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullFormatter

from benchmarks.training.contestants import BEST, LIMIT, OWN
from benchmarks.training.report import MetricBuffers, quartiles, ratios

_OWN, _OTHER, _LIMIT = "#d55e00", "#0072b2", "#555555"
_COLOURS = (_LIMIT, _OWN, _OTHER, "#009e73", "#e69f00", "#cc79a7", "#56b4e9")  # Okabe and Ito's
_STYLES = dict(zip(BEST, zip(_COLOURS, ("--", "o-", "s-", "v-", "D-", "^-", "x-"), strict=True), strict=True))
_PLAIN = FuncFormatter(lambda value, _: f"{value:,g}")


def draw(path: Path, learning: MetricBuffers, growth: dict[str, MetricBuffers]) -> None:
    """Above, medians and quartiles of all contestants for each task; below, how an epoch's time grows."""
    names = list(next(iter(learning.values())))
    figure = plt.figure(figsize=(11, 8))
    halves = figure.add_gridspec(2, 1, height_ratios=[3, 2], hspace=0.35)
    grid = halves[0].subgridspec(1, len(learning), wspace=0.08)
    order = sorted(names, key=lambda name: -np.median(ratios(next(iter(learning.values())))[name]))
    for column, (task, times) in enumerate(learning.items()):
        axes = figure.add_subplot(grid[column])
        _ranking(axes, order, {name: quartiles(own) for name, own in ratios(times).items()})
        axes.set_title(f"batch {task.batch}, {task.hidden} hidden units", fontsize=10)
        axes.set_yticks(range(len(order)), order if column == 0 else [""] * len(order))
        axes.tick_params(axis="y", length=0)
    grid = halves[1].subgridspec(1, len(growth), wspace=0.25)
    for column, (of, results) in enumerate(growth.items()):
        axes = figure.add_subplot(grid[column])
        _growth(axes, of, results)
        if column == 0:
            axes.set_ylabel("ms an epoch")
            axes.legend(frameon=False, fontsize=8)
    figure.text(0.5, 0.41, "multiples of the time of a step's dense matrix products alone", ha="center", fontsize=9)
    figure.savefig(path, dpi=120, bbox_inches="tight")


def _ranking(axes: Axes, order: list[str], spreads: dict[str, tuple[float, float, float]]) -> None:
    for place, name in enumerate(order):
        median, low, high = spreads[name]
        colour = _OWN if name == OWN else _LIMIT if name == LIMIT else _OTHER
        axes.plot([low, high], [place, place], color=colour, linewidth=2)
        axes.plot(median, place, "o", color=colour, markersize=5)
        axes.annotate(f"{median:.2f}", (median, place), (0, 5), textcoords="offset points", ha="center", fontsize=7)
    axes.axvline(1, color=_LIMIT, linewidth=0.8)
    axes.set_xscale("log")
    axes.set_xlim(0.35, 1.3 * max(6.0, *(high for _, _, high in spreads.values())))
    axes.set_xticks([0.5, 1, 2, 5])
    axes.xaxis.set_major_formatter(_PLAIN)
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_ylim(-0.6, len(order) - 0.2)
    axes.grid(axis="x", linewidth=0.3)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _growth(axes: Axes, of: str, results: MetricBuffers) -> None:
    x = [getattr(task, of) for task in results]
    for name in next(iter(results.values())):
        y = [np.median(times[name]) * 1e3 for times in results.values()]
        colour, style = _STYLES[name]
        axes.plot(x, y, style, color=colour, label=name, linewidth=1, markersize=4)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.xaxis.set_major_formatter(_PLAIN)
    axes.yaxis.set_major_formatter(_PLAIN)
    axes.set_xlabel({"images": "images", "hidden": "hidden units", "batch": "batch size"}[of])
    axes.grid(linewidth=0.3)
    axes.spines[["top", "right"]].set_visible(False)
