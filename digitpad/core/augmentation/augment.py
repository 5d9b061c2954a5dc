"""Varied images for training, by the fastest way there is on this machine."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.augmentation.vectorised import augmented_with_numpy
from digitpad.core.counter_random import Keys, derived
from digitpad.core.network import Floats


def augmented(X: Floats, keys: Keys, augmentation: Augmentation, compiled: bool) -> Floats:
    """New images (n, 784) of the same dtype, within [-1, 1] as X is, each varied by what its key (n,) draws.

    The parts come in this order: pen thickness; rotation, scale, shear, elastic distortion and shift, resampled once;
    noise. A distortion moves the centre of mass, by which the images of MNIST are centred: the image is put back so
    that its centre of mass is where it was, plus the shift, as far as the ink stays inside.
    An image depends on its key and not on the others of its batch. `compiled` kernels, which need Numba, are several
    times as fast; their first call takes some seconds, once for each machine.
    """
    if not augmentation.active:
        return X.copy()
    if compiled:
        # Here, since it imports Numba, which takes half a second.
        from digitpad.core.augmentation.augment_kernel import augmented_with_kernel

        return augmented_with_kernel(X, keys, augmentation)
    return augmented_with_numpy(X, keys, augmentation)


@dataclass(frozen=True)
class Augmenter:
    """Each image is varied by what the `key`, and its own number among the images, draw; then `origin` is taken off.

    So the same image is varied alike whatever it is taken together with.
    """

    augmentation: Augmentation
    key: np.uint64
    origin: float = 0.0

    def of(self, X: Floats, rows: npt.NDArray[np.integer[Any]], compiled: bool = False) -> Floats:
        """The images `rows` (n,) of X (…, 784), varied: (n, 784)."""
        images = augmented(X.take(rows, 0, mode="clip"), derived(self.key, rows), self.augmentation, compiled)
        images -= X.dtype.type(self.origin)
        return images
