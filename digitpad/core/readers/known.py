"""Data sets that come in the format of MNIST and are no digits, or are turned: known by their labels, or by name."""

from pathlib import Path

import numpy as np

from digitpad.core.dataset import Split
from digitpad.core.readers.raw import RawData

FASHION = ("T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
KUZUSHIJI = ("お o", "き ki", "す su", "つ tsu", "な na", "は ha", "ま ma", "や ya", "れ re", "を wo")
# How the labels of the training and test images begin.
_BEGINNINGS: dict[tuple[int, ...], tuple[str, ...]] = {
    (9, 0, 0, 3, 0, 2, 7, 2, 5, 5, 0, 9, 5, 5, 7, 9, 1, 0, 6, 4): FASHION,
    (9, 2, 1, 1, 6, 1, 4, 6, 5, 7, 4, 5, 7, 3, 4, 1, 2, 4, 8, 0): FASHION,
}
_NAMED = {"fashion": FASHION, "kmnist": KUZUSHIJI, "kuzushiji": KUZUSHIJI}


def known_classes(path: Path, raw: RawData) -> tuple[str, ...]:
    """The names of the classes of a data set that is known; none for others, and for digits."""
    part = raw.parts.get(Split.TRAINING)
    if part is not None and part.labels is not None and part.labels.dtype.kind in "iuf":
        start = part.labels.reshape(-1)[:20]
        if len(start) == 20 and np.isfinite(start).all():
            found = _BEGINNINGS.get(tuple(int(each) for each in start))
            if found:
                return found
    names = _names(path, raw)
    return next((classes for word, classes in _NAMED.items() if word in names), ())


def stored_turned(path: Path, raw: RawData) -> bool:
    """Whether the images are those of EMNIST, which stores them turned."""
    return "emnist" in _names(path, raw)


def _names(path: Path, raw: RawData) -> str:
    """The names of the files and of the folders they lie in."""
    return " ".join([*path.absolute().parts[-3:], *raw.files]).lower()
