"""What each pixel of an image adds to one digit's logit and takes from another's.

With the hidden units that fire held fast, a network with relu or leaky-relu is linear in its image:
A2_j = slope_j * A1_j, so for an image x the logits of the digit d and of its rival r differ by

    z_d - z_r = sum_p x_p v_p + c    with  v_p = sum_j W1_pj * slope_j * (W2_jd - W2_jr)
                                     and   c   = sum_j b1_j * slope_j * (W2_jd - W2_jr) + b2_d - b2_r

Counted from paper (x_p = -1), so that a pixel without ink adds nothing, pixel p adds (x_p + 1) v_p, and c - sum_p v_p
is left. This is exact. For other activations v is the average of the gradient on the straight way from a blank page to
the image (integrated gradients, Sundararajan, Taly and Yan 2017); what is left then is the difference on a blank page.

To say where the evidence lies, the ink's box is cut into three rows and three columns. A part that is one level stroke
is a bar, one upright stroke in the middle a stem; all others are called by their place.

And what would turn the answer: the smallest change of the image. As in DeepFool (Moosavi-Dezfooli, Fawzi and Frossard
2016), the boundary between two answers is taken for flat, and steps go to the nearest point of that plane until the
answer has turned; here within the bounds of ink. The way there is then cut as short as still turns the answer, and from
the plane at its end the search goes on with the point that is nearest to the *original* image, as in FAB (Croce and
Hein 2020). The shortest of all the ways is the answer.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from digitpad.core.activations import ACTIVATIONS
from digitpad.core.drawing.normalise import Ink
from digitpad.core.network import BACKGROUND, CLASSES, INK, PIXELS, SIDE, Floats, Network
from digitpad.core.tasks import Progress, Task

DrawingPart = Literal[
    "top left", "top", "top right", "left", "middle", "right", "bottom left", "bottom", "bottom right",
    "left side", "right side", "top bar", "bar", "bottom bar", "stem",
]  # fmt: skip
PARTS: tuple[DrawingPart, ...] = get_args(DrawingPart)

_PLACES: tuple[tuple[DrawingPart, ...], ...] = (
    ("top left", "top", "top right"),
    ("left", "middle", "right"),
    ("bottom left", "bottom", "bottom right"),
)
_BARS: tuple[DrawingPart, ...] = ("top bar", "bar", "bottom bar")
_SLIM = 2.2  # times as high as wide, a drawing has no left and right
_STROKE = 0.85  # of the length of a part, and
_LONGER = 1.5  # times its width, makes a stroke level or upright
_INK = 0.3
_SECOND = 0.5  # of the evidence of the strongest part, for a second one to be worth a word
_EDGES: dict[DrawingPart, frozenset[DrawingPart]] = {
    "top": frozenset(_PLACES[0]),
    "bottom": frozenset(_PLACES[2]),
    "left side": frozenset(row[0] for row in _PLACES),
    "right side": frozenset(row[2] for row in _PLACES),
}

_PIECEWISE_LINEAR = ("relu", "leaky-relu")
_POINTS = 48  # on the way from the blank page; the error is far below what is shown
# The search for the smallest change.
_STEPS = 30
_PATIENCE = 8  # steps without a shorter way
_HALVINGS = 20
_BEYOND = 1.002  # a plane is aimed at from a little behind it
_MARGIN = 1e-3  # by which the rival's logit is to win


@dataclass(frozen=True, eq=False)
class Evidence:
    """What pixels (784,) add to the difference z_d - z_r, and the rest, which is not the ink's.

    `difference` is z_d - z_r as the network computes it; `pixels` and `rest` add up to it. `exact` tells whether that
    follows from the arithmetic, or holds but for the error of an average.
    """

    pixels: Floats
    rest: float
    difference: float
    exact: bool


def evidence(network: Network, X: Floats, digit: int, rival: int) -> Evidence:
    """What in the image X (1, 784) speaks for the digit rather than for its rival."""
    forward = network.forward(X)
    difference = float(forward.Z[0, digit]) - float(forward.Z[0, rival])
    exact = network.activation in _PIECEWISE_LINEAR
    if exact:
        hidden = _hidden_slopes(network, forward.A1, digit, rival)[0]
        slopes = network.W1 @ hidden
        rest = float(network.b1 @ hidden + network.b2[digit] - network.b2[rival] - slopes.sum(dtype=np.float64))
    else:
        slopes = _mean_slopes(network, X, digit, rival)
        blank = network.forward(np.full((1, PIXELS), BACKGROUND, network.dtype)).Z[0]
        rest = float(blank[digit]) - float(blank[rival])
    return Evidence((X[0] - X.dtype.type(BACKGROUND)) * slopes, rest, difference, exact)


def slopes_at(network: Network, X: Floats, digit: int, rival: int) -> Floats:
    """The gradient (n, 784) of z_digit - z_rival with respect to the images X (n, 784)."""
    return _hidden_slopes(network, network.forward(X).A1, digit, rival) @ network.W1.T


def _hidden_slopes(network: Network, A1: Floats, digit: int, rival: int) -> Floats:
    return ACTIVATIONS[network.activation].slope(A1) * (network.W2[:, digit] - network.W2[:, rival])


def _mean_slopes(network: Network, X: Floats, digit: int, rival: int) -> Floats:
    """The average gradient (784,) on the way from a blank page to X, by Gauss and Legendre's rule."""
    places, weights = np.polynomial.legendre.leggauss(_POINTS)
    way = ((places + 1) / 2).astype(network.dtype)[:, None]
    gradients = slopes_at(network, BACKGROUND + way * (X - network.dtype.type(BACKGROUND)), digit, rival)
    return (weights / 2).astype(network.dtype) @ gradients


def evidence_by_part(pixels: Floats, ink: Ink) -> dict[DrawingPart, float]:
    """The sum of the evidence (784,) in each part of the ink (28, 28); nothing for a blank page."""
    found: defaultdict[DrawingPart, float] = defaultdict(float)
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    if not len(rows):
        return {}
    evidence = pixels.reshape(SIDE, SIDE)
    (top, bottom), (left, right) = ((each[0], each[-1] + 1) for each in (rows, columns))
    height, width = bottom - top, right - left
    down = _cut(top, bottom, 1 if width > _SLIM * height else 3)
    across = _cut(left, right, 1 if height > _SLIM * width else 3)
    for row, vertical in enumerate(down):
        for column, horizontal in enumerate(across):
            at = (row if len(down) == 3 else 1), (column if len(across) == 3 else 1)
            part = _part_at(*at, ink[vertical, horizontal]) if len(down) == len(across) else _PLACES[at[0]][at[1]]
            found[part] += float(evidence[vertical, horizontal].sum(dtype=np.float64))
    return dict(found)


def speaking_parts(evidence: dict[DrawingPart, float]) -> tuple[tuple[DrawingPart, ...], tuple[DrawingPart, ...]]:
    """The one or two parts that speak most for a digit, and those that speak most against it; perhaps none."""
    return _strongest(evidence), _strongest({part: -value for part, value in evidence.items()})


def _strongest(evidence: dict[DrawingPart, float]) -> tuple[DrawingPart, ...]:
    """Two in the same row or column at the edge are one side of the drawing."""
    ranked = sorted((part for part in evidence if evidence[part] > 0), key=lambda part: -evidence[part])
    chosen = tuple(part for part in ranked[:2] if evidence[part] >= _SECOND * evidence[ranked[0]])
    if len(chosen) == 2:
        whole = next((name for name, edge in _EDGES.items() if edge.issuperset(chosen)), None)
        return (whole,) if whole else chosen
    return chosen


def _cut(start: int, end: int, count: int) -> list[slice]:
    edges = np.linspace(start, end, count + 1).round().astype(int).tolist()
    return [slice(*each) for each in pairwise(edges)]


def _part_at(row: int, column: int, ink: Ink) -> DrawingPart:
    mask = ink > _INK
    level, upright = _longest_run(mask), _longest_run(mask.T)
    if mask.size and level >= _STROKE * mask.shape[1] and level >= _LONGER * upright:
        return _BARS[row]
    if column == 1 and row > 0 and mask.size and upright >= _STROKE * mask.shape[0] and upright >= _LONGER * level:
        return "stem"
    return _PLACES[row][column]


def _longest_run(mask: npt.NDArray[np.bool_]) -> int:
    """The most pixels in one row of a mask that lie side by side."""
    longest, run = 0, np.zeros(len(mask), np.int64)
    for column in mask.T:
        run = np.where(column, run + 1, 0)
        longest = max(longest, int(run.max(initial=0)))
    return longest


@dataclass(frozen=True, eq=False)
class Change:
    """The changed image (784,), which the network reads as the rival, and its Euclidean distance from the original."""

    image: Floats
    distance: float


def smallest_change_task(network: Network, X: Floats, rival: int) -> Task[Change | None]:
    """A change of the image X (1, 784) within -1 to 1 after which the network answers with the rival; None if none is
    found.

    It is small, and often the smallest, but that is not proved. As work for the background: yields how much is done.
    """
    original = X.astype(network.dtype, copy=False)
    point, best, best_step = original, None, 0
    for step in range(_STEPS):
        if best and step - best_step > _PATIENCE:
            break
        yield Progress(step / _STEPS)
        Z = network.forward(point).Z[0].astype(np.float64)
        strongest = int(np.argmax(np.where(np.arange(CLASSES) == rival, -np.inf, Z)))
        lead = float(Z[strongest] - Z[rival])
        start = point
        if lead < 0:
            found = _cut_short(network, original, point, rival)
            if best is None or found.distance < best.distance:
                best, best_step = found, step
            point, start, lead = found.image[None], original, 0.0
        gradient = slopes_at(network, point, strongest, rival)[0].astype(np.float64)
        # The plane is lead + gradient (x - point) = 0, seen from where the step starts.
        reach = lead + _MARGIN + float(gradient @ (start - point)[0])
        point = _least_move(start[0].astype(np.float64), gradient, _BEYOND * reach).astype(network.dtype)[None]
    return best


@dataclass(frozen=True, eq=False)
class Counterfactual:
    """An image (784,), the smallest change found that makes it the rival (None if none), and both probabilities (10,).

    Without a change, both are those of the image.
    """

    rival: int
    before: Floats
    after: Floats | None
    P_before: Floats
    P_after: Floats


def counterfactual_task(network: Network, X: Floats, rival: int) -> Task[Counterfactual]:
    """How the image X (1, 784) would have to be, to be read as the rival."""
    found = yield from smallest_change_task(network, X, rival)
    P = network.predict_proba(X)[0]
    if found is None:
        return Counterfactual(rival, X[0], None, P, P)
    return Counterfactual(rival, X[0], found.image, P, network.predict_proba(found.image[None])[0])


def _least_move(x: Floats, gradient: Floats, reach: float) -> Floats:
    """The point next to x (784,) within the bounds where gradient (x' - x) = -reach, or the last before them.

    By its optimality conditions it is clip(x - t * gradient) for some t >= 0, which is found by bisection.
    """
    if reach <= 0 or not gradient.any():
        return x

    def moved(t: float) -> Floats:
        return np.clip(x - t * gradient, BACKGROUND, INK)

    low, high = 0.0, reach / float(gradient @ gradient)
    for _ in range(60):
        if float(gradient @ (x - moved(high))) >= reach:
            break
        low, high = high, 2 * high
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if float(gradient @ (x - moved(middle))) >= reach else (middle, high)
    return moved(high)


def _cut_short(network: Network, original: Floats, turned: Floats, rival: int) -> Change:
    """The shortest part of the straight way from the original to a turned image that turns the answer, too."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        there = original + network.dtype.type(middle) * (turned - original)
        low, high = (low, middle) if network.predict(there)[0] == rival else (middle, high)
    image = original + network.dtype.type(high) * (turned - original)
    return Change(image[0], float(np.linalg.norm((image - original)[0].astype(np.float64))))
