"""Plots for notebooks, with matplotlib; each returns its axes, to go on with.

A figure that is returned would be shown twice in a notebook.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.api.model import pixels_of
from digitpad.core.dataset import class_names
from digitpad.core.network import CLASSES, SIDE, Floats, Network
from digitpad.core.report.plots import check_matplotlib, draw_history
from digitpad.core.scoring import confusion_matrix
from digitpad.core.training.history import History

_ACROSS = 10  # pictures in a row


def plot_history(history: History) -> Any:
    """Cost per image and accuracy over the epochs of a training: two axes, training solid, validation dashed."""
    return draw_history(_pyplot().figure(figsize=(9, 3.2), layout="constrained"), history)


def plot_images(images: npt.ArrayLike, titles: Sequence[object] = ()) -> Any:
    """Images on any scale that `Model` takes, ten in a row, with titles if there are any; returns their axes."""
    return _pictures(pixels_of(images), titles, [1.0] * len(pixels_of(images)), "gray")


def plot_weights(network: Network, units: Sequence[int] = range(20)) -> Any:
    """The weights W1 of some hidden units as pictures: blue speaks for the unit, red against it; returns their axes."""
    shown = [unit for unit in units if unit < network.hidden_units]
    weights = network.W1[:, shown].T
    return _pictures(weights, shown, [float(np.abs(each).max()) or 1.0 for each in weights], "RdBu")


def plot_confusion(y: npt.ArrayLike, predicted: npt.ArrayLike, classes: Sequence[str] = ()) -> Any:
    """How many images of each true class, in rows, were read as each class; mistakes coloured. Returns the axes.

    `classes` are the names of those that are no digits.
    """
    counts = confusion_matrix(np.asarray(y), np.asarray(predicted))
    mistakes = counts - np.diag(np.diag(counts))
    _, axes = _pyplot().subplots(figsize=(5, 5), layout="constrained")
    axes.imshow(mistakes, cmap="Oranges", vmax=max(int(mistakes.max()), 1))
    for true, read in np.ndindex(counts.shape):
        axes.text(read, true, str(counts[true, read]), ha="center", va="center", fontsize=8)
    axes.set(xlabel="read as", ylabel="true class" if classes else "true digit")
    axes.set_xticks(range(CLASSES), class_names(classes), rotation=45 if classes else 0)
    axes.set_yticks(range(CLASSES), class_names(classes))
    return axes


def _pictures(X: Floats, titles: Sequence[object], most: Sequence[float], colours: str) -> Any:
    """Pictures X (n, 784), each from -most to most; their axes (n,)."""
    rows, across = -(-len(X) // _ACROSS), min(len(X), _ACROSS)
    _, grid = _pyplot().subplots(rows, across, figsize=(9, rows), squeeze=False, layout="constrained")
    for axes in grid.flat:
        axes.axis("off")
    for number, (axes, image) in enumerate(zip(grid.flat, X, strict=False)):
        axes.imshow(image.reshape(SIDE, SIDE), cmap=colours, vmin=-most[number], vmax=most[number])
        if number < len(titles):
            axes.set_title(str(titles[number]), fontsize=9)
    return grid.ravel()[: len(X)]


def _pyplot() -> Any:
    check_matplotlib()
    from matplotlib import pyplot  # takes half a second to load, and only plots need it

    return pyplot
