"""How the images of an epoch are varied."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.augment import augmented
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.counter_random import derived
from digitpad.core.network import Floats


@dataclass(frozen=True)
class Variation:
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
