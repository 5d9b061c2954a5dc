"""How strict the detector can be, and what each level costs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.normalise import Normalisation, to_input
from digitpad.core.drawing.rasterise import Polyline
from digitpad.core.drawing.render import PackedDrawings, render
from digitpad.core.drawing.strokes import Drawing, Placing, Stroke, paths
from digitpad.core.network import Floats, Network
from digitpad.core.recognition.predict import rejection_reason
from digitpad.core.recognition.rejection import Detector, Level

# The share of digits that each level may refuse, from lenient to strict, and the level that is used at first.
SHARES = (0.0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
USUAL = SHARES.index(0.01)
_NEVER = 1e9  # a score that no image has


class Seen(NamedTuple):
    """What the network sees of drawings: inputs X (n, 784), and which of them the simple rules refuse (n,)."""

    X: Floats
    by_rule: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, drawings: Sequence[Sequence[Polyline]], how: Normalisation) -> "Seen":
        """Of drawings as strokes (n, 2) of any units, put on the canvas."""
        placed = [_on_canvas(drawing) for drawing in drawings]
        X = to_input(render(PackedDrawings.of(map(paths, placed)), how))
        return cls(X, np.array([rejection_reason(drawing) is not None for drawing in placed]))


def _on_canvas(drawing: Sequence[Polyline]) -> Drawing:
    samples = [np.concatenate([path, np.zeros((len(path), 1)), np.ones((len(path), 1))], axis=1) for path in drawing]
    return Placing().apply(tuple(Stroke(each) for each in samples))


def scores_of(network: Network, detector: Detector, seen: Seen) -> npt.NDArray[np.float64]:
    """The detector's scores (n,); infinite for what the simple rules refuse already."""
    scores = detector.scores(network.forward(seen.X.astype(network.dtype, copy=False)).A2)
    return np.where(seen.by_rule, np.inf, scores.astype(np.float64))


def with_levels(
    detector: Detector,
    choosing: Sequence[npt.NDArray[np.float64]],
    evaluating: npt.NDArray[np.float64],
    others: Mapping[str, npt.NDArray[np.float64]],
) -> Detector:
    """The detector with its levels: thresholds from the scores of some digits, and their costs from other scores.

    `choosing` has scores of digits, a lot for each device, `evaluating` those by other writers. A threshold refuses
    its share on the device that needs it most, so that it may hold on devices never seen. What is accepted of no digits
    is the mean over the kinds of `others`. The first level leaves the detector out: the simple rules alone refuse.
    """
    thresholds = [_NEVER]
    for share in SHARES[1:]:
        highest = max(float(np.quantile(scores, 1 - share, method="higher")) for scores in choosing)
        thresholds.append(min(highest, _NEVER))
    levels = [
        Level(
            threshold,
            float(np.mean(evaluating > threshold)),
            float(np.mean([np.mean(scores <= threshold) for scores in others.values()])),
        )
        for threshold in thresholds
    ]
    return replace(detector, levels=tuple(levels), level=USUAL)
