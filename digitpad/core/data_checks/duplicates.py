"""Images that come more than once."""

import numpy as np
import numpy.typing as npt

from digitpad.core.dataset import Dataset
from digitpad.core.images import digests_of
from digitpad.core.tasks import Progress, Task

_AT_ONCE = 2_000
Digests = npt.NDArray[np.bytes_]


def digests_task(dataset: Dataset) -> Task[Digests]:
    """What tells each image (n,) from others."""
    found = []
    for start in range(0, len(dataset), _AT_ONCE):
        found.append(digests_of(dataset.X[start : start + _AT_ONCE]))
        yield Progress(start / len(dataset))
    return np.concatenate(found)


def repeated(digests: Digests) -> int:
    """How many images have come before."""
    return len(digests) - len(np.unique(digests))


def shared(one: Digests, other: Digests) -> int:
    """How many of the first images are among the others."""
    return int(np.isin(one, other).sum())
