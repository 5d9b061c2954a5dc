"""The ten digits as one writes them."""

import numpy as np
import pytest

Drawing = list[np.ndarray]


def arc(x: float, y: float, radius: tuple[float, float], start: float, end: float) -> np.ndarray:
    """A part of an ellipse, from one angle to another in degrees, clockwise as y goes down."""
    angles = np.radians(np.linspace(start, end, 40))
    return np.stack([x + radius[0] * np.cos(angles), y + radius[1] * np.sin(angles)], axis=1)


def line(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, float)


# The ten digits as one writes them, each a list of strokes.
DIGITS: dict[int, Drawing] = {
    0: [arc(10, 10, (6, 9), -90, 270)],
    1: [line((10, 1), (10, 19))],
    2: [np.concatenate([arc(10, 6, (5, 5), 180, 400), line((4, 19), (16, 19))])],
    3: [np.concatenate([arc(9, 6, (5, 5), -150, 90), arc(9, 15, (6, 5), -90, 150)])],
    4: [line((6, 1), (4, 11), (15, 11)), line((13, 1), (12, 20))],
    5: [np.concatenate([line((15, 1), (6, 1), (5, 9)), arc(9, 14, (6, 5.5), -110, 150)])],
    6: [np.concatenate([line((13, 0), (7, 6)), arc(9, 14, (5, 5), -180, 180)])],
    7: [line((4, 2), (16, 2), (9, 20))],
    8: [np.concatenate([arc(10, 5.5, (4.5, 4.5), 90, 450), arc(10, 15, (5, 5), -90, 270)])],
    9: [np.concatenate([arc(9, 6, (5, 5), 0, 360), line((14, 6), (12, 20))])],
}


@pytest.fixture(scope="session")
def digits() -> dict[int, Drawing]:
    """A drawing of each digit."""
    return DIGITS
