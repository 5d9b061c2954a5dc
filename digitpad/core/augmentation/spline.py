"""Smooth displacement fields from a coarse grid of control points.

Simard, Steinkraus and Platt (2003, "Best practices for convolutional neural networks applied to visual document
analysis") smooth a field of random numbers with a Gaussian of 4 pixels. A cubic B-spline with control points 7 pixels
apart is the same to the eye: its bump has a standard deviation of 7 / sqrt(3) = 4.04 pixels. It costs a fifth.
"""

import numpy as np

from digitpad.core.network import SIDE

GRID = 7  # control points along each side
SPACING = 7.0  # pixels
# Where the control points lie along a side, in pixels from the image's centre; one is beyond each edge.
CONTROLS = SPACING * (np.arange(GRID) - (GRID - 1) / 2)


def b_spline(t: float) -> float:
    """The cubic B-spline at a distance of t control points: a bump of width 4; copies at distance 1 add up to 1."""
    t = abs(t)
    if t < 1:
        return 2 / 3 - t * t + t**3 / 2
    return (2 - t) ** 3 / 6 if t < 2 else 0.0


# (28, GRID): how much each control point counts for each pixel; the field of controls C is WEIGHTS C WEIGHTS^T.
WEIGHTS = np.array([[b_spline((pixel + 0.5 - SIDE / 2 - at) / SPACING) for at in CONTROLS] for pixel in range(SIDE)])
