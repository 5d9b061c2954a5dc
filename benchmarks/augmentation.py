"""How many training images a second can be varied on one core.

    python -m benchmarks.augmentation [--rounds N] [--write]

Everything but noise is on, and in a second table a shift by whole pixels alone. The ways of digitpad (NumPy for
a whole batch, compiled) take turns with the usual one, SciPy called for each image, on images of MNIST in batches of
32. Medians and ranges; ratios are within a round. Measured is the processor's time, from which other programs take
nothing away.
"""

import time
from collections.abc import Callable

import numpy as np
from scipy import ndimage

from benchmarks.page import options, report, spread, table
from digitpad.core.augmentation.augment import augmented_with_numpy
from digitpad.core.augmentation.augment_kernel import augmented_with_kernel
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.blas import limit_blas_threads
from digitpad.core.counter_random import Keys, derived, key_of
from digitpad.core.network import Floats
from digitpad.core.readers.catalogue import open_datasets

BATCH = 32
EVERYTHING = Augmentation(shift=1.5, rotation=12, scale=0.12, shear=0.2, elastic=3, thickness=0.8)
SHIFT = Augmentation(shift=1)
CROSS = ndimage.generate_binary_structure(2, 1)

Augment = Callable[[Floats, Keys, Augmentation], Floats]


def augmented_with_scipy(X: Floats, keys: Keys, a: Augmentation) -> Floats:
    """The same parts, as they are mostly written: an image at a time, with Gaussian-smoothed displacements."""
    result = np.empty_like(X)
    for image, key, varied in zip(X.reshape(-1, 28, 28), keys, result.reshape(-1, 28, 28), strict=True):
        rng = np.random.default_rng(int(key))
        if not a.deforms:
            by = rng.integers(-int(a.shift), int(a.shift), 2, endpoint=True)
            varied[...] = ndimage.shift(image, by, order=0, cval=-1)
            continue
        changed = (ndimage.grey_dilation, ndimage.grey_erosion)[rng.integers(2)](image, footprint=CROSS)
        inked = image + rng.uniform(0, a.thickness / 2) * (changed - image)
        angle, slant = np.radians(a.rotation) * rng.uniform(-1, 1), a.shear * rng.uniform(-1, 1)
        turned = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        inverse = np.exp(a.scale * rng.uniform(-1, 1)) * np.array([[1, 0], [slant, 1]]) @ turned
        noise = rng.uniform(-1, 1, (2, 28, 28))
        elastic = a.elastic / 5 * 34 * np.stack([ndimage.gaussian_filter(part, 4, mode="constant") for part in noise])
        pixels = np.indices((28, 28)) - 13.5
        places = np.tensordot(inverse, pixels, 1) + 13.5 + elastic
        moved = ndimage.map_coordinates(inked, places, order=1, cval=-1)
        missed = np.subtract(ndimage.center_of_mass(image + 1), ndimage.center_of_mass(moved + 1))
        places -= (inverse @ (missed + rng.uniform(-a.shift, a.shift, 2)))[:, None, None]
        varied[...] = ndimage.map_coordinates(inked, places, order=1, cval=-1)
    return result


NAMES: dict[Augment, str] = {
    augmented_with_scipy: "SciPy, image by image",
    augmented_with_numpy: "digitpad, NumPy",
    augmented_with_kernel: "digitpad, Numba",
}

SECTION = """
## Augmentation

{text}

{machine}; {rounds} rounds. Made by

    python -m benchmarks.augmentation --rounds {rounds}

Everything but noise:

{everything}
Shift alone:

{shift}"""


def images_per_second(augment: Augment, X: Floats, keys: Keys, augmentation: Augmentation) -> float:
    started = time.process_time()
    for start in range(0, len(X), BATCH):
        batch = slice(start, start + BATCH)
        augment(X[batch], keys[batch], augmentation)
    return len(X) / (time.process_time() - started)


def compared(augmentation: Augmentation, counts: dict[Augment, int], rounds: int) -> str:
    """A table of each way, measured on its number of images, large enough for some tenths of a second."""
    X = open_datasets("mnist").training.X
    keys = derived(key_of(0), np.arange(len(X)))
    for augment in counts:
        images_per_second(augment, X[:BATCH], keys[:BATCH], augmentation)  # compile
    speeds: dict[Augment, list[float]] = {augment: [] for augment in counts}
    for _ in range(rounds):
        for augment, count in counts.items():
            speeds[augment].append(images_per_second(augment, X[:count], keys[:count], augmentation))
    rows = []
    for augment, own in speeds.items():
        ratios = [mine / usual for mine, usual in zip(own, speeds[augmented_with_scipy], strict=True)]
        rows.append([NAMES[augment], spread(own, ",.0f"), spread(ratios, ".3g")])
    return table(["", "images a second", "times SciPy"], rows)


def main() -> None:
    arguments = options(__doc__, rounds=9).parse_args()
    limit_blas_threads()
    counts: dict[Augment, int] = {
        augmented_with_scipy: 640,
        augmented_with_numpy: 6400,
        augmented_with_kernel: 32000,
    }
    everything, shift = (compared(each, counts, arguments.rounds) for each in (EVERYTHING, SHIFT))
    report("benchmarks.augmentation", __doc__, SECTION, arguments, everything=everything, shift=shift)


if __name__ == "__main__":
    main()
