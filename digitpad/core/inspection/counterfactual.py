"""The smallest change of an image that turns the network's answer.

As in DeepFool (Moosavi-Dezfooli, Fawzi and Frossard 2016), the boundary between two answers is taken for flat, and
steps go to the nearest point of that plane until the answer has turned; here within the bounds of ink. The way there is
then cut as short as still turns the answer, and from the plane at its end the search goes on with the point that is
nearest to the *original* image, as in FAB (Croce and Hein 2020). The shortest of all the ways is the answer.
"""

from dataclasses import dataclass

import numpy as np

from digitpad.core.inspection.evidence import slopes_at
from digitpad.core.network import BACKGROUND, CLASSES, INK, Floats, Network
from digitpad.core.tasks import Progress, Task

_STEPS = 30
_PATIENCE = 8  # steps without a shorter way
_HALVINGS = 20
_BEYOND = 1.002  # a plane is aimed at from a little behind it
_MARGIN = 1e-3  # by which the rival's logit is to win


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
        result: Floats = np.clip(x - t * gradient, BACKGROUND, INK)
        return result

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
