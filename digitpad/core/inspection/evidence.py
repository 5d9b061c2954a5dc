"""What each pixel of an image adds to one digit's logit and takes from another's.

With the hidden units that fire held fast, a network with relu or leaky-relu is linear in its image:
A2_j = slope_j * A1_j, so for an image x the logits of the digit d and of its rival r differ by

    z_d - z_r = sum_p x_p v_p + c    with  v_p = sum_j W1_pj * slope_j * (W2_jd - W2_jr)
                                     and   c   = sum_j b1_j * slope_j * (W2_jd - W2_jr) + b2_d - b2_r

Counted from paper (x_p = -1), so that a pixel without ink adds nothing, pixel p adds (x_p + 1) v_p, and c - sum_p v_p
is left. This is exact. For other activations v is the average of the gradient on the straight way from a blank page to
the image (integrated gradients, Sundararajan, Taly and Yan 2017); what is left then is the difference on a blank page.
"""

from dataclasses import dataclass

import numpy as np

from digitpad.core.activations import ACTIVATIONS
from digitpad.core.network import BACKGROUND, PIXELS, Floats, Network

_PIECEWISE_LINEAR = ("relu", "leaky-relu")
_POINTS = 48  # on the way from the blank page; the error is far below what is shown


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
    gradient: Floats = _hidden_slopes(network, network.forward(X).A1, digit, rival) @ network.W1.T
    return gradient


def _hidden_slopes(network: Network, A1: Floats, digit: int, rival: int) -> Floats:
    slopes: Floats = ACTIVATIONS[network.activation].slope(A1) * (network.W2[:, digit] - network.W2[:, rival])
    return slopes


def _mean_slopes(network: Network, X: Floats, digit: int, rival: int) -> Floats:
    """The average gradient (784,) on the way from a blank page to X, by Gauss and Legendre's rule."""
    places, weights = np.polynomial.legendre.leggauss(_POINTS)
    way = ((places + 1) / 2).astype(network.dtype)[:, None]
    gradients = slopes_at(network, BACKGROUND + way * (X - network.dtype.type(BACKGROUND)), digit, rival)
    mean: Floats = (weights / 2).astype(network.dtype) @ gradients
    return mean
