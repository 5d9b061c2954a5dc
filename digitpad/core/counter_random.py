"""Random numbers that are a function of where they are used, not of what was drawn before.

A number is the hash of a key and a counter, and the key that of the seed, the epoch, the image, …. So the same image is
varied in the same way however the images are batched, and nothing has to be kept to go on where a training stopped.
The hash is SplitMix64's (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
"""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Hashed = TypeVar("Hashed", Keys, np.uint64)

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def key_of(seed: int, *places: int) -> np.uint64:
    """The key for a seed and the places, whole numbers from 0, at which random numbers are needed."""
    key = np.zeros(1, np.uint64)
    for number in (seed, *places):
        key = derived(key, np.array([number], np.uint64))
    return np.uint64(key[0])


def derived(key: Keys | np.uint64, places: npt.NDArray[np.integer]) -> Keys:
    """A key of its own for each of the places, whole numbers from 0."""
    return mixed(key ^ (places.astype(np.uint64) + np.uint64(1)) * GOLDEN)


def uniform(keys: Keys | np.uint64, count: int) -> npt.NDArray[np.float64]:
    """`count` numbers in [0, 1), evenly spread, for each key: (…, count)."""
    counters = np.arange(1, count + 1, dtype=np.uint64) * GOLDEN
    hashes = mixed(np.asarray(keys)[..., None] + counters)
    return (hashes >> np.uint64(11)).astype(np.float64) * 2.0**-53


def bell(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Numbers (…) of mean 0 and variance 1 from even ones (…, 3): close to a normal distribution, but none beyond 3."""
    return 2 * np.asarray(numbers.sum(axis=-1)) - 3


def mixed(numbers: Hashed) -> Hashed:
    """The hash of one number, or of each; in kernels, too."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * _FIRST
    numbers = (numbers ^ (numbers >> np.uint64(27))) * _SECOND
    return numbers ^ (numbers >> np.uint64(31))
