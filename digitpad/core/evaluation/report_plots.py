"""The plots of a report, as SVG."""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from digitpad.core.calibration import Reliability
from digitpad.core.evaluation.coverage import CoverageCurve
from digitpad.core.evaluation.robustness import Curve
from digitpad.core.intervals import wilson

# Okabe and Ito's colours, which people with any colour vision tell apart.
_BLUE, _ORANGE = "#0072B2", "#D55E00"


def reliability_plot(before: Reliability, after: Reliability | None) -> str:
    """Share of right answers against their mean probability, with 95 % intervals; `after` is with temperature."""
    figure, axes = _figure()
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
    axes.set_ylabel("of these right, %")
    if after is not None:
        axes.legend(frameon=False)
    return _svg(figure)


def coverage_plot(curve: CoverageCurve) -> str:
    """Accuracy on the images that are answered, against how many are."""
    figure, axes = _figure()
    axes.plot(100 * curve.coverage, 100 * curve.accuracy, color=_BLUE)
    axes.set_xlim(0, 100)
    axes.set_ylim(top=100)
    axes.set_xlabel("images answered, %")
    axes.set_ylabel("of these right, %")
    return _svg(figure)


def strength_plot(title: str, curves: Sequence[Curve], names: Sequence[str]) -> str:
    """Accuracy with its 95 % interval against the strength of a distortion, for each of one or two models."""
    figure, axes = _figure()
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
    axes.set_ylabel("read rightly, %")
    if len(curves) > 1:
        axes.legend(frameon=False)
    return _svg(figure)


def _figure() -> tuple[Any, Any]:
    from matplotlib.figure import Figure  # takes half a second to load, and only this needs it

    figure = Figure(figsize=(5, 4), layout="constrained")
    axes = figure.subplots()
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _plain(name: str) -> str:
    """A name as a label: neither a formula, which dollars would make it, nor left out for a first underscore."""
    return "“" + name.replace("$", r"\$") + "”"


def _svg(figure: Any) -> str:
    import matplotlib as mpl

    text = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "digitpad", "svg.fonttype": "none"}):  # the same bytes each time
        figure.savefig(text, format="svg", metadata={"Date": None})
    svg = text.getvalue()
    return svg[svg.index("<svg") :]
