"""Strokes are the document: a drawing is what the pen did, and pixels are derived from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class PenSample(NamedTuple):
    """One report of the pointer: canvas units (0 to 28, y down), seconds, and pressure (0 to 1)."""

    x: float
    y: float
    time: float = 0.0
    pressure: float = 1.0


@dataclass(frozen=True, eq=False)
class Stroke:
    """What the pen drew between touching down and lifting: samples (n, 4), columns as in PenSample, n >= 1."""

    samples: npt.NDArray[np.float64]

    @classmethod
    def of(cls, samples: Sequence[PenSample]) -> "Stroke":
        return cls(np.array(samples, np.float64).reshape(-1, 4))

    @property
    def points(self) -> npt.NDArray[np.float64]:
        """The path (n, 2) in canvas units."""
        return self.samples[:, :2]


Drawing = tuple[Stroke, ...]


def paths(drawing: Iterable[Stroke]) -> list[npt.NDArray[np.float64]]:
    """The path (n, 2) of each stroke."""
    return [stroke.points for stroke in drawing]
