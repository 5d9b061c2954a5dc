"""A drawing as it was written: what was there at each moment, and what a network made of it."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import CollectedDrawing
from digitpad.core.drawing.normalise import AS_DRAWN, Ink, Normalisation, to_input
from digitpad.core.drawing.render import render_each_way
from digitpad.core.drawing.strokes import Drawing, Stroke, paths
from digitpad.core.network import Floats, Network
from digitpad.core.tasks import Progress, Task

_LONGEST_PAUSE = 1.0  # seconds between two samples; longer ones teach nothing
_SPEED = 40.0  # canvas units a second, where no times are known
_FRAMES = 30  # a second
_MOST_FRAMES = 300
_AT_ONCE = 8


@dataclass(frozen=True, eq=False)
class Replay:
    """Moments (n,) in seconds from the first touch, the ink at each (n, 28, 28), and its probabilities (n, 10).

    What has no strokes has one moment.
    """

    times: Floats
    ink: Ink
    P: Floats

    @property
    def answers(self) -> list[tuple[float, int]]:
        """When the answer changed, and to which digit, beginning with the first."""
        digits = self.P.argmax(axis=1)
        first = np.concatenate([[True], digits[1:] != digits[:-1]]) if len(digits) else np.zeros(0, bool)
        return [(float(self.times[at]), int(digits[at])) for at in np.flatnonzero(first)]


def sample_times(drawing: Drawing) -> list[Floats]:
    """When each sample of each stroke was drawn, in seconds from the first one, with long pauses cut short.

    Where no times are known, as though drawn at a usual speed.
    """
    samples = np.concatenate([stroke.samples for stroke in drawing])
    steps = np.diff(samples[:, 2])
    if not (steps > 0).any() or (steps < 0).any():
        steps = np.hypot(*np.diff(samples[:, :2], axis=0).T) / _SPEED
    times = np.concatenate([[0.0], np.cumsum(np.minimum(steps, _LONGEST_PAUSE))])
    return np.split(times, np.cumsum([len(stroke.samples) for stroke in drawing])[:-1])


def drawn_until(drawing: Drawing, times: list[Floats], moment: float) -> Drawing:
    """What was there at a moment; `times` are those of `sample_times`."""
    counts = [int(np.searchsorted(each, moment + 1e-9, side="right")) for each in times]
    return tuple(Stroke(stroke.samples[:n]) for stroke, n in zip(drawing, counts, strict=True) if n)


def collected_replay_task(
    path: Path, number: int, network: Network, normalisation: Normalisation
) -> Task[tuple[CollectedDrawing, Replay]]:
    """A drawing of the collection at `path`, and its replay. Raises CollectionError."""
    with Collection.open(path) as collection:
        drawing = collection.drawing(number)
    if drawing.strokes:
        return drawing, (yield from replay_task(drawing.strokes, network, normalisation))
    yield Progress()
    seen = drawing.ink[None]
    return drawing, Replay(np.zeros(1), seen, network.predict_proba(to_input(seen)))


def replay_task(drawing: Drawing, network: Network, normalisation: Normalisation) -> Task[Replay]:
    """The drawing at some thirty moments a second; `normalisation` is the way to what the network sees."""
    times = sample_times(drawing)
    end = float(times[-1][-1]) if times else 0.0
    moments = np.linspace(0.0, end, min(max(round(end * _FRAMES), 1), _MOST_FRAMES) + 1)
    as_drawn = replace(AS_DRAWN, pen_width=normalisation.pen_width, soft_edge=normalisation.soft_edge)
    inks: list[Ink] = []
    answers: list[Floats] = []
    for first in range(0, len(moments), _AT_ONCE):
        some = [drawn_until(drawing, times, float(each)) for each in moments[first : first + _AT_ONCE]]
        pairs = [render_each_way(paths(each), (as_drawn, normalisation)) for each in some]
        inks += [ink for ink, _ in pairs]
        answers += [*network.predict_proba(to_input(np.stack([seen for _, seen in pairs])))]
        yield Progress(len(inks) / len(moments))
    return Replay(moments, np.stack(inks), np.stack(answers))
