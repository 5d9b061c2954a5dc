"""Strokes are the document: a drawing is what the pen did, and pixels are derived from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.network import SIDE
from digitpad.core.setting import Limits

# So large that a drawing of one and a half times the size still has room on the canvas.
_USUAL_SIDE = 18.0
_SCALES, _OFFSETS, _ROTATIONS = Limits(0.01, 10.0), Limits(-28.0, 28.0), Limits(-360.0, 360.0)


class PenSample(NamedTuple):
    """One report of the pointer: canvas units (0 to 28, y down), seconds, and pressure (0 to 1)."""

    x: float
    y: float
    time: float = 0.0
    pressure: float = 1.0


@dataclass(frozen=True, eq=False)
class Stroke:
    """What the pen drew between touching down and lifting: samples (n, 4), columns as in PenSample, n >= 1.

    `device` is what it was drawn with, empty if nobody knows.
    """

    samples: npt.NDArray[np.float64]
    device: str = ""

    @classmethod
    def of(cls, samples: Sequence[PenSample]) -> "Stroke":
        return cls(np.array(samples, np.float64).reshape(-1, 4))

    @property
    def points(self) -> npt.NDArray[np.float64]:
        """The path (n, 2) in canvas units."""
        return self.samples[:, :2]


Drawing = tuple[Stroke, ...]


class Device(StrEnum):
    """What people write with."""

    MOUSE = "mouse"
    PEN = "pen"
    FINGER = "finger"
    KEYBOARD = "keyboard"
    PICTURE = "picture"  # on paper


def paths(drawing: Iterable[Stroke]) -> list[npt.NDArray[np.float64]]:
    """The path (n, 2) of each stroke."""
    return [stroke.points for stroke in drawing]


@dataclass(frozen=True)
class Placing:
    """How large, where and how a drawing is put: a factor on the usual size, canvas units, degrees clockwise.

    Raises SettingsError for a number out of range.
    """

    scale: float = 1.0
    right: float = 0.0
    down: float = 0.0
    rotation: float = 0.0

    def __post_init__(self) -> None:
        _SCALES.check("The scale", self.scale)
        _OFFSETS.check("The offset to the right", self.right)
        _OFFSETS.check("The offset down", self.down)
        _ROTATIONS.check("The rotation", self.rotation)

    def apply(self, drawing: Drawing) -> Drawing:
        """The drawing, of any units with y down, in canvas units; time and pressure stay as they are.

        The longer side of its box becomes 18 units, times the scale. The middle of the box comes to the middle of the
        canvas, about which the drawing is turned before it is moved. A pen that would leave the canvas goes along its
        edge, as it does in the window.
        """
        if not drawing:
            return drawing
        points = np.concatenate(paths(drawing))
        low, high = points.min(axis=0), points.max(axis=0)
        extent = (high - low).max()
        scale = _USUAL_SIDE * self.scale / extent if extent > 0 else 0.0
        angle = np.radians(self.rotation)
        turn = scale * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        middle = SIDE / 2 + np.array([self.right, self.down])

        def placed(samples: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            spots = (samples[:, :2] - (low + high) / 2) @ turn + middle
            return np.concatenate([np.minimum(np.maximum(spots, 0), SIDE), samples[:, 2:]], axis=1)

        return tuple(Stroke(placed(stroke.samples)) for stroke in drawing)
