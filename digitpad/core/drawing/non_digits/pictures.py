"""Pictures of no writing at all, as one opens by mistake: filled shapes, stripes, blobs, noise."""

import math

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.rasterise import Image
from digitpad.core.network import SIDE

_Field = npt.NDArray[np.float64]


def picture(rng: np.random.Generator) -> Image:
    """Ink (28, 28), 0 to 1, of one kind or another, at times with noise on it."""
    rows, columns = (np.mgrid[0:SIDE, 0:SIDE] - (SIDE - 1) / 2) / (SIDE / 2)
    angle = rng.uniform(0, math.pi)
    u = columns * math.cos(angle) + rows * math.sin(angle)
    v = rows * math.cos(angle) - columns * math.sin(angle)
    kinds = _shape, _stripes, _blobs, _noise, _silhouette
    ink = kinds[rng.integers(len(kinds))](u, v, rng)
    if rng.random() < 0.3:
        ink = ink + rng.normal(0, 0.1, ink.shape) * (ink > 0.05)
    return np.clip(ink, 0, 1).astype(np.float32)


def _shape(u: _Field, v: _Field, rng: np.random.Generator) -> _Field:
    """A superellipse, from a star to nearly a rectangle, of even or uneven grey."""
    power, width, height = rng.uniform(0.8, 6), rng.uniform(0.3, 0.9), rng.uniform(0.3, 0.9)
    inside = np.abs(u / width) ** power + np.abs(v / height) ** power < 1
    return inside * (rng.uniform(0.4, 1) + rng.normal(0, 0.3) * u)


def _stripes(u: _Field, _v: _Field, rng: np.random.Generator) -> _Field:
    stripes: _Field = 0.5 + 0.5 * np.sin(u * rng.uniform(4, 30) + rng.uniform(0, 6))
    return stripes


def _blobs(_u: _Field, _v: _Field, rng: np.random.Generator) -> _Field:
    """Coarse noise, smoothed."""
    coarse = rng.normal(0, 1, (rng.integers(4, 12),) * 2)
    at, places = np.linspace(0, len(coarse) - 1, SIDE), np.arange(len(coarse))
    tall = np.stack([np.interp(at, places, column) for column in coarse.T])
    field = np.stack([np.interp(at, places, row) for row in tall.T])
    blobs: _Field = 1 / (1 + np.exp(-(field + rng.normal(0, 0.5)) * rng.uniform(2, 8)))
    return blobs


def _noise(u: _Field, _v: _Field, rng: np.random.Generator) -> _Field:
    return np.where(rng.random(u.shape) < rng.uniform(0.05, 0.6), rng.random(u.shape), 0)


def _silhouette(u: _Field, v: _Field, rng: np.random.Generator) -> _Field:
    """Several rectangles together."""
    ink = np.zeros(u.shape)
    for _ in range(rng.integers(2, 6)):
        (x, y), (width, height) = rng.uniform(-0.5, 0.5, 2), rng.uniform(0.15, 0.6, 2)
        inside = (np.abs((u - x) / width) < 1) & (np.abs((v - y) / height) < 1)
        ink = np.maximum(ink, inside * rng.uniform(0.4, 1))
    return ink
